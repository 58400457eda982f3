"""Goods whose invoice came before them: who keeps the invoices says what they cost (the seam to the floor above)."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from hengku.documents.types import LoadedDocument
from hengku.kernel.registry import Registry


class PaidAhead(NamedTuple):
    """Of a receipt line: base quantity that was invoiced before it came, and what the invoice charges for it."""

    quantity: Decimal
    cost: Decimal


Taker = Callable[[Sequence[LoadedDocument]], Mapping[int, PaidAhead]]
"""Receipts about to be posted -> what of their lines was invoiced ahead, counted as arrived by the call."""

TAKERS: Registry[Taker] = Registry("goods invoiced ahead")


def take_paid_ahead(documents: Sequence[LoadedDocument]) -> dict[int, PaidAhead]:
    """By receipt line."""
    found: dict[int, PaidAhead] = {}
    for taker in TAKERS:
        found |= taker(documents)
    return found
