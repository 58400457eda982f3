"""Upgrading: what is behind is brought forward, a backup is made first, and newer data is refused."""

import psycopg
import pytest
from tests.platform.conftest import run_hengku

from hengku.config.embedded.home import Home
from hengku.config.embedded.server import using
from hengku.config.serving.prepare import NewerData, Pending, find_pending

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
