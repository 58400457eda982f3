"""Goods made out of other goods: what goes in, with the fee, becomes what comes out (domain specification 4.10, I20).

One in, one out, no fee: the value is simply carried. Otherwise it is gathered at the place of assembly, in a pool that holds nothing
before and nothing afterwards, and goes from there: all of it into what was made, or split by weight into what was taken apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from hengku.kernel.errors import refuse
from hengku.ledger.operations.planned import PlannedEntry
from hengku.ledger.operations.pools import PoolKey
from hengku.ledger.operations.world import World
from hengku.ledger.rules.stock import Planned
from hengku.ledger.types import CostBasis, CostKind
from hengku.masterdata.types import PlaceKind

ONE_TO_ONE = 2
"""Entries of a making that carries one thing's value into one other."""


@dataclass(slots=True)
class Making:
    """One making of a posting: its fee, and its moves with their indexes."""

    fee: Decimal
    moves: list[tuple[int, Planned]] = field(default_factory=list)


def plan_making(world: World, making: Making, entries: list[PlannedEntry]) -> None:
    """Base entries of a making. Refuses warehouse_not_in_book."""
    out, into = _sides(world, making)
    if not out or not into:
        raise refuse("source_not_posted", loc=("line", making.moves[0][1].request.line_id))
    if len(out) + len(into) == ONE_TO_ONE and not making.fee:
        _carry(making, out[0], into[0], entries)
        return
    gathered = _gather(world, making, out, entries)
    for entry in into:
        entry.kind, entry.carries = CostKind.OWN, gathered
        entry.basis = CostBasis.CARRY if len(into) == 1 else CostBasis.SPLIT
        entries.append(entry)


def _sides(world: World, making: Making) -> tuple[list[PlannedEntry], list[PlannedEntry]]:
    """What leaves our pools and what enters them; what neither leaves nor enters has no value."""
    out: list[PlannedEntry] = []
    into: list[PlannedEntry] = []
    for index, move in making.moves:
        request = move.request
        if world.place(request.source.place_id).is_valued:
            out.append(_entry(world, index, move, request.source.place_id, -request.quantity))
        elif world.place(request.target.place_id).is_valued:
            into.append(_entry(world, index, move, request.target.place_id, request.quantity))
    return out, into


def _entry(world: World, index: int, move: Planned, place_id: int, quantity: Decimal) -> PlannedEntry:
    request, place = move.request, world.place(place_id)
    if place.warehouse_id is None:
        raise refuse("warehouse_not_in_book", loc=("line", request.line_id))
    scope = world.cost_scope(move.book_id, place.warehouse_id, request.line_id)
    return PlannedEntry(
        move.posting, index, request.line_id, place_id, move.movement_type, move.business_date,
        (move.book_id, scope, request.item_id, request.lot_id, None), CostKind.ISSUE, CostBasis.POOL, quantity,
        amount=request.amount, weight=request.weight,
    )  # fmt: skip


def _carry(making: Making, out: PlannedEntry, into: PlannedEntry, entries: list[PlannedEntry]) -> None:
    """The value of what leaves goes into what enters; where what enters brings its own amount, it leaves again with it."""
    first, then = (into, out) if into.amount is not None else (out, into)
    if first is into:
        first.kind, first.basis = CostKind.OWN, CostBasis.GIVEN
    entries.append(first)
    then.kind, then.basis, then.carries, then.amount = CostKind.OWN, CostBasis.CARRY, len(entries) - 1, None
    entries.append(then)


def _gather(world: World, making: Making, out: Sequence[PlannedEntry], entries: list[PlannedEntry]) -> int:
    """Bring what leaves, and the fee, together; gives the index of the entry that takes all of it out again."""
    first = out[0]
    place_id = world.place_of(PlaceKind.ASSEMBLY)
    pool: PoolKey = (*first.pool_key[:3], None, place_id)
    whole = sum(
        (-entry.quantity for entry in out if (entry.line_id, entry.pool_key[2]) == (first.line_id, first.pool_key[2])),
        Decimal(0),
    )

    def at_assembly(kind: CostKind, basis: CostBasis, quantity: Decimal) -> PlannedEntry:
        # All of them stand on the first line and its move, so that the line's own cost stays what it was; and on no lot, since the
        # line may take several.
        move = first.move if quantity else None
        return PlannedEntry(
            first.posting, move, first.line_id, place_id, first.movement_type, first.business_date, pool, kind, basis, quantity
        )  # fmt: skip

    given = []
    for entry in out:
        given.append(len(entries))
        entries.append(entry)
    for position, index in enumerate(given):
        kind = CostKind.ADJUSTMENT if position else CostKind.OWN
        came = at_assembly(kind, CostBasis.CARRY, Decimal(0) if position else whole)
        came.carries = index
        entries.append(came)
    if making.fee:
        fee = at_assembly(CostKind.ADJUSTMENT, CostBasis.GIVEN, Decimal(0))
        fee.amount = making.fee
        entries.append(fee)
    entries.append(at_assembly(CostKind.ISSUE, CostBasis.POOL, -whole))
    return len(entries) - 1
