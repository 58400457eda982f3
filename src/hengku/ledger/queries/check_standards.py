"""Invariants of standard costing: every pool performed again from its first entry, by the rules that priced it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from hengku.kernel import sql
from hengku.ledger.operations.pools import load_chains, load_outcomes, load_tail
from hengku.ledger.operations.standards import history_of
from hengku.ledger.queries.checking import MOST_NAMED, readable
from hengku.ledger.rules.costing import Pool
from hengku.ledger.rules.replay import FOLLOWING, replay
from hengku.ledger.types import CostBasis
from hengku.masterdata.types import CostMethod
from hengku.metadata.rules.invariants import Findings

_POOLS = """
SELECT p.id, p.quantity, p.amount, p.standard_cost, i.code FROM ledger_cost_pool p JOIN masterdata_item i ON i.id = p.item_id
WHERE p.method = 'STANDARD' ORDER BY p.item_id, p.id
"""
_AT_A_TIME = 200


def standards_hold() -> Findings:
    """I15 of standard costing: each entry at the standard in force on its date, the variance beside it; each pool as it ends."""
    pools = sql.rows(connection, _POOLS)
    failing: list[dict[str, str]] = []
    looked = 0
    for start in range(0, len(pools), _AT_A_TIME):
        rows, found = _perform(pools[start : start + _AT_A_TIME])
        looked += rows
        failing += found
    return Findings(looked, tuple(failing[:MOST_NAMED]))


def _perform(pools: Sequence[tuple[Any, ...]]) -> tuple[int, list[dict[str, str]]]:
    ids = [pool[0] for pool in pools]
    history = history_of(ids)
    rows, facts = load_tail(dict.fromkeys(ids, date.min))
    known = {row.id for row in rows}
    outside = [row.source_id for row in rows if row.basis in FOLLOWING and row.source_id and row.source_id not in known]
    openings = {
        pool_id: Pool(
            method=CostMethod.STANDARD,
            standard=next((one.unit_cost for one in history.get(pool_id, ()) if one.posting_id is None), None),
        )
        for pool_id in ids
    }
    shares = {row.source_id for row in rows if row.basis is CostBasis.SHARE and row.source_id}
    replayed = replay(openings=openings, rows=rows, fixed=load_outcomes(outside), chains=load_chains(shares, {}))
    failing = [
        {
            "pool": str(change.row.pool), "entry": str(change.row.id), "line": str(facts[change.row.id].line_id),
            "difference": readable(change.amount), "variance": readable(change.expensed),
        }
        for change in replayed.changes
    ]  # fmt: skip
    for pool_id, quantity, amount, standard, item in pools:
        end = replayed.pools[pool_id]
        newest = history[pool_id][-1].unit_cost if pool_id in history else None
        if (end.quantity, end.amount, newest) != (quantity, amount, standard):
            failing.append(
                {"pool": str(pool_id), "item": str(item), "pool_amount": readable(amount), "performed": readable(end.amount),
                 "standard": str(standard), "newest": str(newest)}
            )  # fmt: skip
    return len(rows), failing
