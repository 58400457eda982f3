"""A passkey in software, for tests: what a device does with the options of the server."""

import hashlib
import json
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

_PRESENT_AND_VERIFIED, _PRESENT, _WITH_KEY = 0x05, 0x01, 0x40


class SoftKey:
    """One key for one host. verifies: whether it checks the person (PIN, finger)."""

    def __init__(self, *, origin: str = "http://testserver", host: str = "testserver", verifies: bool = True) -> None:
        self.origin, self.host, self.count = origin, host, 0
        self.flags = _PRESENT_AND_VERIFIED if verifies else _PRESENT
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.key_id = hashlib.sha256(str(self.key.public_key().public_numbers()).encode()).digest()

    def made(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to the question for a new key."""
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + struct.pack(">H", len(self.key_id)) + self.key_id + cbor2.dumps(cose)
        data = self._data(_WITH_KEY) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._credential(
            {"clientDataJSON": self._said("webauthn.create", options), "attestationObject": _text(attestation)}
        )

    def signed(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to the question who it is."""
        self.count += 1
        data, said = self._data(0), self._said("webauthn.get", options)
        raw = urlsafe_b64decode(said + "==")
        signature = self.key.sign(data + hashlib.sha256(raw).digest(), ec.ECDSA(SHA256()))
        return self._credential(
            {"clientDataJSON": said, "authenticatorData": _text(data), "signature": _text(signature)}
        )

    def _data(self, more: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([self.flags | more]) + struct.pack(">I", self.count)

    def _said(self, kind: str, options: dict[str, Any]) -> str:
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return _text(json.dumps(told).encode())

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        name = _text(self.key_id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
