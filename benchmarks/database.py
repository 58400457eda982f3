"""A database of its own for a measurement, on the server the product uses, migrated as every account set is."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg import sql

from hengku.config.embedded.connection import Connection
from hengku.config.embedded.home import resolve_home
from hengku.config.embedded.server import using

_MIGRATE = """
import django; django.setup()
from datetime import datetime, timezone
from django.core.management import call_command
from hengku.config.directory.operations import create_account_set
call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
create_account_set(name="main", label="main", at=datetime(2026, 1, 1, tzinfo=timezone.utc))
"""


@contextmanager
def scratch_database() -> Iterator[Connection]:
    """A migrated database, entered as the app role with Django set up; dropped at the end."""
    name = f"hengku_bench_{os.getpid()}"
    with using(resolve_home()) as server:
        _run(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        own = server.to_database(name)
        os.environ.update(own.environment())
        os.environ["DJANGO_SETTINGS_MODULE"] = "hengku.config.settings"
        try:
            environment = {**os.environ, "HENGKU_DATABASE_ROLE": "owner"}
            subprocess.run([sys.executable, "-c", _MIGRATE], env=environment, check=True)
            import django
            from django.db import connection

            django.setup()
            from hengku.config.directory.connection import tenants

            tenants.set_schema("main")
            try:
                yield own
            finally:
                connection.close()
        finally:
            _drop(server, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _drop(server: Connection, statement: sql.Composed) -> None:
    """The server's own vacuum may be in there, and is not ours to end: then once more a little later."""
    for _ in range(20):
        with suppress(psycopg.errors.InsufficientPrivilege):
            return _run(server, statement)
        time.sleep(0.5)
    return _run(server, statement)


def _run(server: Connection, statement: sql.Composed) -> None:
    with psycopg.connect(server.owner_dsn, autocommit=True) as connection:
        connection.execute(statement)


def as_owner(own: Connection, *statements: str) -> None:
    """Run maintenance in the account set as the owner."""
    with psycopg.connect(own.owner_dsn, autocommit=True) as connection:
        connection.execute("SET search_path = main, public")
        for statement in statements:
            connection.execute(statement.encode())
