"""先进先出 as pure functions (domain specification 4.4, R3, R5, R7): what one row does to the layers of its pool."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hengku.kernel.money import ZERO, share, split
from hengku.ledger.rules.costing import (
    NOTHING,
    Chain,
    NoKnownCost,
    Outcome,
    Pool,
    Row,
    average_receipt,
    chain_amounts,
    follow,
    split_amounts,
)
from hengku.ledger.rules.layers import Layer, LayerKey, Layers, Piece, Uncovered
from hengku.ledger.types import CostBasis, CostKind


@dataclass(frozen=True, slots=True)
class Part:
    """Goods that come in as one layer; origin: the layer they were once taken from."""

    quantity: Decimal
    amount: Decimal
    origin: LayerKey | None = None


@dataclass(slots=True)
class _Slot:
    """A piece of an issue, and how much of it has come back so far."""

    piece: Piece
    quantity: Decimal = ZERO
    amount: Decimal = NOTHING


def taken_by(entry_id: int, pieces: Iterable[Piece]) -> list[Piece]:
    """What an issue took itself, in the order it took it."""
    return [piece for piece in pieces if piece.of == entry_id and piece.quantity > 0]


def returned_parts(source_id: int, pieces: Sequence[Piece], chain: Chain) -> dict[int, list[Part]]:
    """Per return of an issue the layers it brings back: the piece consumed last comes first, each piece pro rata (R3).

    Members count in posting order; a reversed return gives its part free again. Later covers of the issue change what goods
    cost that were issued before they came, and so count in its last piece.
    """
    slots = [_Slot(piece) for piece in reversed(taken_by(source_id, pieces))]
    parts: dict[int, list[Part]] = {}
    used: dict[int, list[tuple[_Slot, Decimal, Decimal]]] = {}
    for member in sorted(chain.members, key=lambda one: one.id):
        if member.mirror_of is not None:
            for slot, quantity, amount in used.get(member.mirror_of, ()):
                slot.quantity -= quantity
                slot.amount -= amount
            continue
        later = sum((extra for entry_id, extra in chain.extras if entry_id < member.id), NOTHING)
        used[member.id] = _take_back(slots, abs(member.quantity), later)
        parts[member.id] = [Part(quantity, amount, slot.piece.layer) for slot, quantity, amount in used[member.id]]
    return parts


def _take_back(slots: Sequence[_Slot], wanted: Decimal, later: Decimal) -> list[tuple[_Slot, Decimal, Decimal]]:
    taken: list[tuple[_Slot, Decimal, Decimal]] = []
    for number, slot in enumerate(slots):
        part = min(wanted, slot.piece.quantity - slot.quantity)
        if part <= 0:
            continue
        whole = slot.piece.amount - (later if number == 0 else NOTHING)
        amount = share(whole, slot.quantity + part, slot.piece.quantity) - slot.amount
        slot.quantity += part
        slot.amount += amount
        wanted -= part
        taken.append((slot, part, amount))
    return taken


def own_cost(pool: Pool, layers: Layers, row: Row) -> Decimal:
    """Goods that come in without a cost: from a customer at the unit of the newest layer, else (盘盈) at the pool's current one.

    Raises NoKnownCost.
    """
    if row.from_customer and layers.open:
        newest = layers.known[layers.open[-1]]
        return share(newest.amount, row.quantity, newest.quantity)
    try:
        return average_receipt(pool, row.quantity)
    except NoKnownCost as error:
        raise NoKnownCost(row.id) from error


def apply(pool: Pool, layers: Layers, row: Row, source: Outcome | None, chain: Chain | None) -> Outcome:
    """One row on a pool with layers. source, chain: of the entry it follows, when it follows one. Raises NoKnownCost."""
    step = _Step(pool, layers, row)
    if row.kind is CostKind.ADJUSTMENT:
        amount, expensed = step.adjust(source)
    elif row.quantity < 0:
        amount, expensed = step.issue(source), NOTHING
    else:
        amount, expensed = step.receive(source, chain), NOTHING
    outcome = Outcome(amount, expensed, step.covers, before_quantity=pool.quantity, before_amount=pool.amount)
    outcome.pieces, outcome.layers = tuple(step.pieces), tuple(step.brought)
    pool.quantity += row.quantity
    pool.amount += amount + sum(step.covers.values(), NOTHING)
    if pool.quantity > 0:
        pool.last_amount, pool.last_quantity = pool.amount, pool.quantity
    elif row.quantity > 0 and not pool.last_quantity:
        pool.last_amount, pool.last_quantity = amount, row.quantity
    if pool.quantity == 0 and pool.amount != 0:
        outcome.residual = -pool.amount
        pool.amount = NOTHING
    return outcome


class _Step:
    def __init__(self, pool: Pool, layers: Layers, row: Row) -> None:
        self.pool = pool
        self.layers = layers
        self.row = row
        self.pieces: list[Piece] = []
        self.brought: list[tuple[Decimal, Decimal, LayerKey | None]] = []
        self.covers: dict[int, Decimal] = {}

    def change(self, key: LayerKey, quantity: Decimal, amount: Decimal, of: int | None = None) -> None:
        """Take goods and money out of a layer, and note it."""
        self.layers.change(key, quantity, amount)
        self.pieces.append(Piece(self.row.id if of is None else of, key, quantity, amount))

    def take(self, quantity: Decimal, first: int | None) -> Decimal:
        """Oldest first (`first`: that entry's layers before); beyond the stock at the last known unit cost. Gives the value."""
        rest, value = quantity, NOTHING
        for layer in self.layers.in_order(first):
            if rest == 0:
                break
            part = min(rest, layer.quantity)
            amount = share(layer.amount, part, layer.quantity)
            self.change(layer.key, part, amount)
            rest -= part
            value += amount
        if rest > 0:
            pool = self.pool
            provisional = share(pool.last_amount, rest, pool.last_quantity) if pool.last_quantity else NOTHING
            self.layers.uncovered.append(Uncovered(self.row.id, rest, provisional))
            self.pieces.append(Piece(self.row.id, None, rest, provisional))
            value += provisional
        return value

    def spread(self, amount: Decimal, layers: Sequence[Layer]) -> None:
        """Put money into layers, by their quantity."""
        if amount != 0 and layers:
            for layer, part in zip(layers, split(amount, [layer.quantity for layer in layers]), strict=True):
                self.change(layer.key, ZERO, -part)

    def absorb(self, amount: Decimal) -> None:
        """Money that belongs to no layer: over all there are; below zero to the newest uncovered issue; else it is residual."""
        if amount == 0:
            return
        left = list(self.layers.in_order())
        if left:
            self.spread(amount, left)
        elif self.layers.uncovered:
            self.layers.uncovered[-1].amount -= amount
            self.pieces.append(Piece(self.row.id, None, ZERO, -amount))

    def adjust(self, source: Outcome | None) -> tuple[Decimal, Decimal]:
        """R7 with what is left of the receipt's own layer; the reversal of an adjustment takes the same money out again."""
        row = self.row
        if row.basis is CostBasis.MIRROR and source is not None:
            kept, expensed = follow(source, row.basis)
            keys = {piece.layer for piece in source.pieces if piece.of == row.source_id}
            left = [layer for layer in self.layers.in_order() if layer.key in keys]
            if left:
                self.spread(kept, left)
            else:
                self.absorb(kept)
            return kept, expensed
        whole = row.amount or NOTHING
        if row.linked_quantity and row.source_id is not None:
            left = self.layers.left_of(row.source_id)
            quantity = min(sum((layer.quantity for layer in left), ZERO), row.linked_quantity)
            kept = share(whole, quantity, row.linked_quantity)
        else:
            left = list(self.layers.in_order())
            kept = whole if left else NOTHING
        self.spread(kept, left)
        return kept, whole - kept

    def issue(self, source: Outcome | None) -> Decimal:
        """Amount (negative) of goods that leave. Linked ones take the layer they came with first; where the document or the
        original says the amount, what the layers give more or less stays with the others."""
        row = self.row
        linked = row.basis in {CostBasis.SHARE, CostBasis.CARRY, CostBasis.MIRROR}
        value = self.take(-row.quantity, row.source_id if linked else None)
        if row.basis is CostBasis.MIRROR and source is not None:
            fixed = -follow(source, row.basis)[0]
        elif row.basis is CostBasis.GIVEN and row.amount is not None:
            fixed = -row.amount
        else:
            return -value
        if fixed != value:
            self.absorb(value - fixed)
        return -fixed

    def receive(self, source: Outcome | None, chain: Chain | None) -> Decimal:
        """Amount of goods that come in: new layers, less what covers issues below zero (R5)."""
        row = self.row
        if row.basis is CostBasis.MIRROR and source is not None and source.pieces and self.pool.quantity >= 0:
            return self.restore(source)
        parts = self.parts(source, chain)
        for part in parts:
            key = (row.business_date, row.id, len(self.brought) + 1)
            self.layers.add(Layer(key, part.quantity, part.amount, part.quantity, part.amount, part.origin))
            self.brought.append((part.quantity, part.amount, part.origin))
            if self.layers.uncovered:
                self.cover(self.layers.known[key])
        return sum((part.amount for part in parts), NOTHING)

    def parts(self, source: Outcome | None, chain: Chain | None) -> list[Part]:
        row = self.row
        if row.basis is CostBasis.SHARE and source is not None and chain is not None and row.source_id is not None:
            if source.pieces:
                return returned_parts(row.source_id, source.pieces, chain)[row.id]
            return [Part(row.quantity, chain_amounts(source.amount, chain)[row.id])]
        if row.basis is CostBasis.SPLIT and source is not None and chain is not None:
            return [Part(row.quantity, split_amounts(source.amount, chain)[row.id])]
        if source is not None:
            return [Part(row.quantity, follow(source, row.basis)[0])]
        amount = row.amount if row.amount is not None else own_cost(self.pool, self.layers, row)
        return [Part(row.quantity, amount)]

    def restore(self, source: Outcome) -> Decimal:
        """The reversal of an issue puts back what it took into the layers it took it from."""
        row = self.row
        amount = follow(source, row.basis)[0]
        rest_quantity, rest_amount = row.quantity, amount
        for piece in taken_by(row.source_id or 0, source.pieces):
            if piece.layer is not None:
                self.change(piece.layer, -piece.quantity, -piece.amount)
                rest_quantity -= piece.quantity
                rest_amount -= piece.amount
        if rest_quantity > 0:
            key = (row.business_date, row.id, 1)
            self.layers.add(Layer(key, rest_quantity, rest_amount, rest_quantity, rest_amount))
            self.brought.append((rest_quantity, rest_amount, None))
        else:
            self.absorb(rest_amount)
        return amount

    def cover(self, layer: Layer) -> None:
        """R5: the layer pays what was issued before it came, oldest first; each issue learns its difference."""
        uncovered = self.layers.uncovered
        covered = min(layer.quantity, sum((one.quantity for one in uncovered), ZERO))
        taken: list[tuple[Uncovered, Decimal]] = []
        rest = covered
        for one in uncovered:
            part = min(rest, one.quantity)
            if part > 0:
                taken.append((one, part))
            rest -= part
        costs = split(share(layer.amount, covered, layer.quantity), [part for _, part in taken])
        for (one, part), cost in zip(taken, costs, strict=True):
            provisional = share(one.amount, part, one.quantity)
            self.pieces.append(Piece(one.entry_id, None, -part, -provisional))
            self.change(layer.key, part, cost, of=one.entry_id)
            one.quantity -= part
            one.amount -= provisional
            if cost != provisional:
                self.covers[one.entry_id] = self.covers.get(one.entry_id, NOTHING) + provisional - cost
        self.layers.uncovered = [one for one in uncovered if one.quantity > 0]
