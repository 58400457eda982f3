"""Lots that documents name by number or bring in: found, made, checked against their dates."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from hengku.documents.queries.incoming import Incoming, LotNamed, dates_differ, items_of_lots
from hengku.documents.rules.fieldset import field_set
from hengku.documents.types import DRAWING, LinkKind
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.masterdata.operations.lots import LotWanted, lots_for

if TYPE_CHECKING:
    from hengku.documents.operations.prepare import Prepared

_UNKNOWN = {"lot_unknown": "lot"}
_FIELDS: Mapping[str, str] = {"lot_from_the_future": "production_date", "lot_expires_before_production": "expiry_date",
                              "expiry_required": "expiry_date"}  # fmt: skip
"""Which field of the line a refusal of the lot is about; the others are about the lot."""


def find_lots(act: Act, incoming: Incoming) -> None:
    """Ids for lots named by number; a type that may bring in new lots makes unknown ones with the dates told.

    Raises Refused, located as sent: unknown_reference, lot_dates_differ, lot_from_the_future, lot_expires_before_production,
    expiry_required.
    """
    refusals = dates_differ(incoming.lots_by_id)
    named = incoming.lots
    items = items_of_lots(named)
    homeless = [position for position, item in enumerate(items) if item is None]
    refusals += [
        Refusal("unknown_reference", {"field": "lot", "id": named[position].number}, named[position].loc)
        for position in homeless
    ]
    wanted = [_wanted(one, item) for one, item in zip(named, items, strict=True) if item is not None]
    placed = [one for one, item in zip(named, items, strict=True) if item is not None]
    if wanted:
        try:
            found = lots_for(act=act, lots=wanted)
        except Refused as refused:
            refusals += [_located(one, placed) for one in refused.refusals]
        else:
            for one, lot in zip(placed, found, strict=True):
                one.take(lot.pk)
    if refusals:
        raise Refused(refusals)


def _wanted(one: LotNamed, item_id: int) -> LotWanted:
    return LotWanted(
        item_id=item_id,
        number=one.number,
        production_date=one.production_date,
        expiry_date=one.expiry_date,
        supplier_id=one.supplier_id,
        day=one.day,
        may_be_new=one.may_be_new,
    )


def _located(refusal: Refusal, placed: Sequence[LotNamed]) -> Refusal:
    one = placed[int(refusal.loc[1])]
    if refusal.code == "lot_unknown":
        return Refusal("unknown_reference", {"field": "lot", "id": one.number}, one.loc)
    return replace(refusal, loc=(*one.loc[:-1], _FIELDS.get(refusal.code, "lot")))


def number_lots(act: Act, prepared: "Prepared") -> None:
    """Lots by number rule for lines that bring goods in without naming one, where the item says so."""
    linked = {link.line: link.kind for link in prepared.links}
    nameless = [
        position
        for position, new in enumerate(prepared.lines)
        if new.line.lot_id is None
        and (item := prepared.facts.items.get(new.line.item_id)) is not None
        and item.lot_by_rule
        and "production_date" in field_set(prepared.specs[new.document]).line
        and linked.get(position, LinkKind.EXECUTE) in DRAWING - {LinkKind.RETURN}
        and not new.ext.get("lots")
    ]
    if not nameless:
        return
    headers = [prepared.headers[prepared.lines[position].document] for position in nameless]
    wanted = [
        LotWanted(
            prepared.lines[position].line.item_id, "", *prepared.lot_dates[position], header.partner_id,
            day=header.business_date,
        )
        for position, header in zip(nameless, headers, strict=True)
    ]  # fmt: skip
    try:
        found = lots_for(act=act, lots=wanted)
    except Refused as refused:
        raise Refused(
            [
                replace(
                    one,
                    loc=(*prepared.line_locs[nameless[int(one.loc[1])]], _FIELDS.get(one.code, "lot")),
                )
                for one in refused.refusals
            ]
        ) from refused
    for position, lot in zip(nameless, found, strict=True):
        new = prepared.lines[position]
        prepared.lines[position] = new._replace(line=new.line._replace(lot_id=lot.pk))
