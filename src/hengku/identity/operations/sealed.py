"""Secrets that have to be read again (authenticators, providers): sealed with the installation's key, each use with its own."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def seal(*, purpose: str, secret: str) -> str:
    """The secret as it may be kept."""
    return _box(purpose).encrypt(secret.encode()).decode()


def unseal(*, purpose: str, sealed: str) -> str | None:
    """The secret again; None when it was sealed under another key, as after a restore elsewhere."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"{purpose} {settings.SECRET_KEY}".encode()).digest()))
