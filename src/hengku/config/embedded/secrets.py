"""Passwords made once per installation, in a file only this user may read."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

PRIVATE = 0o600


@dataclass(frozen=True)
class Secrets:
    """Role passwords and the key that signs sessions."""

    super_password: str
    owner_password: str
    app_password: str
    secret_key: str


def write_private(path: Path, text: str) -> None:
    """Write a file nobody else can read, all at once: a crash leaves the old one."""
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def load_or_make(path: Path) -> Secrets:
    """The secrets of an installation, made on first call."""
    if path.exists():
        return Secrets(**json.loads(path.read_text(encoding="utf-8")))
    made = Secrets(
        super_password=secrets.token_urlsafe(24),
        owner_password=secrets.token_urlsafe(24),
        app_password=secrets.token_urlsafe(24),
        secret_key=secrets.token_urlsafe(48),
    )
    write_private(path, json.dumps(asdict(made), indent=1))
    return made
