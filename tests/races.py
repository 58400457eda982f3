"""Two people at the same moment: the second one starts before the first one's work is committed."""

import threading
import time
from collections.abc import Callable

from django.db import connection, transaction

from hengku.config.directory.connection import tenants
from hengku.kernel import sql
from hengku.kernel.errors import Refused

PATIENCE_S = 10.0


def meanwhile(first: Callable[[], object], second: Callable[[], object]) -> str:
    """Do `first` and, before it is committed, let somebody else try `second` on a connection of their own: once that waits, or
    is through, commit. Gives the code with which `second` was refused, "" when it was not. Needs real commits."""
    refused: list[str] = []

    def elsewhere() -> None:
        tenants.set_schema("main")
        try:
            second()
            refused.append("")
        except Refused as refusal:
            refused.append(refusal.refusals[0].code)
        finally:
            connection.close()

    other = threading.Thread(target=elsewhere)
    with transaction.atomic():
        first()
        other.start()
        deadline = time.monotonic() + PATIENCE_S
        while not refused and not _somebody_waits():
            assert time.monotonic() < deadline, "neither waited nor came through"
            time.sleep(0.02)
    other.join(timeout=2 * PATIENCE_S)
    return refused[0]


def _somebody_waits() -> bool:
    return bool(sql.rows(connection, "SELECT count(*) FROM pg_locks WHERE NOT granted")[0][0])
