"""Signed deliveries: HMAC-SHA256 over "<timestamp>.<body>", so that a receiver can tell ours from forged and old from new."""

import hashlib
import hmac
from datetime import timedelta

ATTEMPTS = 10
_FIRST_WAIT_S = 10
_LONGEST_WAIT_S = 6 * 3600


def signature(*, secret: str, timestamp: str, body: bytes) -> str:
    """Value of the header X-Hengku-Signature: "sha256=" + hex."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"sha256={digest}"


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts: 10 s, 30 s, 90 s … at most 6 h; None = give up."""
    if attempts >= ATTEMPTS:
        return None
    return timedelta(seconds=min(_FIRST_WAIT_S * 3 ** (attempts - 1), _LONGEST_WAIT_S))


def wants(events: list[str], kind: str) -> bool:
    """Whether a webhook with these events hears of `kind`: "*", "goods_receipt.*", "*.post" or the very kind."""
    document, _, verb = kind.partition(".")
    return any(pattern in ("*", kind, f"{document}.*", f"*.{verb}") for pattern in events)
