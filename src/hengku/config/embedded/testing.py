"""A throw-away server for tests: one per user and checkout, reused between runs, not safe against power loss."""

import getpass
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from hengku.config.embedded.binaries import Binaries, find_binaries
from hengku.config.embedded.connection import Connection
from hengku.config.embedded.errors import StartFailed, WrongMajor
from hengku.config.embedded.home import Home
from hengku.config.embedded.server import ensure_running, stop

LAYOUT = 2
"""Raised when servers must be made differently, so that none made before is used."""


def throwaway_home(binaries: Binaries | None = None) -> Home:
    """Where the throw-away server of this user, checkout and PostgreSQL version lives."""
    version = (binaries or find_binaries()).version
    return Home(Path(tempfile.gettempdir()) / f"{_prefix()}{version}")


def _prefix() -> str:
    digest = hashlib.sha256(os.fsencode(Path(__file__).resolve())).hexdigest()[:10]
    return f"hengku-test-{getpass.getuser()}-{digest}-{LAYOUT}-"


def throwaway(binaries: Binaries | None = None) -> Connection:
    """The throw-away server's two ways in, starting it when it does not run; it is left running for the next time."""
    home = throwaway_home(binaries)
    try:
        return ensure_running(home, binaries=binaries, durable=False).connection()
    except (StartFailed, WrongMajor, FileNotFoundError):
        # Nothing here is worth keeping: a folder half removed by a cleaner of /tmp is made anew.
        stop(home)
        shutil.rmtree(home.path)
        return ensure_running(home, binaries=binaries, durable=False).connection()


def test_connection() -> Connection:
    """`throwaway` with the programs the product brings along."""
    return throwaway()


def test_server() -> str:
    """The owner's DSN of the throw-away server (may create databases)."""
    return throwaway().owner_dsn


def stop_all() -> None:
    """Stop this checkout's throw-away servers of every version and remove what they held."""
    for folder in throwaway_home().path.parent.glob(f"{_prefix()}*"):
        stop(Home(folder))
        shutil.rmtree(folder)


# These names begin with test_ for their readers; pytest must not collect them where they are imported.
for _function in (test_connection, test_server):
    setattr(_function, "__test__", False)  # noqa: B010 - a function has no such attribute until it is set
