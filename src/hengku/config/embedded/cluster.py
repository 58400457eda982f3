"""Creating a data folder, writing its settings, and the roles and database inside."""

import locale
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from hengku.config.embedded.account import Account
from hengku.config.embedded.binaries import Binaries
from hengku.config.embedded.errors import DiskFull, StartFailed, WrongMajor
from hengku.config.embedded.home import Home
from hengku.config.embedded.secrets import Secrets
from hengku.config.embedded.tuning import MB, machine_memory, settings_for

SUPER_ROLE = "hengku_super"
OWNER_ROLE = "hengku_owner"
APP_ROLE = "hengku_app"
DATABASE = "hengku"
SETTINGS_FILE = "hengku.conf"
EXTRA_SETTINGS_FILE = "postgresql.extra.conf"
FREE_BYTES_MIN = 200 * MB
BUILTIN_LOCALE_MAJOR = 17
UTF8_LOCALE = "C.UTF-8"


def require_room(home: Home) -> None:
    """Raises DiskFull when so little is free that the server would stop in the middle of work."""
    free = shutil.disk_usage(home.path).free
    if free < FREE_BYTES_MIN:
        raise DiskFull(
            f"Only {free // MB} MB are free on the disk of {home.path}; {FREE_BYTES_MIN // MB} MB are needed to start. "
            "Nothing was changed. Free some room (old files in backups/ are a candidate) and start again.",
            f"{home.path} 所在磁盘只剩 {free // MB} MB，启动至少需要 {FREE_BYTES_MIN // MB} MB。数据没有改动。"
            "请腾出空间（例如 backups/ 里的旧备份）后再启动。",
        )


def require_major(home: Home, binaries: Binaries) -> None:
    """Raises WrongMajor when the data folder was made by another major version."""
    made_by = int((home.data / "PG_VERSION").read_text(encoding="ascii"))
    if made_by == binaries.major:
        return
    if made_by > binaries.major:
        raise WrongMajor(
            f"{home.data} was made by PostgreSQL {made_by}, newer than the {binaries.major} this HengKu brings. "
            "Nothing was changed. Use the newer HengKu release that made it; or, with that release, run "
            "`hengku backup FILE` and restore the file here into an empty HENGKU_HOME.",
            f"{home.data} 由 PostgreSQL {made_by} 创建，比本版衡库自带的 {binaries.major} 新。数据没有改动。"
            "请使用创建它的较新版本；或用那个版本执行 hengku backup 文件，再在空的 HENGKU_HOME 里恢复。",
        )
    raise WrongMajor(
        f"{home.data} was made by PostgreSQL {made_by}; this HengKu brings {binaries.major}. Nothing was changed. "
        "With the HengKu release that made it run `hengku backup FILE`, then with this one set HENGKU_HOME to an "
        "empty folder and run `hengku restore FILE`.",
        f"{home.data} 由 PostgreSQL {made_by} 创建，本版衡库自带 {binaries.major}。数据没有改动。"
        "请用创建它的版本执行 hengku backup 文件，再用本版把 HENGKU_HOME 设为空文件夹并执行 hengku restore 文件。",
    )


def create(home: Home, binaries: Binaries, account: Account, secrets: Secrets) -> None:
    """Make the data folder. A crash half way leaves none: it is made beside and renamed."""
    workshop = home.run / "making"
    shutil.rmtree(workshop, ignore_errors=True)
    workshop.mkdir(mode=0o700)
    account.own(workshop)
    fresh = workshop / "postgres"
    with tempfile.NamedTemporaryFile("w", dir=workshop, suffix=".password", encoding="utf-8") as password:
        password.write(secrets.super_password)
        password.flush()
        account.own(Path(password.name))
        command = [str(binaries.program("initdb")), "-D", str(fresh), "-U", SUPER_ROLE, f"--pwfile={password.name}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", *_locale(binaries)]
        made = subprocess.run(
            command, capture_output=True, text=True, cwd=workshop, check=False, **account.for_subprocess()
        )
    if made.returncode != 0:
        said = (made.stderr or made.stdout).strip()
        if "No space left" in said:
            require_room(home)
        raise StartFailed(f"The database could not be created: {said}", f"无法创建数据库：{said}")
    with (fresh / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(f"\ninclude = '{SETTINGS_FILE}'\ninclude_if_exists = '{EXTRA_SETTINGS_FILE}'\n")
    fresh.rename(home.data)
    shutil.rmtree(workshop)


def _locale(binaries: Binaries) -> list[str]:
    # What is a letter still comes from the system's library: with plain C, trigrams of Chinese would be empty.
    words = ["--locale=C", f"--lc-ctype={UTF8_LOCALE if _system_knows(UTF8_LOCALE) else 'C'}"]
    if binaries.major >= BUILTIN_LOCALE_MAJOR:
        words += ["--locale-provider=builtin", f"--builtin-locale={UTF8_LOCALE}"]
    return words


def _system_knows(name: str) -> bool:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    locale.setlocale(locale.LC_CTYPE, before)
    return True


def write_settings(home: Home, account: Account, *, port: int, durable: bool) -> None:
    """Write the settings of this start; a user's own go to postgresql.extra.conf beside them and win."""
    chosen = settings_for(machine_memory(), durable=durable) | {"port": str(port), "listen_addresses": "'127.0.0.1'"}
    if sys.platform != "win32":
        chosen |= {"unix_socket_directories": f"'{home.sockets}'", "unix_socket_permissions": "0700"}
    target = home.data / SETTINGS_FILE
    text = "".join(f"{name} = {value}\n" for name, value in chosen.items())
    target.write_text(f"# Written at every start; put your own settings into {EXTRA_SETTINGS_FILE}.\n{text}")
    target.chmod(0o600)
    account.own(target)


def bootstrap(super_dsn: str, template_dsn: str, database_dsn: str, secrets: Secrets) -> None:
    """Make roles and database if they are missing; safe to repeat, since a crash may fall in between."""
    with psycopg.connect(super_dsn, autocommit=True) as connection:
        _role(connection, OWNER_ROLE, secrets.owner_password, sql.SQL("CREATEDB"))
        _role(connection, APP_ROLE, secrets.app_password, sql.SQL("NOCREATEDB"))
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is None:
            # New databases (tests make some) are copies of template1: what the app role may do is said there once.
            with psycopg.connect(template_dsn) as template:
                grant_to_app(template, owner=OWNER_ROLE, app=APP_ROLE)
            statement = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)))
    with psycopg.connect(database_dsn) as connection:
        grant_to_app(connection, owner=OWNER_ROLE, app=APP_ROLE)


def _role(connection: psycopg.Connection, name: str, password: str, powers: sql.SQL) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb = sql.SQL("ALTER" if known else "CREATE")
    statement = sql.SQL("{} ROLE {} LOGIN NOSUPERUSER {} PASSWORD {}")
    connection.execute(statement.format(verb, sql.Identifier(name), powers, sql.Literal(password)))


def grant_to_app(connection: psycopg.Connection, *, owner: str, app: str) -> None:
    """Whatever `owner` makes from now on, `app` may read and write; facts take part of that back in migrations."""
    for what in (
        "USAGE ON SCHEMAS",
        "SELECT, INSERT, UPDATE, DELETE ON TABLES",
        "USAGE, SELECT ON SEQUENCES",
    ):
        statement = sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} GRANT " + what + " TO {}")
        connection.execute(statement.format(sql.Identifier(owner), sql.Identifier(app)))
