"""Signing in at others: where a browser is sent, what is asked with the code it brings back, and who that says it is.

OIDC with PKCE and verified id tokens; 企业微信, 钉钉 and 飞书 by their own ways, which have no id token.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt

OIDC, WECOM, DINGTALK, FEISHU = "OIDC", "WECOM", "DINGTALK", "FEISHU"
KINDS = (OIDC, WECOM, DINGTALK, FEISHU)
_SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
"""Never HS…: a shared secret proves nothing, and never none."""
_LEEWAY_S = 60
_HOMES = {
    WECOM: ("https://login.work.weixin.qq.com", "https://qyapi.weixin.qq.com"),
    DINGTALK: ("https://login.dingtalk.com", "https://api.dingtalk.com"),
    FEISHU: ("https://accounts.feishu.cn", "https://open.feishu.cn"),
}

Ask = Callable[..., Mapping[str, Any]]
"""(method, address, json=…, form=…, headers=…, basic=(name, secret)) -> the JSON answer. Raises Untrusted."""


class Untrusted(Exception):
    """What came back does not prove who somebody is. The text is for the log of the program, not for people."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as it was set up, its secret readable."""

    kind: str
    issuer: str
    client_id: str
    secret: str
    agent_id: str = ""


@dataclass(frozen=True, slots=True)
class Trip:
    """One way there and back: state and nonce come back, only we know the verifier."""

    redirect: str
    state: str
    nonce: str
    verifier: str

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the provider means. mail: only one it has verified."""

    subject: str
    label: str = ""
    mail: str = ""


def safe_address(address: str) -> bool:
    """https, or this very machine: codes and secrets do not travel openly."""
    parts = urlsplit(address)
    local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    return bool(parts.hostname) and (parts.scheme == "https" or local)


def way_there(provider: Provider, trip: Trip, ask: Ask) -> str:
    """The address a browser is sent to. Raises Untrusted."""
    common = {"redirect_uri": trip.redirect, "state": trip.state}
    proof = {"code_challenge": trip.challenge, "code_challenge_method": "S256"}
    named = {"response_type": "code", "client_id": provider.client_id}
    if provider.kind == OIDC:
        wanted = {**named, **common, **proof, "scope": "openid profile email", "nonce": trip.nonce}
        return f"{_discovered(provider, ask)['authorization_endpoint']}?{urlencode(wanted)}"
    home = _homes(provider)[0]
    if provider.kind == WECOM:
        app = {"login_type": "CorpApp", "appid": provider.client_id, "agentid": provider.agent_id}
        return f"{home}/wwlogin/sso/login?{urlencode({**app, **common})}"
    if provider.kind == DINGTALK:
        return f"{home}/oauth2/auth?{urlencode({**named, **common, 'scope': 'openid', 'prompt': 'consent'})}"
    return f"{home}/open-apis/authen/v1/authorize?{urlencode({**named, **common, **proof})}"


def who_came_back(provider: Provider, trip: Trip, code: str, ask: Ask) -> Person:
    """Whom the code stands for. Raises Untrusted."""
    return _READERS[provider.kind](provider, trip, code, ask)


def _homes(provider: Provider) -> tuple[str, str]:
    own = provider.issuer.rstrip("/")
    return (own, own) if own else _HOMES[provider.kind]


def _discovered(provider: Provider, ask: Ask) -> Mapping[str, Any]:
    issuer = provider.issuer.rstrip("/")
    found = ask("GET", f"{issuer}/.well-known/openid-configuration")
    if str(found.get("issuer") or "").rstrip("/") != issuer:
        raise Untrusted("the discovery document names another issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not safe_address(str(found.get(name) or "")):
            raise Untrusted(f"{name} is missing or travels openly")
    return found


def _oidc(provider: Provider, trip: Trip, code: str, ask: Ask) -> Person:
    there = _discovered(provider, ask)
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": trip.redirect,
        "client_id": provider.client_id, "code_verifier": trip.verifier,
    }  # fmt: skip
    basic = "client_secret_post" not in (there.get("token_endpoint_auth_methods_supported") or ())
    proven = {"basic": (provider.client_id, provider.secret)} if basic else {}
    answer = ask(
        "POST", there["token_endpoint"], form=form if basic else {**form, "client_secret": provider.secret}, **proven
    )
    claims = _claims(str(answer.get("id_token") or ""), provider, str(there["issuer"]), ask("GET", there["jwks_uri"]))
    if claims.get("nonce") != trip.nonce:
        raise Untrusted("the id token answers another question")
    mail = str(claims.get("email") or "") if claims.get("email_verified") is True else ""
    label = claims.get("name") or claims.get("preferred_username") or claims.get("email") or claims["sub"]
    return Person(str(claims["sub"]), str(label), mail)


def _claims(token: str, provider: Provider, issuer: str, keys: Mapping[str, Any]) -> Mapping[str, Any]:
    """The verified claims of an id token: signed by the issuer, for us, in time."""
    try:
        known = jwt.PyJWKSet.from_dict(dict(keys)).keys
        wanted = jwt.get_unverified_header(token).get("kid")
        key = next(one for one in known if wanted is None or one.key_id == wanted)
        found: Mapping[str, Any] = jwt.decode(
            token, key, algorithms=_SIGNATURES, audience=provider.client_id, issuer=issuer, leeway=_LEEWAY_S,
            options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )  # fmt: skip
    except (jwt.PyJWTError, StopIteration) as problem:
        raise Untrusted(f"the id token does not hold: {problem}") from problem
    if isinstance(found["aud"], list) and len(found["aud"]) > 1 and found.get("azp") != provider.client_id:
        raise Untrusted("the id token was made for somebody else")
    return found


def _wecom(provider: Provider, trip: Trip, code: str, ask: Ask) -> Person:
    home = _homes(provider)[1]
    named = urlencode({"corpid": provider.client_id, "corpsecret": provider.secret})
    token = _fine(ask("GET", f"{home}/cgi-bin/gettoken?{named}"), "errcode")["access_token"]
    asked = urlencode({"access_token": token, "code": code})
    found = _fine(ask("GET", f"{home}/cgi-bin/auth/getuserinfo?{asked}"), "errcode")
    return Person(_subject(found, "userid"), str(found["userid"]))  # strangers to the company have an openid only


def _dingtalk(provider: Provider, trip: Trip, code: str, ask: Ask) -> Person:
    home = _homes(provider)[1]
    body = {
        "clientId": provider.client_id, "clientSecret": provider.secret, "code": code,
        "grantType": "authorization_code",
    }  # fmt: skip
    token = str(ask("POST", f"{home}/v1.0/oauth2/userAccessToken", json=body).get("accessToken") or "")
    found = ask("GET", f"{home}/v1.0/contact/users/me", headers={"x-acs-dingtalk-access-token": token})
    return Person(_subject(found, "unionId"), str(found.get("nick") or ""))


def _feishu(provider: Provider, trip: Trip, code: str, ask: Ask) -> Person:
    home = _homes(provider)[1]
    body = {
        "grant_type": "authorization_code", "client_id": provider.client_id, "client_secret": provider.secret,
        "code": code, "redirect_uri": trip.redirect, "code_verifier": trip.verifier,
    }  # fmt: skip
    token = _fine(ask("POST", f"{home}/open-apis/authen/v2/oauth/token", json=body), "code").get("access_token")
    headers = {"Authorization": f"Bearer {token}"}
    found = _fine(ask("GET", f"{home}/open-apis/authen/v1/user_info", headers=headers), "code")["data"]
    return Person(_subject(found, "union_id"), str(found.get("name") or ""), str(found.get("enterprise_email") or ""))


def _fine(answer: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    if str(answer.get(name, 0)) != "0":
        raise Untrusted(f"the provider refused: {str(answer)[:200]}")
    return answer


def _subject(found: Mapping[str, Any], name: str) -> str:
    subject = str(found.get(name) or "")
    if not subject:
        raise Untrusted("the provider names nobody")
    return subject


_READERS: Mapping[str, Callable[[Provider, Trip, str, Ask], Person]] = {
    OIDC: _oidc, WECOM: _wecom, DINGTALK: _dingtalk, FEISHU: _feishu,
}  # fmt: skip
