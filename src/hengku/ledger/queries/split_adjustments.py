"""Adjustments whose parts in stock and expensed no longer add up to what was adjusted (I18)."""

from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.kernel import sql

_COUNT = "SELECT count(*) FROM ledger_cost_entry WHERE kind = 'ADJUSTMENT' AND basis = 'GIVEN'"
_BROKEN = """
SELECT e.id, e.source_line_id, sum(k.amount + k.expensed_amount) FROM ledger_cost_entry e
JOIN ledger_cost_entry k ON k.corrects_id = e.id AND k.kind = 'DELTA'
WHERE e.kind = 'ADJUSTMENT' AND e.basis = 'GIVEN' GROUP BY 1, 2 HAVING sum(k.amount + k.expensed_amount) <> 0 ORDER BY 1
"""


class Broken(NamedTuple):
    """An adjustment, its line, and by how much its corrections made it more than it was."""

    entry_id: int
    line_id: int
    difference: Decimal


def broken_adjustments() -> tuple[int, list[Broken]]:
    """How many adjustments there are, and those whose corrections move more than from one part to the other."""
    ((looked,),) = sql.rows(connection, _COUNT)
    return int(looked), [Broken(*row) for row in sql.rows(connection, _BROKEN)]
