"""FIFO pools run again from their first entry: what the prover compares with, and what a rebuild writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from hengku.kernel import sql
from hengku.ledger.operations.pools import load_chains, load_outcomes, load_tail
from hengku.ledger.rules.costing import Pool, Row
from hengku.ledger.rules.layers import Layers
from hengku.ledger.rules.replay import CHAINED, FOLLOWING, Replayed, replay
from hengku.masterdata.types import CostMethod

_POOLS = "SELECT item_id, array_agg(id ORDER BY id) FROM ledger_cost_pool WHERE method = 'FIFO' GROUP BY 1 ORDER BY 1"


@dataclass(frozen=True, slots=True)
class Again:
    """All FIFO pools of one item as the rules see them today."""

    pools: list[int]
    rows: list[Row]
    openings: dict[int, Pool]
    replayed: Replayed


def replay_items() -> Iterator[Again]:
    """Item by item, since goods that come back bring the layers of the pool they left."""
    for _, pools in sql.rows(connection, _POOLS):
        rows, _ = load_tail(dict.fromkeys(pools, date.min))
        known = {row.id for row in rows}
        outside = [
            row.source_id for row in rows if row.basis in FOLLOWING and row.source_id and row.source_id not in known
        ]
        shares = {row.source_id for row in rows if row.basis in CHAINED and row.source_id}
        openings = {pool: Pool(method=CostMethod.FIFO, layers=Layers()) for pool in pools}
        replayed = replay(
            openings=openings, rows=rows, fixed=load_outcomes(outside), chains=load_chains(shares, {})
        )  # fmt: skip
        yield Again(pools, rows, openings, replayed)
