"""Which account set this connection speaks to: the key of everything remembered in the process."""

from django.db import connection


def account_set() -> tuple[str, str]:
    """Database and schema."""
    return str(connection.settings_dict["NAME"]), schema()


def schema() -> str:
    """The account set's schema."""
    return str(connection.schema_name)  # type: ignore[attr-defined]  # django-tenants adds it to the connection
