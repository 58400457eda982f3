"""I15m: every closed month under the month-end average, performed again from its opening."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql
from hengku.ledger.queries.checking import MOST_NAMED, readable
from hengku.ledger.queries.month_costing import LoadedMonth, costed_month
from hengku.ledger.rules.month_costing import MonthException, Unit
from hengku.metadata.rules.invariants import CheckWindow, Findings

_MONTHS = """
SELECT s.book_id, s.month FROM ledger_stock_period s
WHERE s.closed_at IS NOT NULL AND EXISTS (
    SELECT FROM ledger_cost_pool p JOIN ledger_cost_entry e ON e.pool_id = p.id WHERE p.book_id = s.book_id
    AND p.method = 'MONTH_AVERAGE' AND e.business_date >= s.month AND e.business_date < s.month + interval '1 month')
ORDER BY 1, 2
"""
_ITEMS = "SELECT p.id, i.code FROM ledger_cost_pool p JOIN masterdata_item i ON i.id = p.item_id WHERE p.id = ANY(%s::bigint[])"
_AT_AN_EARLIER_COST = frozenset({MonthException.NO_BASE, MonthException.NEGATIVE_BASE, MonthException.NEGATIVE_BALANCE})
"""Priced at the unit cost from before the month."""
_BEFORE = """
SELECT p.id, i.previous_unit_cost FROM ledger_cost_pool p JOIN masterdata_item i ON i.id = p.item_id
WHERE p.book_id = %s AND p.method = 'MONTH_AVERAGE' AND i.previous_unit_cost > 0
"""
"""What goods cost before their first posting."""


def months_can_be_costed_again(window: CheckWindow) -> Findings:
    """Opening, receipts and the rule give every amount of a closed month again, to the fen, also where there was nothing to average and
    the month before says the unit cost; no money is left without goods."""
    if not window.full:
        return Findings(0)
    looked, failing = 0, list[dict[str, str]]()
    units: dict[int, dict[int, Unit]] = {}
    for book_id, month in sql.rows(connection, _MONTHS):
        known = units.setdefault(book_id, {})
        if not known:
            known |= {pk: Unit(cost * 10000, Decimal(10000)) for pk, cost in sql.rows(connection, _BEFORE, [book_id])}
        loaded = costed_month(book_id=book_id, month=month, previous=known)
        looked += len(loaded.rows)
        failing += _differing(loaded, month, known)
        known |= _carried_on(loaded)
    return Findings(looked, tuple(failing[:MOST_NAMED]))


def _carried_on(loaded: LoadedMonth) -> dict[int, Unit]:
    """The unit costs with which the next month begins, where this one says."""
    found: dict[int, Unit] = {}
    for pk, month in loaded.costing.months.items():
        if month.closing_quantity > 0 and month.closing_amount >= 0:
            found[pk] = Unit(month.closing_amount, month.closing_quantity)
        elif month.base_quantity > 0 and month.base_amount >= 0:
            found[pk] = Unit(month.base_amount, month.base_quantity)
    return found


def _differing(loaded: LoadedMonth, month: date, known: Mapping[int, Unit]) -> list[dict[str, str]]:
    barred = _beyond_repeating(loaded, known)
    found = []
    for pk, final in loaded.costing.finals.items():
        row = loaded.rows[pk]
        booked = (row.amount, row.expensed, row.residual)
        if row.pool not in barred and booked != (final.amount, final.expensed, final.residual):
            found.append((row, final))
    names = dict(sql.rows(connection, _ITEMS, [sorted({row.pool for row, _ in found})])) if found else {}
    return [
        {
            "item": names[row.pool], "month": f"{month:%Y-%m}", "entry": str(row.id), "line": str(loaded.facts[row.id].line_id),
            "amount": readable(row.amount), "expected": readable(final.amount), "residual": readable(row.residual),
        }
        for row, final in found
    ]  # fmt: skip


def _beyond_repeating(loaded: LoadedMonth, known: Mapping[int, Unit]) -> set[int]:
    """Pools of goods that nothing was known of before, priced in their first month by what came in meanwhile; and those they feed."""
    months = loaded.costing.months
    barred = {pk for pk, month in months.items() if month.exception in _AT_AN_EARLIER_COST and pk not in known}
    fed = barred
    while fed:
        fed = _fed_by(loaded, barred) - barred
        barred |= fed
    return barred


def _fed_by(loaded: LoadedMonth, pools: Iterable[int]) -> set[int]:
    giving = set(pools)
    return {
        row.pool
        for row in loaded.rows.values()
        if row.source_id in loaded.rows and loaded.rows[row.source_id].pool in giving
    }
