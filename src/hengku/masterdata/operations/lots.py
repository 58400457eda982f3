"""Lots 批号: found or made by item and number; one lot has one production and one expiry date (I10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.masterdata.models import Item, Lot, Partner
from hengku.masterdata.operations import records
from hengku.masterdata.operations.numbering import take_codes
from hengku.masterdata.rules.lots import date_problems, filled_dates
from hengku.masterdata.types import LifeUnit, Tracking

LotKey = tuple[int, str, date | None, date | None]
"""item id, lot number, production date, expiry date; a date of None = not told."""


@dataclass(frozen=True, slots=True)
class LotWanted:
    """A lot as a document names it. number "" = the next of the number rule; dates of None = not told, worked out from the
    item's shelf life where there is one. is_serial: one unit; of goods managed by lot as well, parent_id is the lot it belongs to,
    whose dates and supplier it has. day: the day it comes in. may_be_new: an unknown number makes a new lot."""

    item_id: int
    number: str
    production_date: date | None = None
    expiry_date: date | None = None
    supplier_id: int | None = None
    supplier_number: str = ""
    day: date | None = None
    may_be_new: bool = True
    parent_id: int | None = None
    is_serial: bool = False


def ensure_lots(*, act: Act, lots: Sequence[LotKey]) -> list[int]:
    """Ids of the lots, in order; unknown numbers are made. Raises as `lots_for`, located at ("lots", position)."""
    return [lot.pk for lot in lots_for(act=act, lots=[LotWanted(*key) for key in lots])]


@transaction.atomic
def lots_for(*, act: Act, lots: Sequence[LotWanted]) -> list[Lot]:
    """The lots, in order; unknown ones are made.

    Raises Refused, located at ("lots", position): lot_dates_differ when a date contradicts the known lot, lot_unknown,
    lot_from_the_future, lot_expires_before_production, expiry_required, serial_needs_lot, serial_of_other_lot.
    """
    items = Item.objects.in_bulk({want.item_id for want in lots})
    parents = Lot.objects.in_bulk({want.parent_id for want in lots if want.parent_id is not None})
    wanted = [
        _with_dates(_as_its_lot(want, parents), items[want.item_id]) for want in _numbered(act, lots)
    ]  # fmt: skip
    known = _known(wanted)
    fresh: dict[tuple[int, str], Lot] = {}
    refusals: list[Refusal] = []
    for position, want in enumerate(wanted):
        key = want.item_id, want.number
        lot = known.get(key) or fresh.get(key)
        told = lots[position]
        homeless = want.is_serial and items[want.item_id].tracking == Tracking.LOT_SERIAL
        if lot is not None:
            refusals += _contradictions(told, lot, position, serial_of_lot=homeless)
        elif not want.may_be_new:
            refusals.append(Refusal("lot_unknown", {"lot": want.number}, ("lots", position)))
        elif homeless and want.parent_id is None:
            refusals.append(Refusal("serial_needs_lot", {"lot": want.number}, ("lots", position)))
        else:
            problems = date_problems(want.production_date, want.expiry_date, today=want.day or act.at.date())
            if items[want.item_id].has_expiry and want.expiry_date is None:
                problems.append(Refusal("expiry_required", {"lot": want.number}, ("expiry_date",)))
            refusals += [replace(one, loc=("lots", position, *one.loc)) for one in problems]
            fresh[key] = _new(act, want)
    if refusals:
        raise Refused(refusals)
    if fresh:
        # Another transaction may make the same lot meanwhile: the first one wins, and its dates must agree as well.
        Lot.objects.bulk_create(fresh.values(), ignore_conflicts=True)
        known = _known(wanted)
        refusals = [
            one
            for position, want in enumerate(wanted)
            for one in _contradictions(lots[position], known[want.item_id, want.number], position)
        ]
        if refusals:
            raise Refused(refusals)
    return [known[want.item_id, want.number] for want in wanted]


def _known(wanted: Sequence[LotWanted]) -> dict[tuple[int, str], Lot]:
    found = Lot.objects.filter(
        item_id__in={want.item_id for want in wanted}, number__in={want.number for want in wanted}
    )
    return {(lot.item_id, lot.number): lot for lot in found}


def _numbered(act: Act, lots: Sequence[LotWanted]) -> list[LotWanted]:
    """Numbers by rule for lots that have none: of the day they come in, with the item's and the supplier's code where the rule
    says so."""
    nameless = [want for want in lots if not want.number]
    if not nameless:
        return list(lots)
    items = dict(Item.objects.filter(pk__in={want.item_id for want in nameless}).values_list("pk", "code"))
    suppliers = {want.supplier_id for want in nameless if want.supplier_id is not None}
    codes = dict(Partner.objects.filter(pk__in=suppliers).values_list("pk", "code")) if suppliers else {}
    numbers: dict[int, str] = {}
    for want in nameless:
        (numbers[id(want)],) = take_codes(
            target="lots",
            count=1,
            on=want.day or act.at.date(),
            taken=lambda given: set(Lot.objects.filter(number__in=given).values_list("number", flat=True)),
            values={"item": items[want.item_id], "supplier": codes.get(want.supplier_id or 0, "")},
        )
    return [replace(want, number=numbers[id(want)]) if not want.number else want for want in lots]


def _with_dates(want: LotWanted, item: Item) -> LotWanted:
    dates = filled_dates(
        want.production_date, want.expiry_date, life=item.shelf_life, unit=LifeUnit(item.shelf_life_unit)
    )
    return replace(want, production_date=dates[0], expiry_date=dates[1])


def _as_its_lot(want: LotWanted, parents: Mapping[int, Lot]) -> LotWanted:
    """A serial number has the dates and the supplier of its lot."""
    lot = parents.get(want.parent_id or 0)
    if lot is None:
        return want
    return replace(
        want, production_date=lot.production_date, expiry_date=lot.expiry_date, supplier_id=lot.supplier_id,
        supplier_number=lot.supplier_number,
    )  # fmt: skip


def _new(act: Act, want: LotWanted) -> Lot:
    lot = Lot(
        item_id=want.item_id,
        number=want.number,
        parent_id=want.parent_id,
        production_date=want.production_date,
        expiry_date=want.expiry_date,
        supplier_id=want.supplier_id,
        supplier_number=want.supplier_number,
    )
    records.stamp_new(act=act, record=lot)
    return lot


def _contradictions(told: LotWanted, lot: Lot, position: int, *, serial_of_lot: bool = False) -> list[Refusal]:
    if serial_of_lot and lot.parent_id is None:
        return [Refusal("serial_needs_lot", {"lot": lot.number}, ("lots", position))]
    if serial_of_lot and told.parent_id is not None and lot.parent_id != told.parent_id:
        other = Lot.objects.values_list("number", flat=True).get(pk=lot.parent_id or 0)
        return [Refusal("serial_of_other_lot", {"lot": lot.number, "other": other}, ("lots", position))]
    for given, stored in ((told.production_date, lot.production_date), (told.expiry_date, lot.expiry_date)):
        if given is not None and given != stored:
            params = {
                "lot": lot.number,
                "production": str(lot.production_date or "–"),
                "expiry": str(lot.expiry_date or "–"),
            }
            return [Refusal("lot_dates_differ", params, ("lots", position))]
    return []


@transaction.atomic
def create_lot(*, act: Act, values: Mapping[str, Any]) -> Lot:
    """Make a lot by hand; a number left empty is given by the rule. Refuses lot_item_untracked, lot_taken and bad dates."""
    item = Item.objects.filter(pk=values.get("item") or 0).first()
    if item is None or item.tracking == Tracking.NONE:
        raise refuse("lot_item_untracked", loc=("item",), item=f"{item.code} {item.name}" if item else "–")
    number = str(values.get("number") or "").strip()
    if number and Lot.objects.filter(item=item, number=number).exists():
        raise refuse("lot_taken", loc=("number",), lot=number)
    want = LotWanted(item.pk, number, values.get("production_date"), values.get("expiry_date"))
    want = _with_dates(_numbered(act, [want])[0], item)
    problems = date_problems(want.production_date, want.expiry_date, today=act.at.date())
    if problems:
        raise Refused(problems)
    more = records.columns(Lot, values)
    lot = _new(act, want)
    for name in ("supplier_id", "supplier_number", "attributes", "remarks", "ext"):
        if more.get(name) is not None:
            setattr(lot, name, more[name])
    return records.insert(act=act, entity="lots", record=lot)


@transaction.atomic
def update_lot(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> Lot:
    """Change what is said about a lot. Item and number stay: another number is a lot change document."""
    lot = records.locked(model=Lot, record_id=record_id, rev=rev)
    changes = records.columns(Lot, values)
    for name in ("item_id", "number"):
        if name in changes and changes[name] != getattr(lot, name):
            raise refuse("lot_key_fixed", loc=("number" if name == "number" else "item",), lot=lot.number)
        changes.pop(name, None)
    production = changes.get("production_date", lot.production_date)
    expiry = changes.get("expiry_date", lot.expiry_date)
    problems = date_problems(production, expiry, today=act.at.date())
    if problems:
        raise Refused(problems)
    for name in ("supplier_number", "remarks"):
        if name in changes:
            changes[name] = changes[name] or ""
    if "attributes" in changes:
        changes["attributes"] = changes["attributes"] or {}
    changes.pop("parent_id", None)
    records.change(act=act, entity="lots", record=lot, values=changes)
    dates = {name: changes[name] for name in ("production_date", "expiry_date") if name in changes}
    if dates:
        Lot.objects.filter(parent=lot).update(**dates)
    return lot


@transaction.atomic
def delete_lot(*, act: Act, record_id: int) -> None:
    """Delete a lot nobody has used."""
    records.remove(act=act, entity="lots", record=records.locked(model=Lot, record_id=record_id))
