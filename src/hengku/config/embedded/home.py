"""The one folder that holds everything of an installation: database, uploaded files, backups, logs."""

import hashlib
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from hengku.config.embedded.account import Account, blocked_at, database_account

HOME_VARIABLE = "HENGKU_HOME"
SYSTEM_HOME = Path("/var/lib/hengku")
# A socket's whole path may be 107 bytes on Linux and 103 on macOS; the server adds `/.s.PGSQL.65535`.
SOCKET_FOLDER_BYTES_MAX = 85


@dataclass(frozen=True)
class Home:
    """Paths of one installation."""

    path: Path

    @property
    def data(self) -> Path:
        """The PostgreSQL data folder."""
        return self.path / "postgres"

    @property
    def run(self) -> Path:
        """Locks, the connection file and other things of the running moment."""
        return self.path / "run"

    @property
    def files(self) -> Path:
        """Uploaded files."""
        return self.path / "files"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def secrets_file(self) -> Path:
        return self.path / "secrets.json"

    @property
    def connection_file(self) -> Path:
        return self.run / "connection.json"

    @property
    def sockets(self) -> Path:
        """Where the server's unix socket lies: in the home, or under /tmp when that path would be too long."""
        inside = self.run / "sockets"
        if len(os.fsencode(inside)) <= SOCKET_FOLDER_BYTES_MAX:
            return inside
        digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"hengku-{digest}"


def resolve_home() -> Home:
    """HENGKU_HOME, else the user's data folder; for root the system folder where the own one is closed to others."""
    if chosen := os.environ.get(HOME_VARIABLE):
        return Home(Path(chosen).expanduser().absolute())
    default = Path(platformdirs.user_data_dir("hengku", appauthor=False)).absolute()
    if sys.platform != "win32" and os.geteuid() == 0 and blocked_at(default, database_account(default)) is not None:
        return Home(SYSTEM_HOME)
    return Home(default)


def prepare(home: Home, account: Account) -> None:
    """Create the folders; private to this user except for the way to the database account's own parts."""
    open_to_account = 0o711 if account.uid is not None else 0o700
    for folder, mode in (
        (home.path, open_to_account),
        (home.run, open_to_account),
        (home.run / "users", 0o700),
        (home.files, 0o700),
        (home.backups, 0o700),
        (home.logs, 0o700),
    ):
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(mode)
        elif mode == open_to_account and mode & ~folder.stat().st_mode:
            # Made while a database of the user's own was in use, which no other account had to reach.
            folder.chmod(folder.stat().st_mode | mode)
    home.sockets.mkdir(mode=0o700, exist_ok=True)
    account.own(home.sockets)
