"""Lots 批号: found or made by item and number; one lot has one production and one expiry date (I10)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.masterdata.models import Lot

LotKey = tuple[int, str, date | None, date | None]
"""item id, lot number, production date, expiry date; a date of None = not told."""


@transaction.atomic
def ensure_lots(*, act: Act, lots: Sequence[LotKey]) -> list[int]:
    """Ids of the lots, in order; unknown numbers are made. Refuses lot_dates_differ when a date contradicts the known lot."""
    known = {
        (lot.item_id, lot.number): lot
        for lot in Lot.objects.filter(item_id__in={key[0] for key in lots}, number__in={key[1] for key in lots})
    }
    fresh: list[Lot] = []
    refusals: list[Refusal] = []
    for position, (item_id, number, production, expiry) in enumerate(lots):
        lot = known.get((item_id, number))
        if lot is None:
            lot = Lot(item_id=item_id, number=number, production_date=production, expiry_date=expiry, created_at=act.at)
            known[item_id, number] = lot
            fresh.append(lot)
        elif _contradict(production, lot.production_date) or _contradict(expiry, lot.expiry_date):
            params = {
                "lot": number,
                "production": str(lot.production_date or "–"),
                "expiry": str(lot.expiry_date or "–"),
            }
            refusals.append(Refusal("lot_dates_differ", params, ("lots", position)))
    if refusals:
        raise Refused(refusals)
    # Another transaction may make the same lot meanwhile: the first one wins, both use it.
    Lot.objects.bulk_create(fresh, ignore_conflicts=True)
    if fresh:
        stored = Lot.objects.filter(
            item_id__in={lot.item_id for lot in fresh}, number__in={lot.number for lot in fresh}
        )
        known |= {(lot.item_id, lot.number): lot for lot in stored}
    return [known[key[0], key[1]].pk for key in lots]


def _contradict(given: date | None, stored: date | None) -> bool:
    return given is not None and given != stored
