"""The account set a person signs in to. The room that keeps the directory of account sets wires itself in here."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from hengku.identity.queries.account_set import schema
from hengku.kernel.errors import refuse


@dataclass(frozen=True, slots=True)
class Directory:
    """enter: point the connection at a live account set (False: there is none). cookie: (name, value) that remembers it."""

    enter: Callable[[str], bool]
    cookie: Callable[[str], tuple[str, str]]


_directory: list[Directory] = []


def offer(*, enter: Callable[[str], bool], cookie: Callable[[str], tuple[str, str]]) -> None:
    """Called once by the wiring."""
    _directory[:] = [Directory(enter, cookie)]


def enter(name: str) -> tuple[str, str] | None:
    """Go into the account set; gives the cookie that remembers it. Raises Refused account_set_unknown (404)."""
    if not _directory:
        if name != current()[0]:
            raise refuse("account_set_unknown", status=404, loc=("account_set",), name=name)
        return None
    if not _directory[0].enter(name):
        raise refuse("account_set_unknown", status=404, loc=("account_set",), name=name)
    return _directory[0].cookie(name)


def current() -> tuple[str, str]:
    """Name and label of the account set this request is in."""
    tenant = getattr(connection, "tenant", None)
    name = schema()
    return name, str(getattr(tenant, "label", "") or name)


def is_sandbox() -> bool:
    """Whether the account set this request is in was made to try things out, and so accepts a simulated clock."""
    return bool(getattr(getattr(connection, "tenant", None), "sandbox", False))
