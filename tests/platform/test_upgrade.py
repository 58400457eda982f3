"""Upgrading: what is behind is brought forward, a backup is made first, and newer data is refused."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from tests.platform.conftest import run_hengku, run_several

from hengku.config.embedded.home import Home
from hengku.config.embedded.server import using
from hengku.config.serving.prepare import NewerData, Pending, find_pending
from hengku.config.upkeep.archive import open_checked
from hengku.config.upkeep.restore import restore_backup
from hengku.config.upkeep.totals import Totals, differences, totals_of

AT = datetime(2026, 12, 1, tzinfo=UTC)

KNOWN = frozenset({("ledger", "0001"), ("ledger", "0002"), ("sales", "0001")})


def test_what_is_behind_is_found() -> None:
    behind = {
        "public": KNOWN,
        "main": KNOWN,
        "second": KNOWN - {("ledger", "0002")},
        "third": frozenset[tuple[str, str]](),
    }
    assert find_pending(KNOWN, behind) == Pending(public=False, account_sets=("second", "third"), first_time=False)
    assert find_pending(KNOWN, {}) == Pending(public=True, account_sets=(), first_time=True)
    assert not find_pending(KNOWN, {"public": KNOWN, "main": KNOWN})


def test_data_of_a_newer_release_is_refused() -> None:
    newer = KNOWN | {("sales", "0002_new")}
    with pytest.raises(NewerData, match=r"sales\.0002_new"):
        find_pending(KNOWN, {"public": KNOWN, "main": newer})
    strange = KNOWN | {("removed_room", "0001")}
    assert not find_pending(KNOWN, {"public": KNOWN, "main": strange})


def test_an_interrupted_upgrade_goes_on(filled_home: Home) -> None:
    """A migration of one account set is undone by hand, another set has none: as if the upgrade had been killed."""
    with using(filled_home) as connection, psycopg.connect(connection.owner_dsn) as owner:
        owner.execute("DELETE FROM main.django_migrations WHERE app = 'contenttypes' AND name LIKE '0002%'")
        owner.execute("ALTER TABLE main.django_content_type ADD COLUMN name varchar(100)")
        # A set that is in the directory, with a schema and nothing more.
        owner.execute("CREATE SCHEMA third")
        columns = "schema_name, label, sandbox, created_at"
        owner.execute(f"INSERT INTO directory_account_set ({columns}) VALUES ('third', 'third', false, now())")
    done = run_hengku(filled_home, "upgrade")
    assert done.returncode == 0, done.stderr
    assert "Upgrading account set main (1/2)" in done.stderr
    assert "Upgrading account set third (2/2)" in done.stderr
    assert len(list(filled_home.backups.glob("hengku-before-upgrade-*.zip"))) == 1
    with using(filled_home) as connection, psycopg.connect(connection.dsn) as app:
        for schema in ("main", "third"):
            described = app.execute(f"SELECT * FROM {schema}.django_content_type LIMIT 0").description or []
            assert [column.name for column in described] == ["id", "app_label", "model"]


RELEASES = sorted((Path(__file__).parent / "releases").glob("*.zip"))
CHANGED_BY_UPGRADE = {"django_migrations", "django_content_type"}
NUMBER_RULES = "masterdata_number_rule"
"""Kinds of records that are new bring the rule of their numbers."""
RIGHTS = frozenset({"identity_role", "identity_grant", "identity_audit_entry"})
"""Preset roles nobody edited follow the release, and the audit tells of it."""


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_data_of_an_earlier_release_is_upgraded_even_when_killed_half_way(release: Path, created_home: Home) -> None:
    with using(created_home) as connection:
        manifest = restore_backup(release, at=AT, connection=connection, home=created_home, force=False)
        assert manifest.version == release.stem
        with psycopg.connect(connection.owner_dsn) as owner:
            # The last account set can be read, not written: the upgrade comes that far and waits.
            owner.execute("LOCK TABLE second.django_migrations IN SHARE MODE")
            _kill_when_it_reaches(created_home, "Upgrading account set second (2/2)")
        (kept,) = created_home.backups.glob("hengku-before-upgrade-*.zip")
        archive, before = open_checked(kept)
        archive.close()
        assert _figures(before.totals) == _figures(manifest.totals), "the backup was complete before anything changed"

        done = run_hengku(created_home, "upgrade")
        assert done.returncode == 0, done.stderr
        assert "Upgrading account set second (1/1)" in done.stderr, "what is done is not done again"
        with psycopg.connect(connection.owner_dsn) as reader:
            after = {name: totals_of(reader, name) for name in manifest.totals}
        assert list(differences(_figures(manifest.totals), after)) == []
        for name in ("main", "second"):
            assert int(after[name][NUMBER_RULES]["rows"]) >= int(manifest.totals[name][NUMBER_RULES]["rows"])
            for table in RIGHTS:
                assert int(after[name][table]["rows"]) >= int(manifest.totals[name][table]["rows"]), table
        with psycopg.connect(connection.dsn) as app:
            statement = "SELECT count(*) FROM main.identity_grant g JOIN main.identity_role r ON r.id = g.role_id WHERE r.code = %s AND g.resource = %s"
            assert app.execute(statement, ["warehouse_keeper", "packages"]).fetchone() not in (None, (0,))

    backups = len(list(created_home.backups.iterdir()))
    again, checked = run_several(created_home, ["upgrade"], ["check", "--json"])
    assert again[0] == 0
    assert len(list(created_home.backups.iterdir())) == backups, "nothing to do needs no backup"
    assert checked[0] == 0, checked[1]
    results = json.loads(checked[1])
    assert {result["status"] for result in results} <= {"ok", "not_applicable"}
    assert sum(result["rows"] for result in results if result["status"] == "ok") > 5_000


def _figures(totals: Mapping[str, Totals]) -> dict[str, Totals]:
    return {
        schema: {
            table: figures
            for table, figures in tables.items()
            if table not in {*CHANGED_BY_UPGRADE, *RIGHTS, NUMBER_RULES}
        }
        for schema, tables in totals.items()
    }


def _kill_when_it_reaches(home: Home, words: str) -> None:
    """Start the upgrade and kill -9 all of it as soon as it says `words`."""
    upgrade = subprocess.Popen(
        [sys.executable, "-m", "hengku", "upgrade"],
        env=os.environ | {"HENGKU_HOME": str(home.path)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert upgrade.stderr is not None
    with upgrade.stderr as said:
        heard = next((line for line in said if words in line), None)
    os.killpg(upgrade.pid, signal.SIGKILL)
    upgrade.wait()
    assert heard is not None, "the upgrade never came that far"
