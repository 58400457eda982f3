"""Writing a backup: every account set and the directory as they were at one instant, and the uploaded files."""

import os
import subprocess
import tempfile
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

import hengku
from hengku.config.embedded.binaries import find_binaries
from hengku.config.embedded.connection import Connection, resolve
from hengku.config.embedded.errors import DatabaseError, WrongMajor
from hengku.config.embedded.home import Home, resolve_home
from hengku.config.upkeep import archive as zipped
from hengku.config.upkeep.totals import account_set_names, append_only_tables, totals_of

BEFORE_UPGRADE = "before-upgrade"
BEFORE_RESTORE = "before-restore"
DAILY = "daily"
MANUAL = "manual"


class BackupFailed(DatabaseError):
    """pg_dump or pg_restore refused; the text carries what it said."""


def run_tool(name: str, *words: str, dsn: str) -> None:
    """Run a PostgreSQL client program on a database. Raises BackupFailed with its own words.

    The password travels in the environment: a command line can be read by every user of the machine.
    """
    parts = conninfo_to_dict(dsn)
    password = str(parts.pop("password", "") or "")
    command = [str(find_binaries().program(name)), *words, f"--dbname={make_conninfo('', **parts)}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment(password))
    if done.returncode != 0:
        said = done.stderr.strip()
        raise BackupFailed(f"{name} failed: {said}", f"{name} 执行失败：{said}")


def _environment(password: str) -> dict[str, str]:
    return os.environ | {"PGPASSWORD": password}


def write_backup(target: Path, *, at: datetime, connection: Connection, home: Home) -> zipped.Manifest:
    """Write `target`, complete or not at all. Work goes on meanwhile; the backup shows one instant.

    Raises BackupFailed, WrongMajor (server newer than our pg_dump), OSError (no room, no right).
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.part")
    try:
        with psycopg.connect(connection.owner_dsn) as reader, tempfile.TemporaryDirectory(dir=target.parent) as folder:
            manifest = _write(fresh, Path(folder), reader, connection, home, at)
        fresh.chmod(0o600)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    return manifest


def _write(
    target: Path, folder: Path, reader: psycopg.Connection, connection: Connection, home: Home, at: datetime
) -> zipped.Manifest:
    _require_dump_program(reader)
    reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    snapshot = str((reader.execute("SELECT pg_export_snapshot()").fetchone() or ("",))[0])
    names = account_set_names(reader)
    schemas = ["public", *names]
    manifest = _describe(reader, schemas, connection, at)
    digests = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for schema in schemas:
            dump = folder / f"{schema}.dump"
            words = ["--format=custom", f"--schema={schema}", f"--snapshot={snapshot}", "--no-privileges"]
            run_tool("pg_dump", *words, f"--file={dump}", dsn=connection.owner_dsn)
            # Dumps are compressed already.
            archive.write(dump, zipped.dump_member(schema), compress_type=zipfile.ZIP_STORED)
            digests[zipped.dump_member(schema)] = _digest(dump)
            dump.unlink()
        for path, member in zipped.file_members(home.files):
            archive.write(path, member)
            digests[member] = _digest(path)
        manifest = replace(manifest, digests=digests)
        archive.writestr(zipped.MANIFEST, manifest.to_json())
    return manifest


def _describe(reader: psycopg.Connection, schemas: list[str], connection: Connection, at: datetime) -> zipped.Manifest:
    app = str(conninfo_to_dict(connection.dsn)["user"])
    extensions = reader.execute("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1").fetchall()
    return zipped.Manifest(
        version=hengku.__version__,
        created_at=at.astimezone(UTC).isoformat(timespec="seconds"),
        postgres=str(reader.info.server_version),
        account_sets=schemas[1:],
        extensions=[str(row[0]) for row in extensions],
        totals={schema: totals_of(reader, schema) for schema in schemas},
        append_only={}
        if connection.single_role
        else {schema: append_only_tables(reader, schema, app) for schema in schemas},
    )


def _require_dump_program(reader: psycopg.Connection) -> None:
    server = reader.info.server_version // 10000
    ours = find_binaries().major
    if server > ours:
        raise WrongMajor(
            f"The server is PostgreSQL {server}; the pg_dump at hand is of {ours} and cannot read it. "
            "Point HENGKU_PG_BIN at the bin directory of a newer PostgreSQL.",
            f"服务器是 PostgreSQL {server}，手头的 pg_dump 是 {ours}，无法读取。"
            "请用 HENGKU_PG_BIN 指向较新 PostgreSQL 的 bin 目录。",
        )


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return zipped.digest_of(stream)


def backup_name(kind: str, at: datetime) -> str:
    """File name of a backup this program makes by itself."""
    return f"hengku-{kind}-{at.astimezone(UTC):%Y%m%d-%H%M%S}.zip"


def back_up_before_upgrade(at: datetime) -> Path:
    """The backup an upgrade makes before it changes anything; its path."""
    return back_up_into_home(BEFORE_UPGRADE, at=at, connection=resolve(), home=resolve_home())


def back_up_into_home(kind: str, *, at: datetime, connection: Connection, home: Home) -> Path:
    """A backup in the home's own backup folder; its path."""
    target = home.backups / backup_name(kind, at)
    write_backup(target, at=at, connection=connection, home=home)
    return target
