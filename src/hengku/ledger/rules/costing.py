"""Cost as pure functions of plain data (domain specification 4.1, 4.2, 4.13).

A pool is (quantity, amount). Base rows stand in key order (business date, entry id); each row's amount follows from its basis and
the pool before it. `step` applies one row; `hengku.ledger.rules.replay` runs rows again after a late one. First in, first out
keeps layers in its pool and has its rules in `hengku.ledger.rules.fifo`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from hengku.kernel.money import ZERO, share, split
from hengku.ledger.rules.layers import LayerKey, Layers, Piece
from hengku.ledger.types import CostBasis, CostKind
from hengku.masterdata.types import CostMethod

NOTHING = Decimal("0.00")
NO_COVERS: Mapping[int, Decimal] = MappingProxyType({})


class NoKnownCost(ValueError):
    """The method has nothing to price with: no stock, no earlier average, no receipt. The document must bring its amount."""


@dataclass(slots=True)
class Pool:
    """State of one pool (R1). last_amount / last_quantity: the last positive-balance average as an exact fraction (R5);
    before the first one, the latest receipt's. uncovered: issues priced provisionally, oldest first: [entry id, quantity].
    layers: under FIFO, which keeps its uncovered issues there. turned: under the month-end average, something moved this month; the
    last average is then the unit cost the month began with. standard: unit cost in force, under standard costing."""

    quantity: Decimal = ZERO
    amount: Decimal = NOTHING
    last_amount: Decimal = NOTHING
    last_quantity: Decimal = ZERO
    method: CostMethod = CostMethod.MOVING_AVERAGE
    uncovered: list[list[Decimal | int]] = field(default_factory=list)
    layers: Layers | None = None
    turned: bool = False
    standard: Decimal | None = None

    def copy(self) -> "Pool":
        return Pool(
            self.quantity,
            self.amount,
            self.last_amount,
            self.last_quantity,
            self.method,
            [list(entry) for entry in self.uncovered] if self.uncovered else [],
            self.layers.copy() if self.layers is not None else None,
            self.turned,
            self.standard,
        )


@dataclass(slots=True)
class Outcome:
    """What one base row does to its pool: its amount, the part of an adjustment that did not enter (R7), covers of earlier
    provisional issues by entry id (R5), the residual cleared at quantity 0 (R4); and the pool before it (R8). Under FIFO also what it
    took from which layers, and the layers it brought: (quantity, amount, origin)."""

    amount: Decimal
    expensed: Decimal = NOTHING
    covers: Mapping[int, Decimal] = field(default_factory=lambda: NO_COVERS)
    residual: Decimal = NOTHING
    before_quantity: Decimal = ZERO
    before_amount: Decimal = NOTHING
    pieces: tuple[Piece, ...] = ()
    layers: tuple[tuple[Decimal, Decimal, LayerKey | None], ...] = ()

    @property
    def total(self) -> Decimal:
        """Everything the row brought into its pool; what its reversal takes out again."""
        return self.amount + sum(self.covers.values(), NOTHING) + self.residual


@dataclass(slots=True)
class Row:
    """A base entry. quantity is signed from the pool's view. amount: the document's own amount (GIVEN), the amount fixed at
    posting (AVERAGE), the whole adjustment (ADJUSTMENT), unused for the others. linked_quantity: quantity of the receipt that an
    adjustment belongs to, 0 when it belongs to none. stored: what the books say now; None for a row being posted. from_customer: goods
    that come back without a link; FIFO then asks the newest layer (4.4), other goods without a cost the pool (4.10). is_opening: opening
    stock, which tells the month-end average the unit cost before. standard: the new unit cost of a revaluation. as_posted: the book
    never replays, so rows count in the order of posting, whatever their date."""

    id: int
    pool: int
    business_date: date
    kind: CostKind
    basis: CostBasis
    quantity: Decimal
    amount: Decimal | None = None
    linked_quantity: Decimal = ZERO
    source_id: int | None = None
    stored: Outcome | None = None
    from_customer: bool = False
    is_opening: bool = False
    standard: Decimal | None = None
    as_posted: bool = False

    @property
    def key(self) -> tuple[date, int]:
        return (date.min if self.as_posted else self.business_date, self.id)


def moving_average_issue(pool: Pool, quantity: Decimal) -> Decimal:
    """Amount (>= 0 in a sound pool) of issuing `quantity`: R1, beyond the stock R5 at the last known unit cost."""
    if pool.quantity >= quantity:
        return share(pool.amount, quantity, pool.quantity)
    have = max(pool.quantity, ZERO)
    beyond = quantity - have
    provisional = share(pool.last_amount, beyond, pool.last_quantity) if pool.last_quantity else NOTHING
    return (pool.amount if have > 0 else NOTHING) + provisional


PRICING: Mapping[CostMethod, Callable[[Pool, Decimal], Decimal]] = {
    CostMethod.MOVING_AVERAGE: moving_average_issue,
    CostMethod.SPECIFIC: moving_average_issue,
}
"""Method -> amount of an issue. Specific costing is the moving average inside one lot (4.5)."""


def average_receipt(pool: Pool, quantity: Decimal) -> Decimal:
    """Amount of goods that come in at the pool's current unit cost (4.10 盘盈, unlinked customer return).

    Raises NoKnownCost when the pool has neither stock nor an earlier unit cost.
    """
    if pool.quantity > 0:
        return share(pool.amount, quantity, pool.quantity)
    if pool.last_quantity:
        return share(pool.last_amount, quantity, pool.last_quantity)
    raise NoKnownCost


def adjustment_share(pool: Pool, whole: Decimal, linked_quantity: Decimal) -> Decimal:
    """R7: the part of a cost adjustment that stays in stock; the rest is expensed."""
    if pool.quantity == 0:
        return NOTHING
    if not linked_quantity:
        return whole
    return share(whole, min(max(pool.quantity, ZERO), linked_quantity), linked_quantity)


def price(pool: Pool, row: Row) -> tuple[Decimal, Decimal]:
    """(amount, expensed) of a row that depends on nothing but its pool. Raises NoKnownCost."""
    if row.kind is CostKind.ADJUSTMENT:
        whole = row.amount or NOTHING
        kept = adjustment_share(pool, whole, row.linked_quantity)
        return kept, whole - kept
    if row.basis is CostBasis.POOL:
        return -PRICING[pool.method](pool, -row.quantity), NOTHING
    if row.amount is not None:
        return row.amount, NOTHING
    try:
        return average_receipt(pool, row.quantity), NOTHING
    except NoKnownCost as error:
        raise NoKnownCost(row.id) from error


def _cover(pool: Pool, quantity: Decimal, covers_amount: Decimal) -> dict[int, Decimal]:
    """Take `quantity` off the uncovered issues, oldest first, and split the correction over them."""
    taken: list[tuple[int, Decimal]] = []
    rest = quantity
    while rest > 0 and pool.uncovered:
        entry_id, open_quantity = int(pool.uncovered[0][0]), Decimal(pool.uncovered[0][1])
        part = min(rest, open_quantity)
        taken.append((entry_id, part))
        rest -= part
        if part == open_quantity:
            pool.uncovered.pop(0)
        else:
            pool.uncovered[0][1] = open_quantity - part
    if covers_amount == 0 or not taken:
        return {}
    parts = split(covers_amount, [part for _, part in taken])
    covers: dict[int, Decimal] = {}
    for (entry_id, _), part in zip(taken, parts, strict=True):
        covers[entry_id] = covers.get(entry_id, NOTHING) + part
    return covers


def step(pool: Pool, row: Row, amount: Decimal, expensed: Decimal = NOTHING) -> Outcome:
    """Apply one priced row to its pool: R1, cover of a negative pool (R5), last unit cost, residual (R4)."""
    q0, a0, quantity = pool.quantity, pool.amount, row.quantity
    outcome = Outcome(amount, expensed, before_quantity=q0, before_amount=a0)
    pool.quantity = q0 + quantity
    pool.amount = a0 + amount
    if q0 < 0 or pool.quantity < 0:
        _step_below_zero(pool, row, outcome)
    if pool.quantity > 0:
        pool.last_amount, pool.last_quantity = pool.amount, pool.quantity
    elif quantity > 0 and not pool.last_quantity:
        pool.last_amount, pool.last_quantity = amount, quantity
    if pool.quantity == 0 and pool.amount != 0:
        outcome.residual = -pool.amount
        pool.amount = NOTHING
    return outcome


def _step_below_zero(pool: Pool, row: Row, outcome: Outcome) -> None:
    q0, a0, quantity = outcome.before_quantity, outcome.before_amount, row.quantity
    short_before, short_after = max(-q0, ZERO), max(-pool.quantity, ZERO)
    if short_after > short_before:
        pool.uncovered.append([row.id, short_after - short_before])
    elif short_after < short_before:
        covered = short_before - short_after
        difference = share(outcome.amount, covered, quantity) - share(-a0, covered, -q0)
        outcome.covers = _cover(pool, covered, -difference)
        pool.amount -= difference
        if difference != 0 and not outcome.covers:
            # Uncovered issues are unknown to this run (fast posting without history): the caller must replay.
            raise LookupError("a negative pool needs its uncovered issues")


def follow(source: Outcome, basis: CostBasis) -> tuple[Decimal, Decimal]:
    """(amount, expensed) of a row that takes all of its source: CARRY the amount, MIRROR the whole of it, opposite sign."""
    if basis is CostBasis.CARRY:
        return -source.amount, NOTHING
    return -source.total, -source.expensed


@dataclass(frozen=True, slots=True)
class ChainMember:
    """One row that takes a share of a source: a linked return, a transfer in. mirror_of: it reverses that earlier member."""

    id: int
    quantity: Decimal
    mirror_of: int | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """All rows that share one source's amount. extras: (entry id, amount) of adjustments and covers of the source; a share counts
    those that were posted before it (its *current* cost, R3), while deltas of the source are in its amount. parts: (entry id,
    weight) of rows that split all of it among them (拆卸)."""

    whole: Decimal
    members: tuple[ChainMember, ...]
    extras: tuple[tuple[int, Decimal], ...] = ()
    parts: tuple[tuple[int, Decimal], ...] = ()


def chain_amounts(source_amount: Decimal, chain: Chain) -> dict[int, Decimal]:
    """R3: member k = HALF_UP(source * cumulative quantity / whole) - what earlier members took; the last takes the exact rest.

    Amounts have the sign opposite to the source's. Members count in posting order.
    """
    whole = abs(chain.whole)
    amounts: dict[int, Decimal] = {}
    cumulative, taken = ZERO, NOTHING
    for member in sorted(chain.members, key=lambda one: one.id):
        if member.mirror_of is not None:
            cumulative -= abs(member.quantity)
            amount = -amounts[member.mirror_of]
        else:
            cumulative += abs(member.quantity)
            current = source_amount + sum((extra for entry_id, extra in chain.extras if entry_id < member.id), NOTHING)
            amount = -share(current, cumulative, whole) - taken
        amounts[member.id] = amount
        taken += amount
    return amounts


def split_amounts(source_amount: Decimal, chain: Chain) -> dict[int, Decimal]:
    """C4: the source split by weight in the order of entries, the last part takes the rest. Signs opposite to the source's."""
    parts = sorted(chain.parts)
    if not parts:
        return {}
    amounts = split(-source_amount, [weight for _, weight in parts])
    return {entry_id: amount for (entry_id, _), amount in zip(parts, amounts, strict=True)}


def chain_left(chain: Chain) -> Decimal:
    """Quantity of the source that nobody has taken yet."""
    taken = sum((-abs(one.quantity) if one.mirror_of is not None else abs(one.quantity) for one in chain.members), ZERO)
    return max(abs(chain.whole) - taken, ZERO)


def unit_deviates(unit: Decimal, reference: Decimal, limit: Decimal = Decimal("0.5")) -> bool:
    """R4 exception list: the unit cost is more than `limit` (50 %) away from its reference."""
    return reference != 0 and abs(unit - reference) > abs(reference) * limit
