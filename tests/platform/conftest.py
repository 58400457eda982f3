"""Installations to start, kill and restore: each test gets a home of its own and an environment that names no database."""

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

import psutil
import pytest

from hengku.config import testing
from hengku.config.embedded.cluster import EXTRA_SETTINGS_FILE
from hengku.config.embedded.connection import Running
from hengku.config.embedded.home import Home
from hengku.config.embedded.server import ensure_running, stop, using
from hengku.config.upkeep.backup import write_backup
from hengku.config.upkeep.restore import restore_backup

DATABASE_VARIABLES = ("HENGKU_DSN", "HENGKU_OWNER_DSN", "DATABASE_URL", "DATABASE_OWNER_URL", "HENGKU_DATABASE_ROLE")


@pytest.fixture(autouse=True)
def _no_database_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in DATABASE_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HENGKU_LANG", "en")


@pytest.fixture
def make_home() -> Iterator[Callable[[], Home]]:
    """Makes homes; whatever runs in them is stopped at the end."""
    with _homes() as make:
        yield make


@contextmanager
def _homes() -> Iterator[Callable[[], Home]]:
    """Under /tmp and not in pytest's folder, which is closed to other accounts."""
    made: list[Home] = []

    def make() -> Home:
        folder = Path(tempfile.mkdtemp(prefix="hengku-platform-"))
        folder.chmod(0o755)
        made.append(Home(folder / "home"))
        return made[-1]

    yield make
    for home in made:
        if home.run.exists():
            stop(home)
        shutil.rmtree(home.path.parent)


@pytest.fixture(scope="module")
def running_home() -> Iterator[Home]:
    """A home whose server runs, shared by tests that only look."""
    with _homes() as make:
        home = make()
        ensure_running(home)
        yield home


@pytest.fixture(scope="session")
def prepared_home(bare_home: Home) -> Iterator[Home]:
    """A stopped home with the account set `main`, restored from the tests' template; tests work on copies of it."""
    name = f"{testing.database_name()}_platform"
    testing.clone_template(name)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    with _homes() as make:
        file = make().path.parent / "template.zip"
        write_backup(file, at=at, connection=testing.server().to_database(name), home=make())
        home = _copied(bare_home, make())
        # No longer than this: the fixture lives as long as the session, and other tests need the variables.
        with pytest.MonkeyPatch.context() as environment:
            for variable in DATABASE_VARIABLES:
                environment.delenv(variable, raising=False)
            with using(home) as connection:
                restore_backup(file, at=at, connection=connection, home=home, force=False)
        yield home
    testing.drop_database(name)


@pytest.fixture(scope="session")
def bare_home() -> Iterator[Home]:
    """A stopped home whose database was created and is empty; copying it is faster than creating."""
    with _homes() as make:
        home = make()
        ensure_running(home)
        stop(home)
        yield home


@pytest.fixture
def filled_home(prepared_home: Home, make_home: Callable[[], Home]) -> Iterator[Home]:
    """A copy of the prepared home, to do with as one likes. The shape of an account set that the first one wrote down serves
    the later ones too, as it does any installation."""
    home = _copied(prepared_home, make_home())
    yield home
    for shape in home.run.glob("account-set-*.sql"):
        shutil.copy(shape, prepared_home.run)


@pytest.fixture
def created_home(bare_home: Home, make_home: Callable[[], Home]) -> Home:
    """A copy of the bare home, to do with as one likes."""
    return _copied(bare_home, make_home())


def _copied(source: Home, target: Home) -> Home:
    subprocess.run(["cp", "-a", str(source.path), str(target.path)], check=True)
    (target.run / "port").unlink()
    # Waiting for the disk proves nothing here; the test that kills the server turns it on again.
    extra = target.data / EXTRA_SETTINGS_FILE
    extra.write_text("fsync = off\n")
    extra.chmod(0o644)
    return target


@pytest.fixture
def home(make_home: Callable[[], Home]) -> Home:
    return make_home()


def run_hengku(home: Home, *words: str | Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run the command in a home: `run_hengku(home, "backup", file)`."""
    return subprocess.run(
        [sys.executable, "-m", "hengku", *map(str, words)],
        env=os.environ | {"HENGKU_HOME": str(home.path)} | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


_SEVERAL = """
import contextlib, io, json, sys
from hengku.config.cli import main
answers = []
for words in json.loads(sys.argv[1]):
    said, code = io.StringIO(), 0
    sys.argv = ["hengku", *words]
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
            print(end.code if isinstance(end.code, str) else "", end="")
    answers.append([code or 0, said.getvalue()])
print(json.dumps(answers))
"""


def run_several(home: Home, *commands: list[str]) -> list[tuple[int, str]]:
    """Run several commands one after another in one process, which loads Django once; (exit code, what it said) each."""
    with using(home):
        done = subprocess.run(
            [sys.executable, "-c", _SEVERAL, json.dumps(commands)],
            env=os.environ | {"HENGKU_HOME": str(home.path)},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
    return [(int(code), str(said)) for code, said in json.loads(done.stdout.splitlines()[-1])]


def kill_database(home: Home) -> None:
    """kill -9 for the server and everything it started."""
    running = Running.read(home.connection_file)
    assert running is not None
    postmaster = psutil.Process(running.postmaster_pid)
    for process in [postmaster, *postmaster.children(recursive=True)]:
        process.kill()


def in_another_process(task: Callable[..., None], *arguments: object) -> BaseProcess:
    """Start `task` in a fork of this process."""
    process = multiprocessing.get_context("fork").Process(target=task, args=arguments)
    process.start()
    return process
