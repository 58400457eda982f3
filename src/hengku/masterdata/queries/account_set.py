"""Which account set this connection speaks to: the key of everything remembered in the process."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from hengku.identity.queries import epoch


def account_set() -> tuple[str, str]:
    """Database and schema."""
    return str(connection.settings_dict["NAME"]), schema()


def schema() -> str:
    """The account set's schema."""
    return str(connection.schema_name)  # type: ignore[attr-defined]  # django-tenants adds it to the connection


@contextmanager
def inside(name: str) -> Iterator[None]:
    """Work in the account set called `name`, as it is described now: jobs start outside of any; the one before comes back."""
    before = schema()
    connection.set_schema(name)  # type: ignore[attr-defined]  # as above
    epoch.refresh()
    try:
        yield
    finally:
        connection.set_schema(before)  # type: ignore[attr-defined]  # as above
