"""A fresh account set in a moment: the shape of an empty one, written down once per release, is replayed under another name.

Migrating an empty schema takes many seconds, most of them Python building states; replaying its definition takes under one.
"""

import hashlib
import tempfile
from datetime import datetime
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from hengku.config.directory.models import AccountSet
from hengku.config.directory.operations import enter, forget, require_free_name
from hengku.config.embedded.connection import resolve
from hengku.config.embedded.home import resolve_home
from hengku.config.upkeep.backup import run_tool

SHAPE = "hengku_shape_of_an_account_set"
"""Schema that exists while the shape is written down; long enough never to be part of anything else in the text."""


def create_from_template(*, name: str, label: str, at: datetime, sandbox: bool = False) -> AccountSet:
    """Make a further account set, by replaying the shape. Needs the owner role.

    Raises Refused account_set_name_invalid, account_set_exists.
    """
    require_free_name(name)
    definition = _definition().read_text(encoding="utf-8").replace(SHAPE, name)
    with psycopg.connect(resolve().owner_dsn) as writer:
        writer.execute(definition.encode())
    with enter("public"):
        account_set: AccountSet = AccountSet.objects.create(
            schema_name=name, label=label, sandbox=sandbox, created_at=at
        )
    forget()
    return account_set


def _definition() -> Path:
    """The file with the shape of this release; made when it is not there yet."""
    known = "\n".join(sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations))
    digest = hashlib.sha256(f"{known}\n{_server()}".encode()).hexdigest()[:16]
    path = resolve_home().run / f"account-set-{digest}.sql"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_down(path)
    return path


def _server() -> str:
    """What the text depends on besides the migrations: the server's release and the names of the roles it grants to. Address
    and port are not among them: they change from one start to the next."""
    owner, app = resolve().owner_dsn, resolve().dsn
    with psycopg.connect(owner) as reader:
        return f"{reader.info.server_version}|{reader.info.user}|{conninfo_to_dict(app).get('user')}"


def _write_down(path: Path) -> None:
    owner = resolve().owner_dsn
    schema = sql.Identifier(SHAPE)
    with psycopg.connect(owner, autocommit=True) as writer:
        writer.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(schema))
        writer.execute(sql.SQL("CREATE SCHEMA {}").format(schema))
        try:
            with enter("public"):
                call_command("migrate_schemas", schema_name=SHAPE, interactive=False, verbosity=0)
            with tempfile.TemporaryDirectory(dir=path.parent) as folder:
                dump = Path(folder) / "dump.sql"
                run_tool("pg_dump", f"--schema={SHAPE}", "--inserts", "--no-owner", f"--file={dump}", dsn=owner)
                # Lines that begin with a backslash speak to psql, not to the server.
                lines = dump.read_text(encoding="utf-8").splitlines()
                kept = Path(folder) / "kept.sql"
                kept.write_text("\n".join(line for line in lines if not line.startswith("\\")), encoding="utf-8")
                kept.replace(path)
        finally:
            writer.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(schema))
