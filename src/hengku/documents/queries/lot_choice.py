"""Lots offered for the lines of a document that is being typed, in the lines' own units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.queries.restrict import allowed_ids
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.kernel.money import ZERO, round_half_up
from hengku.kernel.quantity import plain
from hengku.ledger.queries.lot_choice import LotOffer, LotQuestion, lot_offers
from hengku.masterdata.models import ItemUnit
from hengku.masterdata.queries.places import warehouse_place_ids
from hengku.masterdata.types import StockStatus

_PLACES = 6


@dataclass(frozen=True, slots=True)
class LineAsked:
    """A line as typed: quantity in `unit_id` (None = base unit)."""

    item_id: int
    warehouse_id: int
    quantity: Decimal
    unit_id: int | None = None
    min_life_days: int = 0
    status: StockStatus = StockStatus.AVAILABLE


def offered_lots(
    *, viewer: Viewer, book_id: int, on: date, document_type: str, lines: Sequence[LineAsked]
) -> list[list[dict[str, Any]]]:
    """Per line its lots: {lot: {id, code}, expiry_date, days_left, free, take, usable}. Refuses permission_denied for warehouses
    whose stock the viewer may not see."""
    seen = allowed_ids(viewer, "stock", "view", "warehouse")
    if not viewer.may("stock", "view") or (seen is not None and not {one.warehouse_id for one in lines} <= set(seen)):
        raise refuse("permission_denied", status=403, resource="stock", action="view")
    places = warehouse_place_ids({one.warehouse_id for one in lines})
    factors = _factors(lines)
    questions = [
        LotQuestion(
            one.item_id, places[one.warehouse_id], one.quantity * factor, one.min_life_days, one.status
        )
        for one, factor in zip(lines, factors, strict=True)
    ]  # fmt: skip
    spec = DOCUMENT_TYPES.get(document_type) if document_type in DOCUMENT_TYPES else None
    uses_up = spec is not None and spec.partner_role == "customer"
    found = lot_offers(book_id=book_id, on=on, consumes=uses_up, lines=questions)
    return [[_json(offer, factor) for offer in offers] for offers, factor in zip(found, factors, strict=True)]


def _factors(lines: Sequence[LineAsked]) -> list[Decimal]:
    rows = ItemUnit.objects.filter(item_id__in={one.item_id for one in lines}).values_list(
        "item_id", "unit_id", "numerator", "denominator"
    )
    known = {(item, unit): Decimal(numerator) / Decimal(denominator) for item, unit, numerator, denominator in rows}
    return [known.get((one.item_id, one.unit_id or 0), Decimal(1)) for one in lines]


def _json(offer: LotOffer, factor: Decimal) -> dict[str, Any]:
    return {
        "lot": {"id": str(offer.lot_id), "code": offer.number, "name": offer.number},
        "expiry_date": offer.expiry_date.isoformat() if offer.expiry_date else None,
        "days_left": offer.days_left,
        "free": plain(round_half_up(max(offer.free, ZERO) / factor, _PLACES)),
        "take": plain(round_half_up(offer.take / factor, _PLACES)),
        "usable": offer.usable,
    }
