"""Reading a backup into an installation, and proving that it adds up to what was saved."""

import shutil
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from hengku.config.embedded.binaries import find_binaries
from hengku.config.embedded.cluster import grant_to_app
from hengku.config.embedded.connection import Connection
from hengku.config.embedded.errors import DatabaseError
from hengku.config.embedded.home import Home
from hengku.config.upkeep import archive as zipped
from hengku.config.upkeep.backup import BEFORE_RESTORE, back_up_into_home, run_tool
from hengku.config.upkeep.totals import Totals, account_set_names, differences, totals_of


class NotEmpty(DatabaseError):
    """The installation has data; restoring would replace it."""


class TotalsDiffer(DatabaseError):
    """What was restored does not add up to what was saved."""


def restore_backup(path: Path, *, at: datetime, connection: Connection, home: Home, force: bool) -> zipped.Manifest:
    """Replace this installation's content by the backup's. Nobody may be working with it.

    With `force` an installation with data is replaced, after a backup of it. Raises DamagedBackup, NotEmpty,
    BackupFailed, TotalsDiffer.
    """
    archive, manifest = zipped.open_checked(path)
    with archive:
        with psycopg.connect(connection.owner_dsn) as reader:
            present = account_set_names(reader)
        if present:
            if not force:
                raise NotEmpty(
                    f"This installation already has account sets ({', '.join(present)}). Choose an empty HENGKU_HOME, "
                    "or repeat with --force: the present data is then backed up and replaced.",
                    f"这里已有账套（{', '.join(present)}）。请另选一个空的 HENGKU_HOME，"
                    "或加 --force 重试：现有数据会先备份再被替换。",
                )
            back_up_into_home(BEFORE_RESTORE, at=at, connection=connection, home=home)
        _clear(connection, present)
        _read_dumps(archive, manifest, connection)
        _give_rights(manifest, connection)
        _verify(manifest, connection)
        _read_files(archive, home)
    return manifest


def _clear(connection: Connection, present: list[str]) -> None:
    with psycopg.connect(connection.owner_dsn) as writer:
        for schema in [*present, "public"]:
            writer.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))


def _read_dumps(archive: zipfile.ZipFile, manifest: zipped.Manifest, connection: Connection) -> None:
    with psycopg.connect(connection.owner_dsn) as writer:
        writer.execute("CREATE SCHEMA public")
        for extension in manifest.extensions:
            statement = sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA public")
            writer.execute(statement.format(sql.Identifier(extension)))
    with tempfile.TemporaryDirectory() as folder:
        for schema in ["public", *manifest.account_sets]:
            dump = Path(archive.extract(zipped.dump_member(schema), folder))
            contents = Path(folder) / "contents"
            _list_without_public(dump, contents)
            words = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
            run_tool("pg_restore", *words, f"--use-list={contents}", str(dump), dsn=connection.owner_dsn)
            dump.unlink()


def _list_without_public(dump: Path, contents: Path) -> None:
    """Write the dump's table of contents without the creation of `public`, which is there already."""
    import subprocess

    command = [str(find_binaries().program("pg_restore")), "--list", str(dump)]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    kept = [line for line in listed.splitlines() if " SCHEMA - public " not in line]
    contents.write_text("\n".join(kept) + "\n", encoding="utf-8")


def _give_rights(manifest: zipped.Manifest, connection: Connection) -> None:
    """The app role's rights: everything on what is there and will come, except changing facts."""
    if connection.single_role:
        return
    owner, app = (str(conninfo_to_dict(dsn)["user"]) for dsn in (connection.owner_dsn, connection.dsn))
    with psycopg.connect(connection.owner_dsn) as writer:
        grant_to_app(writer, owner=owner, app=app)
        for schema in ["public", *manifest.account_sets]:
            for right in (
                "USAGE ON SCHEMA {}",
                "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {}",
                "USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {}",
            ):
                statement = sql.SQL("GRANT " + right + " TO {}")
                writer.execute(statement.format(sql.Identifier(schema), sql.Identifier(app)))
            for table in manifest.append_only.get(schema, []):
                statement = sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}")
                writer.execute(statement.format(sql.Identifier(schema, table), sql.Identifier(app)))


def _verify(manifest: zipped.Manifest, connection: Connection) -> None:
    with psycopg.connect(connection.owner_dsn) as reader:
        found: dict[str, Totals] = {schema: totals_of(reader, schema) for schema in manifest.totals}
    wrong = list(differences(manifest.totals, found))
    if wrong:
        listed = "\n".join(wrong[:20])
        raise TotalsDiffer(
            f"The restored data does not add up to what was saved:\n{listed}\nDo not work with it; use another backup.",
            f"恢复出的数据与备份时的合计不一致：\n{listed}\n请勿使用，换一份备份。",
        )


def _read_files(archive: zipfile.ZipFile, home: Home) -> None:
    shutil.rmtree(home.files, ignore_errors=True)
    home.files.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in archive.namelist():
        if name.startswith("files/") and not name.endswith("/"):
            target = (home.files / name.removeprefix("files/")).resolve()
            if not target.is_relative_to(home.files.resolve()):
                raise zipped.DamagedBackup(f"{name} points outside the files folder.", f"{name} 指向文件夹之外。")
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
