"""Base entries before they are priced: pool, quantity, and where the amount will come from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hengku.ledger.operations.pools import PoolKey, SourceEntry
from hengku.ledger.types import CostBasis, CostKind

FIRST_NEW_ID = 10**17
"""Rows being posted stand after every posted one of the same date: their ids while they have none."""


@dataclass(slots=True)
class PlannedEntry:
    """A base entry to be priced. move: index of its move; source: a posted entry, or `carries`: index of a planned one; weight: of
    a part of what it carries (SPLIT); standard: what a revaluation changes the standard cost to."""

    posting: int
    move: int | None
    line_id: int
    place_id: int | None
    movement_type: str
    business_date: date
    pool_key: PoolKey
    kind: CostKind
    basis: CostBasis
    quantity: Decimal
    amount: Decimal | None = None
    source: SourceEntry | None = None
    carries: int | None = None
    linked_quantity: Decimal = Decimal(0)
    weight: Decimal = Decimal(0)
    standard: Decimal | None = None

    @property
    def is_about_a_part(self) -> bool:
        """An adjustment of less than the whole receipt (the invoiced part), or of nothing that is shared (R7)."""
        return (
            self.kind is CostKind.ADJUSTMENT
            and self.basis is CostBasis.GIVEN
            and self.source is not None
            and self.linked_quantity != self.source.quantity
        )
