"""Serial numbers told on lines: of goods managed by serial number they become the line's units, of others they are noted."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hengku.documents.models import Line
from hengku.documents.queries.incoming import brings_lots
from hengku.documents.rules.headers import Loc
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocumentDraft, LineDraft
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.masterdata.models import Item, Lot
from hengku.masterdata.operations.lots import LotWanted, lots_for
from hengku.masterdata.types import SERIALS, Tracking

Told = tuple[DocumentDraft, LineDraft, Loc]


def take_serials(act: Act, drafts: Sequence[DocumentDraft]) -> None:
    """Lines that tell `serials` of goods managed by serial number get one lot of one unit for each; unknown numbers are made where
    goods come in, inside the line's lot where the item has lots as well. The quantity is how many there are unless it is told.

    Raises Refused, located at the line: unknown_reference, serial_needs_lot, serial_of_other_lot.
    """
    told: list[Told] = []
    for position, draft in enumerate(drafts):
        before: Loc = ("documents", position) if len(drafts) > 1 else ()
        told += [
            (draft, line, (*before, "lines", index))
            for index, line in enumerate(draft.lines)
            if line.extra.get("serials")
        ]
    if not told:
        return
    items = _items(told)
    tracking = dict(Item.objects.filter(pk__in=items.values()).values_list("pk", "tracking"))
    refusals: list[Refusal] = []
    for draft, line, loc in told:
        item_id = items.get(id(line))
        numbers = _numbers(line)
        if line.quantity is None:
            line.quantity = Decimal(len(numbers))
        if item_id is not None and tracking[item_id] in SERIALS:
            refusals += _take(act, draft, line, item_id, within_lot=tracking[item_id] == Tracking.LOT_SERIAL, loc=loc)
    if refusals:
        raise Refused(refusals)


def _numbers(line: LineDraft) -> list[str]:
    told = line.extra["serials"]
    return [str(one) for one in told] if isinstance(told, list) else []


def _items(told: Sequence[Told]) -> dict[int, int]:
    """The item of each line: its own, or its source line's."""
    sources = {line.source_line_id for _, line, _ in told if line.item_id is None and line.source_line_id is not None}
    known = dict(Line.objects.filter(pk__in=sources).values_list("pk", "item_id")) if sources else {}
    found = ((id(line), line.item_id or known.get(line.source_line_id or 0)) for _, line, _ in told)
    return {key: item_id for key, item_id in found if item_id is not None}


def _take(
    act: Act, draft: DocumentDraft, line: LineDraft, item_id: int, *, within_lot: bool, loc: Loc
) -> list[Refusal]:
    spec = DOCUMENT_TYPES.get(draft.type)
    numbers = _numbers(line)
    parent_id = line.lot_id if within_lot else None
    wanted = [
        LotWanted(
            item_id, number, None if within_lot else line.production_date, None if within_lot else line.expiry_date,
            supplier_id=draft.partner_id if spec.partner_role == "supplier" else None, day=draft.business_date,
            may_be_new=brings_lots(spec), parent_id=parent_id, is_serial=True,
        )
        for number in numbers
    ]  # fmt: skip
    try:
        lots: list[Lot] = lots_for(act=act, lots=wanted)
    except Refused as refused:
        return [
            Refusal("unknown_reference", {"field": "serials", "id": numbers[int(one.loc[1])]}, (*loc, "serials"))
            if one.code == "lot_unknown"
            else replace(one, loc=(*loc, "serials"))
            for one in refused.refusals
        ]
    line.extra["lots"] = [{"lot": lot.pk, "quantity": "1"} for lot in lots]
    line.extra.pop("serials")
    line.lot_id = None
    return []
