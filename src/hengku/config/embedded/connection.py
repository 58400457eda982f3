"""How to reach the database: from the environment, or from what a running embedded server left in its home."""

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import psutil
import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from hengku.config.embedded.errors import NotRunning, Unreachable, WrongMajor
from hengku.config.embedded.home import Home, resolve_home
from hengku.config.embedded.secrets import write_private

DSN_VARIABLE = "HENGKU_DSN"
OWNER_DSN_VARIABLE = "HENGKU_OWNER_DSN"
URL_VARIABLE = "DATABASE_URL"
OWNER_URL_VARIABLE = "DATABASE_OWNER_URL"
MAJOR_MIN = 16
CONNECT_TIMEOUT_S = 10


@dataclass(frozen=True)
class Connection:
    """Two ways into one database: `dsn` serves (cannot change facts), `owner_dsn` makes schema.

    They are equal when the user gave a single one. `source` is `environment` or `embedded`.
    """

    dsn: str
    owner_dsn: str
    source: str

    @property
    def single_role(self) -> bool:
        """Whether serving and schema work share one role, so that triggers alone guard the facts."""
        return self.dsn == self.owner_dsn

    def to_database(self, name: str) -> Self:
        """The same server and roles, another database."""
        return replace(self, dsn=in_database(self.dsn, name), owner_dsn=in_database(self.owner_dsn, name))

    def environment(self) -> dict[str, str]:
        """Variables that hand this connection to a child process."""
        return {DSN_VARIABLE: self.dsn, OWNER_DSN_VARIABLE: self.owner_dsn}


@dataclass(frozen=True)
class Running:
    """What a started embedded server leaves in its home."""

    postmaster_pid: int
    host: str
    port: int
    version: str
    dsn: str
    owner_dsn: str
    super_dsn: str

    def connection(self) -> Connection:
        return Connection(dsn=self.dsn, owner_dsn=self.owner_dsn, source="embedded")

    def save(self, path: Path) -> None:
        write_private(path, json.dumps(asdict(self), indent=1))

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """The server noted in the file if its process still lives; stale notes count as none."""
        try:
            noted = cls(**json.loads(path.read_text(encoding="utf-8")))
            process = psutil.Process(noted.postmaster_pid)
            alive = process.status() != psutil.STATUS_ZOMBIE and "postgres" in process.name()
        except (OSError, ValueError, TypeError, psutil.NoSuchProcess):
            return None
        return noted if alive else None


def url(*, user: str, password: str, host: str, port: int, database: str) -> str:
    """A connection URL; `host` may be a socket folder."""
    return f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@{quote(host, safe='')}:{port}/{database}"


def in_database(dsn: str, name: str) -> str:
    """The DSN with another database name."""
    return make_conninfo(dsn, dbname=name)


def django_database(dsn: str) -> dict[str, Any]:
    """The DSN as the keys Django's DATABASES wants; parameters beyond the five go to OPTIONS."""
    parts = conninfo_to_dict(dsn)
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options = {key: value for key, value in parts.items() if key not in known and value is not None}
    settings: dict[str, Any] = {target: str(parts.get(source) or "") for source, target in known.items()}
    return settings | ({"OPTIONS": options} if options else {})


def _from_environment() -> Connection | None:
    dsn = os.environ.get(DSN_VARIABLE) or os.environ.get(URL_VARIABLE)
    if not dsn:
        return None
    owner = os.environ.get(OWNER_DSN_VARIABLE) or os.environ.get(OWNER_URL_VARIABLE) or dsn
    return Connection(dsn=dsn, owner_dsn=owner, source="environment")


def resolve(home: Home | None = None) -> Connection:
    """How to reach the database now; starts nothing. Raises NotRunning when no server of the home runs."""
    if (given := _from_environment()) is not None:
        return given
    home = home or resolve_home()
    running = Running.read(home.connection_file)
    if running is None:
        raise NotRunning(
            f"No database is running for {home.path}. Start the product with `hengku serve`, or set DATABASE_URL.",
            f"{home.path} 的数据库没有运行。请用 hengku serve 启动，或设置 DATABASE_URL。",
        )
    return running.connection()


def external() -> Connection | None:
    """The database named by the environment, checked to answer and to be new enough; None when none is named.

    Raises Unreachable or WrongMajor.
    """
    given = _from_environment()
    if given is None:
        return None
    try:
        with psycopg.connect(given.owner_dsn, connect_timeout=CONNECT_TIMEOUT_S) as connection:
            version = connection.info.server_version
    except psycopg.OperationalError as error:
        raise Unreachable(
            f"The database named by DATABASE_URL does not answer: {error}. Check address, user and password.",
            f"DATABASE_URL 指向的数据库连接不上：{error}。请检查地址、用户名和密码。",
        ) from error
    major = version // 10000
    if major < MAJOR_MIN:
        raise WrongMajor(
            f"DATABASE_URL points at PostgreSQL {major}; HengKu needs {MAJOR_MIN} or newer. Upgrade that server, "
            "or unset DATABASE_URL to use the built-in one.",
            f"DATABASE_URL 指向 PostgreSQL {major}，衡库需要 {MAJOR_MIN} 或更高。请升级该服务器，"
            "或去掉 DATABASE_URL 使用内置数据库。",
        )
    return given
