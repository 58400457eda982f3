"""R6 as a pure function: run pools again in key order after a late row and say what changes.

Rows of several pools run in one sweep, so that a transfer, a linked return or a reversal in another pool follows its source in
the same pass; only a follower dated before its source needs another pass.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hengku.ledger.rules import fifo, month_average, standard
from hengku.ledger.rules.costing import (
    NOTHING,
    Chain,
    Outcome,
    Pool,
    Row,
    chain_amounts,
    follow,
    price,
    split_amounts,
    step,
)
from hengku.ledger.rules.layers import Layers
from hengku.ledger.types import CostBasis
from hengku.masterdata.types import CostMethod

MAXIMUM_PASSES = 25
FOLLOWING = frozenset({CostBasis.SHARE, CostBasis.CARRY, CostBasis.SPLIT, CostBasis.MIRROR})
"""Bases whose amount comes from another entry."""
CHAINED = frozenset({CostBasis.SHARE, CostBasis.SPLIT})
"""Those of which several divide one entry among them."""
PRICES: Mapping[CostMethod, Callable[[Pool, Row], tuple[Decimal, Decimal]]] = {
    CostMethod.MONTH_AVERAGE: month_average.price,
    CostMethod.STANDARD: standard.price,
}
"""Method -> (amount, expensed) of a row that depends on nothing but its pool, where it is not costing.price."""
STEPS: Mapping[CostMethod, Callable[[Pool, Row, Decimal, Decimal], Outcome]] = {
    CostMethod.MONTH_AVERAGE: month_average.step,
    CostMethod.STANDARD: standard.step,
}
"""Method -> what a priced row does to its pool, where it is not costing.step."""


def follows(row: Row, method: CostMethod) -> bool:
    """Whether the row's amount comes from another entry. Under the month-end average returns do not: the link limits their quantity."""
    if method is CostMethod.MONTH_AVERAGE and month_average.is_priced(
        row.kind, row.basis, row.quantity, is_return=False
    ):
        return False
    return row.basis in FOLLOWING


class DoesNotSettle(RuntimeError):
    """Documents follow each other in a circle; no set of amounts satisfies them."""


@dataclass(frozen=True, slots=True)
class Change:
    """A posted row whose amounts differ after the replay: what to append, never zero in every part."""

    row: Row
    outcome: Outcome
    amount: Decimal
    expensed: Decimal
    covers: Mapping[int, Decimal]
    residual: Decimal


@dataclass(frozen=True, slots=True)
class Replayed:
    """outcomes by row id, the pools afterwards, and the changes of rows that were posted before."""

    outcomes: dict[int, Outcome]
    pools: dict[int, Pool]
    changes: list[Change]


class _Sweep:
    def __init__(self, openings: Mapping[int, Pool], fixed: Mapping[int, Outcome], chains: Mapping[int, Chain]) -> None:
        self.openings = openings
        self.fixed = fixed
        self.chains = chains
        self.outcomes: dict[int, Outcome] = {}
        self.pools: dict[int, Pool] = {}

    def source(self, row: Row) -> Outcome:
        if row.source_id is None:
            raise LookupError(f"row {row.id} follows nothing")
        found = self.outcomes.get(row.source_id) or self.fixed.get(row.source_id)
        if found is None:
            raise LookupError(f"row {row.id} follows the unknown row {row.source_id}")
        return found

    def priced(self, row: Row) -> tuple[Decimal, Decimal]:
        pool = self.pools[row.pool]
        if not follows(row, pool.method):
            return PRICES.get(pool.method, price)(pool, row)
        source = self.source(row)
        if row.basis is CostBasis.SHARE and row.source_id is not None:
            return chain_amounts(source.amount + source.expensed, self.chains[row.source_id])[row.id], NOTHING
        if row.basis is CostBasis.SPLIT and row.source_id is not None:
            return split_amounts(source.amount, self.chains[row.source_id])[row.id], NOTHING
        return follow(source, row.basis)

    def layered(self, pool: Pool, layers: Layers, row: Row) -> Outcome:
        if row.basis not in FOLLOWING:
            return fifo.apply(pool, layers, row, None, None)
        return fifo.apply(pool, layers, row, self.source(row), self.chains.get(row.source_id or 0))

    def run(self, rows: Sequence[Row]) -> bool:
        """One pass; True when no row changed against the pass before."""
        self.pools = {key: pool.copy() for key, pool in self.openings.items()}
        settled = True
        for row in rows:
            pool = self.pools[row.pool]
            if pool.layers is not None:
                outcome = self.layered(pool, pool.layers, row)
            else:
                outcome = STEPS.get(pool.method, step)(pool, row, *self.priced(row))
            if outcome != self.outcomes.get(row.id):
                settled = False
            self.outcomes[row.id] = outcome
        return settled


def replay(
    *,
    openings: Mapping[int, Pool],
    rows: Sequence[Row],
    fixed: Mapping[int, Outcome] | None = None,
    chains: Mapping[int, Chain] | None = None,
) -> Replayed:
    """Run `rows` (any order, any pools) from the opening states and compare with what they say now.

    fixed: outcomes of sources that are not among the rows. chains: by source id, for SHARE rows.
    Raises DoesNotSettle, NoKnownCost, and LookupError when a source or chain is missing.
    """
    ordered = sorted(rows, key=lambda row: row.key)
    # A source that is swept starts from what is stored, in case its follower is dated before it.
    stored = {row.id: row.stored for row in ordered if row.stored is not None}
    sweep = _Sweep(openings, {**stored, **(fixed or {})}, chains or {})
    position = {row.id: index for index, row in enumerate(ordered)}
    looks_ahead = any(
        row.source_id in position and position[row.source_id] > index
        for index, row in enumerate(ordered)
        if row.source_id
    )
    for _ in range(MAXIMUM_PASSES):
        settled = sweep.run(ordered)
        if settled or not looks_ahead:
            break
    else:
        raise DoesNotSettle
    changes = [change for row in ordered if (change := _compare(row, sweep.outcomes[row.id])) is not None]
    return Replayed(sweep.outcomes, sweep.pools, changes)


def _compare(row: Row, outcome: Outcome) -> Change | None:
    before = row.stored
    if before is None:
        return None
    covers = _covers_differ(outcome, before) if outcome.covers or before.covers else {}
    amount, expensed = outcome.amount - before.amount, outcome.expensed - before.expensed
    residual = outcome.residual - before.residual
    if amount == 0 and expensed == 0 and residual == 0 and not covers:
        return None
    return Change(row, outcome, amount, expensed, covers, residual)


def _covers_differ(outcome: Outcome, before: Outcome) -> dict[int, Decimal]:
    covers = {
        entry_id: outcome.covers.get(entry_id, NOTHING) - before.covers.get(entry_id, NOTHING)
        for entry_id in {*outcome.covers, *before.covers}
    }
    return {entry_id: amount for entry_id, amount in covers.items() if amount != 0}
