"""Bringing the database to this release's shape: own process, owner role, safe to run again and by several at once."""

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from hengku.config.embedded.cluster import grant_to_app
from hengku.config.embedded.connection import resolve
from hengku.config.embedded.errors import DatabaseError
from hengku.config.words import say

LOCK = 0x48454E47
"""Advisory lock: several machines starting at once migrate one after another."""
FIRST_ACCOUNT_SET = "main"
FIRST_LABEL = "主账套"

Shape = frozenset[tuple[str, str]]
"""Applied or known migrations, as (application, name)."""


class NewerData(DatabaseError):
    """The database was written by a newer release; this one does not know its tables."""


@dataclass(frozen=True)
class Pending:
    """What has to be migrated, public first."""

    public: bool
    account_sets: tuple[str, ...]
    first_time: bool

    def __bool__(self) -> bool:
        return self.public or bool(self.account_sets) or self.first_time


def known_shape() -> Shape:
    """All migrations of this release."""
    from django.db.migrations.loader import MigrationLoader

    return frozenset(MigrationLoader(None).disk_migrations)


def applied_shapes() -> Mapping[str, Shape]:
    """Schema -> migrations applied there, for public and every account set, archived ones too."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.django_migrations'), to_regclass('public.directory_account_set')")
        migrated, directory = cursor.fetchone()
        schemas = ["public"] if migrated else []
        if directory:
            cursor.execute("SELECT schema_name FROM public.directory_account_set ORDER BY id")
            schemas += [row[0] for row in cursor.fetchall()]
        shapes = {}
        for schema in schemas:
            cursor.execute("SELECT to_regclass(%s)", [f'"{schema}".django_migrations'])
            rows: list[tuple[str, str]] = []
            if cursor.fetchone()[0]:
                cursor.execute(f'SELECT app, name FROM "{schema}".django_migrations')  # noqa: S608 - names we made
                rows = cursor.fetchall()
            shapes[schema] = frozenset((app, name) for app, name in rows)
    return shapes


def find_pending(known: Shape, applied: Mapping[str, Shape]) -> Pending:
    """Compare. Raises NewerData when something applied is unknown to this release."""
    ours = {app for app, _ in known}
    for schema, shape in applied.items():
        unknown = sorted(f"{app}.{name}" for app, name in shape - known if app in ours)
        if unknown:
            raise NewerData(
                f"The data in `{schema}` was written by a newer HengKu ({unknown[-1]}). Nothing was changed. "
                "Install that release again, or restore a backup made by this one.",
                f"账套 {schema} 的数据由更新版本的衡库写入（{unknown[-1]}）。数据没有改动。"
                "请重新安装那个版本，或恢复本版本做的备份。",
            )
    return Pending(
        public=not known <= applied.get("public", frozenset()),
        account_sets=tuple(name for name, shape in applied.items() if name != "public" and not known <= shape),
        first_time=not any(name != "public" for name in applied),
    )


def prepare(*, at: datetime, tell: Callable[[str], None], back_up: Callable[[datetime], Path]) -> Pending:
    """Migrate what is behind, making the first account set if there is none. Needs the owner role.

    `back_up` is called before account sets with data in them are changed. A crash half way is harmless: every migration
    is one transaction, and the next run goes on where this one stopped. Raises NewerData.
    """
    with psycopg.connect(resolve().owner_dsn, autocommit=True) as guard:
        guard.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        applied = applied_shapes()
        pending = find_pending(known_shape(), applied)
        if any(applied[name] for name in pending.account_sets):
            kept = back_up(at)
            tell(say(f"Backed up to {kept} before the upgrade.", f"升级前已备份到 {kept}。"))
        _migrate(pending, guard, at, tell)
        _follow_release(at)
    return pending


def _migrate(pending: Pending, guard: psycopg.Connection, at: datetime, tell: Callable[[str], None]) -> None:
    from django.core.management import call_command

    from hengku.config.directory.operations import create_account_set

    if pending.public:
        tell(say("Preparing the database…", "正在准备数据库…"))
        _let_app_role_work(guard)
        call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
    for number, name in enumerate(pending.account_sets, start=1):
        progress = f"{number}/{len(pending.account_sets)}"
        tell(say(f"Upgrading account set {name} ({progress})…", f"正在升级账套 {name}（{progress}）…"))
        call_command("migrate_schemas", schema_name=name, interactive=False, verbosity=0)
    if pending.first_time:
        tell(say("Creating the first account set…", "正在创建第一个账套…"))
        create_account_set(name=FIRST_ACCOUNT_SET, label=FIRST_LABEL, at=at)


def _follow_release(at: datetime) -> None:
    """Preset roles get what this release gives them, in every account set; without migrations there may be news, too."""
    from hengku.config.directory.operations import enter, live_names
    from hengku.identity.operations.presets import follow_release
    from hengku.identity.types import SYSTEM, Act

    for name in live_names():
        with enter(name):
            follow_release(act=Act(viewer=SYSTEM, at=at))


def _let_app_role_work(guard: psycopg.Connection) -> None:
    """Where the user gave two roles of their own, let the serving one use what the other will make."""
    connection = resolve()
    if connection.source == "environment" and not connection.single_role:
        owner, app = (str(conninfo_to_dict(dsn)["user"]) for dsn in (connection.owner_dsn, connection.dsn))
        grant_to_app(guard, owner=owner, app=app)


def main() -> None:
    """Prepare, then say on standard output, as JSON, what the starter has to tell the user."""
    os.environ["HENGKU_DATABASE_ROLE"] = "owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hengku.config.settings")
    import django

    django.setup()
    from hengku.config.directory.operations import enter, live_names
    from hengku.config.upkeep.backup import back_up_before_upgrade
    from hengku.identity.operations.accounts import is_set_up, issue_setup_token
    from hengku.identity.types import SYSTEM, Act

    at = datetime.now(UTC)
    try:
        prepare(at=at, tell=lambda text: print(text, file=sys.stderr, flush=True), back_up=back_up_before_upgrade)
    except DatabaseError as error:
        sys.exit(str(error))
    token = None
    if "--token" in sys.argv and FIRST_ACCOUNT_SET in live_names():
        with enter(FIRST_ACCOUNT_SET):
            token = None if is_set_up() else issue_setup_token(act=Act(viewer=SYSTEM, at=at))
    print(json.dumps({"setup_token": token}))


if __name__ == "__main__":
    main()
