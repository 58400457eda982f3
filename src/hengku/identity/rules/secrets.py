"""Secrets handed out (session cookies, API tokens, set-up tokens): only their hash is kept."""

import hashlib
import re
import secrets
from dataclasses import dataclass

_TOKEN = re.compile(r"hk_([a-z][a-z0-9]{0,62})_(\d{1,18})_([A-Za-z0-9-]{20,80})")
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class TokenParts:
    account_set: str
    token_id: int
    secret: str


def new_secret() -> str:
    """43 letters and digits of randomness, without the underscore that separates the parts of a token."""
    return secrets.token_urlsafe(32).replace("_", "-")


def hash_secret(secret: str) -> str:
    """SHA-256 in hex; a random secret needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same_hash(left: str, right: str) -> bool:
    """Compare in constant time."""
    return secrets.compare_digest(left, right)


def write_token(*, account_set: str, token_id: int, secret: str) -> str:
    return f"hk_{account_set}_{token_id}_{secret}"


def shown_prefix(*, account_set: str, token_id: int, secret: str) -> str:
    """What may be shown later, to recognise a token by."""
    return f"hk_{account_set}_{token_id}_{secret[:_SHOWN]}…"


def read_token(text: str) -> TokenParts | None:
    """The parts of `hk_<account set>_<id>_<secret>`; None when it is not one."""
    match = _TOKEN.fullmatch(text)
    return TokenParts(match[1], int(match[2]), match[3]) if match else None
