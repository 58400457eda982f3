"""FIFO layers as plain data (domain specification 4.4): what a receipt brought, what is left of it, who took what.

The sum of what is left of all layers, less what uncovered issues were priced at, is the amount of their pool.
"""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

LayerKey = tuple[date, int, int]
"""Business date and id of the entry that brought the layer, and its number among that entry's layers (from 1): oldest first."""


@dataclass(slots=True)
class Layer:
    """quantity, amount: what is left. brought_*: what came in. origin: the layer that a customer return gives back."""

    key: LayerKey
    quantity: Decimal
    amount: Decimal
    brought_quantity: Decimal
    brought_amount: Decimal
    origin: LayerKey | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """The entry `of` took quantity and amount out of a layer (negative: gave back; quantity 0: amount only). layer None: issued
    before the goods came, at a provisional amount (R5)."""

    of: int
    layer: LayerKey | None
    quantity: Decimal
    amount: Decimal


@dataclass(slots=True)
class Uncovered:
    """What an issue took beyond the stock, and what it was priced at meanwhile."""

    entry_id: int
    quantity: Decimal
    amount: Decimal


@dataclass(slots=True)
class Layers:
    """Layers of one pool. open: keys of those with goods left, oldest first; known: these and used-up ones that are at hand."""

    open: list[LayerKey] = field(default_factory=list)
    known: dict[LayerKey, Layer] = field(default_factory=dict)
    uncovered: list[Uncovered] = field(default_factory=list)

    def copy(self) -> "Layers":
        return Layers(
            list(self.open),
            {key: replace(layer) for key, layer in self.known.items()},
            [replace(one) for one in self.uncovered],
        )

    def add(self, layer: Layer) -> None:
        """Take in a layer at its place."""
        if layer.key not in self.known and layer.quantity > 0:
            insort(self.open, layer.key)
        self.known[layer.key] = layer

    def change(self, key: LayerKey, quantity: Decimal, amount: Decimal) -> None:
        """Take (negative: give back) goods and money of one layer."""
        layer = self.known[key]
        was_open = layer.quantity > 0
        layer.quantity -= quantity
        layer.amount -= amount
        if was_open and layer.quantity <= 0:
            self.open.remove(key)
        elif not was_open and layer.quantity > 0:
            insort(self.open, key)

    def in_order(self, first: int | None = None) -> Iterator[Layer]:
        """Layers with goods, oldest first; those of the entry `first` before all others."""
        keys = list(self.open)
        if first is not None:
            keys.sort(key=lambda key: key[1] != first)
        return (self.known[key] for key in keys)

    def left_of(self, entry_id: int) -> list[Layer]:
        """Layers with goods that this entry brought."""
        return [self.known[key] for key in self.open if key[1] == entry_id]
