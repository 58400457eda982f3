"""The version of the account set's own descriptions, as this request, job or command knows it.

Whoever opens the work notes it: signing in reads it with the person, preparing documents reads it with the facts, a job when it
starts. So a change made in any process is known to the next request of every other one, and nobody asks for it alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

from hengku.identity.queries.account_set import account_set, schema
from hengku.kernel import sql

_noted: ContextVar[tuple[str, str, str] | None] = ContextVar("hengku_epoch", default=None)


def note(token: str | None) -> None:
    """This is the version now; None or empty: nothing is described."""
    _noted.set((*account_set(), token or ""))


def noted() -> str:
    """The version noted for this account set; empty when nothing was noted or described."""
    known = _noted.get()
    return known[2] if known is not None and known[:2] == account_set() else ""


def forget() -> None:
    """Nothing is known any more: what follows is other work."""
    _noted.set(None)


def refresh() -> None:
    """Read the version and note it, where nothing else did: jobs, commands."""
    found = sql.rows(connection, "SELECT token FROM identity_epoch")
    note(found[0][0] if found else "")


@contextmanager
def inside(name: str) -> Iterator[None]:
    """Work in the account set called `name`, as it is described now: jobs start outside of any; the one before comes back."""
    before = schema()
    connection.set_schema(name)  # type: ignore[attr-defined]  # django-tenants adds it to the connection
    refresh()
    try:
        yield
    finally:
        connection.set_schema(before)  # type: ignore[attr-defined]  # as above
