"""The outbox consumer process: hands what was posted to those who registered for it, set-wise, per account set."""

import gc
import logging
import os
import threading
from collections.abc import Iterable

import psycopg

from hengku.config.embedded.connection import resolve
from hengku.config.serving.child import stop_with_parent

CHANNEL = "hengku_outbox"
POLL_S = 1.0
PAUSE_AFTER_ERROR_S = 2.0
log = logging.getLogger(__name__)


def main() -> None:
    """Drain every account set's outbox whenever somebody notifies us, and every second regardless."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hengku.config.settings")
    import django

    django.setup()
    from django.db import DatabaseError

    from hengku.config.wiring import drains

    drains()
    gc.freeze()  # what was loaded stays: looking through it for garbage costs more than a batch of vouchers
    stopping = threading.Event()
    stop_with_parent(stopping.set)
    while not stopping.is_set():
        try:
            with psycopg.connect(resolve().dsn, autocommit=True) as listener:
                listener.execute(f"LISTEN {CHANNEL}")
                _consume(listener, stopping)
        except (psycopg.Error, DatabaseError):
            log.exception("The database went away; trying again")
            stopping.wait(PAUSE_AFTER_ERROR_S)


def _consume(listener: psycopg.Connection, stopping: threading.Event) -> None:
    from hengku.config.directory.operations import forget, live_names

    while not stopping.is_set():
        forget()
        _drain(live_names(), stopping)
        # One wake-up stands for all that arrived while we worked: what they announce is read in the next round.
        for _ in listener.notifies(timeout=POLL_S, stop_after=1):
            pass


def _drain(names: Iterable[str], stopping: threading.Event) -> None:
    """Empty the outboxes of these account sets; a consumer that fails is reported and tried again next round, so that the
    others go on. What is not listed here is a broken program: the process ends and the supervisor starts it anew."""
    from django import db

    from hengku.config.directory.operations import enter
    from hengku.config.wiring import drains
    from hengku.kernel.errors import Refused

    for name in names:
        with enter(name):
            for drain in drains():
                try:
                    while not stopping.is_set() and drain():
                        pass
                except (db.OperationalError, db.InterfaceError):
                    db.connections.close_all()
                    raise
                except (db.Error, Refused, ArithmeticError, LookupError, TypeError, ValueError, RuntimeError, OSError):
                    log.exception("A consumer failed in account set %s; its rows wait for the next round", name)


if __name__ == "__main__":
    main()
