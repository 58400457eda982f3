"""What every command that works inside an account set needs: database up, schema right, Django ready, an act."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

import hengku
from hengku.config.embedded.connection import Connection
from hengku.config.embedded.home import Home, resolve_home
from hengku.config.embedded.server import using
from hengku.config.serving.start import prepare_database
from hengku.config.words import LANGUAGE_VARIABLE, say
from hengku.kernel.texts import Language, speak

if TYPE_CHECKING:
    from hengku.identity.types import Act

Role = Literal["app", "owner"]
Function = TypeVar("Function", bound=Callable[..., Any])


def account_set_option(function: Function) -> Function:
    """Add `--account-set NAME` (argument `account_set`)."""
    decorate = click.option("--account-set", default="main", show_default=True, help="Which account set. 账套")
    return decorate(function)


def language_option(function: Function) -> Function:
    """Add `--lang zh-CN|en`: the language of what the command says and writes, for this run."""
    decorate = click.option(
        "--lang",
        type=click.Choice(["zh-CN", "en"]),
        expose_value=False,
        is_eager=True,
        callback=_speak,
        help="Language of the output; else HENGKU_LANG or LANG, else Chinese. 输出语言",
    )
    return decorate(function)


def _speak(context: click.Context, option: click.Parameter, value: Language | None) -> None:
    del context, option
    if value is not None:
        os.environ[LANGUAGE_VARIABLE] = value
        speak(value)


@contextmanager
def database_ready(*, role: Role = "app") -> Iterator[Connection]:
    """Database running and migrated, Django set up in this role; the last command to leave stops an embedded server."""
    home = resolve_home()
    with using(home) as connection:
        _prepare_once(home, connection)
        before = dict(os.environ)
        os.environ.update(connection.environment())
        os.environ["HENGKU_DATABASE_ROLE"] = role
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hengku.config.settings")
        import django
        from django.db import connections

        django.setup()
        try:
            yield connection
        finally:
            connections.close_all()
            # The address holds for as long as the server runs, which may stop now.
            os.environ.clear()
            os.environ.update(before)


@contextmanager
def opened(account_set: str, *, role: Role = "app") -> Iterator["Act"]:
    """`database_ready`, inside an account set; gives the act of the command line (the system itself, now)."""
    with database_ready(role=role):
        from hengku.config.directory.operations import enter, live_names

        names = live_names()
        if account_set not in names:
            known = ", ".join(names)
            raise click.ClickException(
                say(f"No account set {account_set}; there are: {known}", f"没有账套 {account_set}，现有：{known}")
            )
        from hengku.identity.queries import epoch

        with enter(account_set):
            epoch.refresh()
            yield system_act()


def system_act() -> "Act":
    """An act of the command line: whoever can start it may do everything."""
    from hengku.identity.types import SYSTEM, Act

    return Act(viewer=SYSTEM, at=datetime.now(UTC), address="cli")


def _prepare_once(home: Home, connection: Connection) -> None:
    """Migrate unless this release has prepared this very database before: most commands need not wait for that."""
    stamp = home.run / "prepared"
    wanted = _release_digest(connection)
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    prepare_database(connection)
    stamp.write_text(wanted, encoding="ascii")


def forget_prepared(home: Home) -> None:
    """The database was replaced: look at it again next time."""
    (home.run / "prepared").unlink(missing_ok=True)


def _release_digest(connection: Connection) -> str:
    package = Path(hengku.__file__).parent
    migrations = sorted(str(path.relative_to(package)) for path in package.glob("**/migrations/*.py"))
    # Our own server goes with the home the note lies in, wherever that is moved.
    database = "embedded" if connection.source == "embedded" else connection.owner_dsn
    text = "\n".join([hengku.__version__, database, *migrations])
    return hashlib.sha256(text.encode()).hexdigest()
