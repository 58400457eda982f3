"""Backup and restore through the command line: what was there comes back, and what was tampered with is found."""

import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from tests.platform.conftest import run_hengku

from hengku.config.embedded.home import Home
from hengku.config.embedded.server import using
from hengku.config.upkeep.archive import DamagedBackup, open_checked
from hengku.config.upkeep.backup import write_backup
from hengku.config.upkeep.restore import NotEmpty, TotalsDiffer, restore_backup
from hengku.config.upkeep.schedule import run_daily_backup

AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


def fill(home: Home) -> None:
    """Facts the app role may not change, a second account set (its schema not migrated yet), and a file."""
    with using(home) as connection, psycopg.connect(connection.owner_dsn) as owner:
        owner.execute("CREATE SCHEMA second")
        owner.execute("CREATE TABLE second.masterdata_trial (name text PRIMARY KEY)")
        columns = "schema_name, label, sandbox, created_at"
        owner.execute(f"INSERT INTO directory_account_set ({columns}) VALUES ('second', '第二账套', false, now())")
        owner.execute("CREATE TABLE main.ledger_trial (id bigint PRIMARY KEY, quantity numeric(20, 6))")
        owner.execute("REVOKE UPDATE, DELETE ON main.ledger_trial FROM hengku_app")
        owner.execute("INSERT INTO main.ledger_trial SELECT number, 1.5 FROM generate_series(1, 3) number")
    (home.files / "main").mkdir(parents=True, exist_ok=True)
    (home.files / "main" / "图片.txt").write_text("一张图片", encoding="utf-8")


@pytest.fixture
def saved(filled_home: Home, tmp_path: Path) -> Path:
    """A backup of an installation with two account sets, a few facts and a file."""
    fill(filled_home)
    file = tmp_path / "backup.zip"
    with using(filled_home) as connection:
        write_backup(file, at=AT, connection=connection, home=filled_home)
    return file


def restore(file: Path, home: Home, *, force: bool = False) -> None:
    with using(home) as connection:
        restore_backup(file, at=AT, connection=connection, home=home, force=force)


def test_the_commands_save_and_bring_back(filled_home: Home, created_home: Home, tmp_path: Path) -> None:
    fill(filled_home)
    file = tmp_path / "backup.zip"
    done = run_hengku(filled_home, "backup", file)
    assert "Saved main, second" in done.stdout, done.stderr
    done = run_hengku(created_home, "restore", file)
    assert "Restored main, second" in done.stdout, done.stderr
    assert "all totals agree" in done.stdout


def test_what_was_saved_comes_back(saved: Path, created_home: Home) -> None:
    restore(saved, created_home)
    with using(created_home) as connection, psycopg.connect(connection.dsn, autocommit=True) as app:
        assert app.execute("SELECT count(*), sum(quantity) FROM main.ledger_trial").fetchone() == (3, Decimal("4.5"))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("UPDATE main.ledger_trial SET quantity = 9")
        app.execute("INSERT INTO main.ledger_trial VALUES (99, 1)")
    assert (created_home.files / "main" / "图片.txt").read_text(encoding="utf-8") == "一张图片"

    with pytest.raises(NotEmpty, match=r"main, second.*--force"):
        restore(saved, created_home)
    restore(saved, created_home, force=True)
    with using(created_home) as connection, psycopg.connect(connection.dsn) as app:
        assert app.execute("SELECT count(*) FROM main.ledger_trial").fetchone() == (3,)
    (kept,) = created_home.backups.glob("hengku-before-restore-*.zip")
    archive, manifest = open_checked(kept)
    archive.close()
    assert manifest.totals["main"]["ledger_trial"] == {"rows": "4", "quantity": "5.5"}


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of a backup with members changed, or left out where `change` gives None."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            content = change(name, before.read(name))
            if content is not None:
                after.writestr(name, content)
    return target


def test_a_changed_backup_is_refused_before_anything_is_touched(
    saved: Path, tmp_path: Path, created_home: Home
) -> None:
    dump = "database/main.dump"
    flipped = rewritten(
        saved, tmp_path / "flipped.zip", lambda name, content: content[::-1] if name == dump else content
    )
    shorter = rewritten(saved, tmp_path / "shorter.zip", lambda name, content: None if name == dump else content)
    for damaged in (flipped, shorter):
        with pytest.raises(DamagedBackup, match=re.escape(dump)):
            restore(damaged, created_home)
    (tmp_path / "text.zip").write_text("no zip at all")
    with pytest.raises(DamagedBackup, match="cannot be read"):
        restore(tmp_path / "text.zip", created_home)
    restore(saved, created_home)


def test_totals_that_do_not_agree_are_named(saved: Path, tmp_path: Path, created_home: Home) -> None:
    """Whoever changes a dump and its digest is still found out by the sums."""

    def one_more(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        manifest = json.loads(content)
        manifest["totals"]["main"]["ledger_trial"]["quantity"] = "5.5"
        return json.dumps(manifest).encode()

    forged = rewritten(saved, tmp_path / "forged.zip", one_more)
    with pytest.raises(TotalsDiffer, match=r"main\.ledger_trial quantity: 5\.5 -> 4\.5"):
        restore(forged, created_home)


def test_an_existing_file_is_not_replaced_by_accident(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "precious.zip"
    file.write_text("precious")
    done = run_hengku(home, "backup", file)
    assert done.returncode == 1
    assert "--force" in done.stderr
    in_chinese = run_hengku(home, "backup", file, HENGKU_LANG="zh_CN.UTF-8")
    assert "已存在" in in_chinese.stderr
    assert file.read_text() == "precious"


def test_the_daily_backup_removes_what_is_superfluous(filled_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HENGKU_HOME", str(filled_home.path))
    for day in range(1, 29):
        (filled_home.backups / f"hengku-daily-202601{day:02}-184000.zip").touch()
    by_hand = filled_home.backups / "mine.zip"
    by_hand.touch()
    with using(filled_home):
        made = run_daily_backup(at=AT)
    names = {path.name for path in filled_home.backups.iterdir()}
    assert {made.name, by_hand.name} <= names
    # Today and the last six days that have one, and the newest of the last four weeks, three of which are among them.
    assert len(names) == 1 + 7 + 1
