"""Codes of an authenticator (RFC 6238: six digits, thirty seconds) and codes for the day it is lost."""

import secrets
from datetime import datetime

import pyotp

STEP = 30
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike."""


def new_secret() -> str:
    """A secret to share with an authenticator."""
    return str(pyotp.random_base32())


def address_of_secret(*, secret: str, username: str, issuer: str) -> str:
    """What the QR code says."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer))


def step_of(*, secret: str, code: str, at: datetime, after: int) -> int | None:
    """The time step whose code this is, one early or late included; None when it fits none behind `after`."""
    now = int(at.timestamp()) // STEP
    plain = code.replace(" ", "")
    for step in (now, now - 1, now + 1):
        if step > after and secrets.compare_digest(str(pyotp.TOTP(secret).at(step * STEP)), plain):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Codes of two groups of five letters."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2)) for _ in range(RECOVERY_CODES)
    ]


def as_recovery_code(text: str) -> str:
    """A recovery code as it was given out, however it was typed."""
    plain = text.strip().lower().replace("-", "").replace(" ", "")
    return f"{plain[:5]}-{plain[5:]}"
