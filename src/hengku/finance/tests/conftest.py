"""Books whose facts may be changed behind the application's back."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from hengku.config import testing
from hengku.config.directory.connection import tenants
from hengku.config.embedded.connection import django_database


@pytest.fixture
def as_owner(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One transaction as the owner, who may switch triggers off; rolled back at the end."""
    kept = dict(connection.settings_dict)
    owner = django_database(testing.server().to_database(testing.database_name()).owner_dsn)
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update({name: owner[name] for name in ("USER", "PASSWORD")})
        tenants.set_schema("main")
        try:
            with transaction.atomic():
                yield
                transaction.set_rollback(True)
        finally:
            connection.close()
            connection.settings_dict.update({name: kept[name] for name in ("USER", "PASSWORD")})
