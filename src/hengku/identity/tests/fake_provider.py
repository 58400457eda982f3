"""A small sign-in provider on this machine: OIDC with PKCE, and the answers of 企业微信, 钉钉 and 飞书."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


class FakeProvider:
    """claims: what id tokens say besides; people: what the others' user questions answer; wrong: a change to make."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.asked: dict[str, str] = {}
        self.claims: dict[str, Any] = {"sub": "zhang-1", "name": "张三", "email": "zhang@example.com"}
        self.wrong: dict[str, Any] = {}
        self.secret = "s3cret-of-client"

    def consent(self, way: str) -> dict[str, str]:
        """What a browser carries back after somebody agreed at that address."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(way).query).items()}
        return {"code": "code-1", "state": self.asked["state"]}

    def answer(self, path: str, form: dict[str, str]) -> dict[str, Any] | None:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.wrong.get("issuer", self.address), "authorization_endpoint": f"{self.address}/go",
                "token_endpoint": f"{self.address}/token", "jwks_uri": f"{self.address}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }  # fmt: skip
        if path == "/keys":
            told = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
            return {"keys": [{**told, "kid": "k1", "use": "sig", "alg": "RS256"}]}
        if path == "/token":
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            proven = base64.urlsafe_b64encode(digest).decode().rstrip("=") == self.asked.get("code_challenge")
            fits = form.get("client_secret") == self.secret and form.get("code") == "code-1" and proven
            return {"id_token": self._token()} if fits else None
        plain: dict[str, dict[str, Any]] = {
            "/cgi-bin/gettoken": {"errcode": 0, "access_token": "t"},
            "/cgi-bin/auth/getuserinfo": {"errcode": 0, "userid": "ZhangSan"},
            "/v1.0/oauth2/userAccessToken": {"accessToken": "t"},
            "/v1.0/contact/users/me": {"nick": "张三", "unionId": "ding-1"},
            "/open-apis/authen/v2/oauth/token": {"code": 0, "access_token": "t"},
            "/open-apis/authen/v1/user_info": {"code": 0, "data": {"union_id": "on-1", "name": "张三"}},
        }
        return {**plain[path], **self.wrong} if path in plain else None

    def _token(self) -> str:
        now = int(time.time())
        told = {"iss": self.address, "aud": "hengku", "iat": now, "exp": now + 300, "nonce": self.asked.get("nonce")}
        key = self.wrong.get("key", self.key)
        claims = {**told, **self.claims, **{name: one for name, one in self.wrong.items() if name != "key"}}
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": "k1"})


@contextmanager
def provider() -> Iterator[FakeProvider]:
    """The provider, listening."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._tell({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            json_body = self.headers["Content-Type"].startswith("application/json")
            self._tell(json.loads(body) if json_body else {name: one[0] for name, one in parse_qs(body).items()})

        def _tell(self, form: dict[str, str]) -> None:
            found = fake.answer(urlsplit(self.path).path, form)
            self.send_response(200 if found is not None else 400)
            self.end_headers()
            self.wfile.write(json.dumps(found or {}).encode())

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake = FakeProvider(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
