"""Pytest plugin (`-p hengku.config.testing`): names the home and the database before Django's settings are read.

One template database per state of the migrations is kept on the throw-away server; every worker clones it.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from hengku.config.embedded.connection import Connection
from hengku.config.embedded.testing import throwaway

_SOURCE = Path(__file__).resolve().parent.parent
_MAKE_TEMPLATE = """
import django; django.setup()
from datetime import datetime, timezone
from django.core.management import call_command
from hengku.config.directory.operations import create_account_set
call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
create_account_set(name="main", label="main", at=datetime(2026, 1, 1, tzinfo=timezone.utc))
"""


def database_name() -> str:
    """This worker's own database."""
    return f"hengku_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


def name_everything() -> None:
    """Point the environment at a throw-away home and at this worker's database."""
    home = Path(tempfile.gettempdir()) / f"hengku-test-home-{os.getuid()}-{os.getpid()}"
    home.mkdir(parents=True, exist_ok=True)
    os.environ["HENGKU_HOME"] = str(home)
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "HENGKU_DATABASE_ROLE", "HENGKU_POOL_SIZE"):
        os.environ.pop(name, None)
    os.environ.update(throwaway().to_database(database_name()).environment())
    os.environ["DJANGO_SETTINGS_MODULE"] = "hengku.config.settings"


def pytest_unconfigure(config: object) -> None:
    """Leave no home behind."""
    del config
    shutil.rmtree(os.environ["HENGKU_HOME"], ignore_errors=True)


def server() -> Connection:
    """The throw-away server, maintenance database."""
    return throwaway()


def template_name() -> str:
    digest = hashlib.sha256()
    for path in sorted([*_SOURCE.glob("*/migrations/*.py"), *_SOURCE.glob("config/*/migrations/*.py")]):
        digest.update(str(path).encode() + path.read_bytes())
    return f"hengku_template_{digest.hexdigest()[:16]}"


def make_template() -> str:
    """The migrated template database, made once per state of the migrations."""
    name = template_name()
    lock = Path(tempfile.gettempdir()) / f"hengku-template-{os.getuid()}.lock"
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not _exists(name):
            building = f"{name}_new"
            drop_database(building)
            with _maintenance() as connection:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(building)))
            environment = {
                **os.environ,
                **server().to_database(building).environment(),
                "HENGKU_DATABASE_ROLE": "owner",
            }
            subprocess.run([sys.executable, "-c", _MAKE_TEMPLATE], env=environment, check=True)
            with _maintenance() as connection:
                connection.execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(name))
                )
    return name


def clone_template(name: str) -> None:
    """A fresh database called `name` from the template."""
    template = make_template()
    drop_database(name)
    with _maintenance() as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def drop_database(name: str) -> None:
    """Drop it and whoever is inside; an autovacuum worker, which we may not end, leaves by itself within moments."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    for wait_s in (0.1, 0.3, 0.6, 1.0, 2.0):
        try:
            with _maintenance() as connection:
                connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(wait_s)
        else:
            return
    raise TimeoutError(f"{name} is still in use")


def _exists(name: str) -> bool:
    with _maintenance() as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
    return found is not None


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection]:
    with psycopg.connect(server().owner_dsn, autocommit=True) as connection:
        yield connection


name_everything()
