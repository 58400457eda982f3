"""The outermost transaction of a command that posts: deadlocks, serialisation failures and lock time-outs are tried again.

Locks are taken in one order, so these are rare; when they happen nobody should see them. Only when the database stays busy
does the command end, with a refusal that says so.
"""

import random
import time
from collections.abc import Callable
from typing import TypeVar
from weakref import WeakSet

import psycopg
from django.db import DatabaseError, connection, transaction

from hengku.kernel import sql
from hengku.kernel.errors import refuse

Result = TypeVar("Result")

RETRYABLE = frozenset({"40P01", "40001", "55P03"})
"""deadlock_detected, serialization_failure, lock_not_available."""
ATTEMPTS = 8
LOCK_TIMEOUT = "5s"
FIRST_PAUSE_SECONDS = 0.02

_settled: "WeakSet[object]" = WeakSet()


def _settle_connection() -> None:
    """Once per connection: no statement waits longer than LOCK_TIMEOUT for a lock, and prepared statements keep one plan (they are
    index look-ups by construction; planning them anew at every call would cost as much as running them)."""
    connection.ensure_connection()
    raw = connection.connection
    if raw not in _settled:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('lock_timeout', %s, false), set_config('plan_cache_mode', 'force_generic_plan', false)",
                [LOCK_TIMEOUT],
            )
        _settled.add(raw)


def sqlstate_of(error: BaseException) -> str | None:
    """SQLSTATE of a database error, however it is wrapped."""
    seen: BaseException | None = error
    while seen is not None:
        state = getattr(seen, "sqlstate", None)
        if isinstance(state, str):
            return state
        seen = seen.__cause__
    return None


def run_posting(command: Callable[[], Result]) -> Result:
    """Run `command` in one transaction, again after a lost race (up to ATTEMPTS times, with growing random pauses).

    Inside an open transaction it just runs: only the outermost boundary can start over. Refuses busy (503).
    """
    if connection.in_atomic_block:
        with sql.gathering(connection, commit=False):
            return command()
    for attempt in range(ATTEMPTS):
        try:
            _settle_connection()
            with transaction.atomic(), sql.gathering(connection, commit=True):
                return command()
        except (DatabaseError, psycopg.Error) as error:
            if sqlstate_of(error) not in RETRYABLE:
                raise
            pause = FIRST_PAUSE_SECONDS * 2**attempt
            time.sleep(random.uniform(pause / 2, pause))  # noqa: S311 (jitter, not a secret)
    raise refuse("busy", status=503)
