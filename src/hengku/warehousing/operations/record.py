"""One counted line, recorded once however often it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Q

from hengku.documents.models import Document
from hengku.documents.queries.load import load_documents
from hengku.documents.queries.rights import document_allows, document_sees
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocumentState, LoadedDocument
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import refuse
from hengku.kernel.quantity import QUANTITY_LIMIT, WHOLE_DIGITS, NotWholeUnit, largest
from hengku.masterdata.models import Barcode, Bin, Item, ItemUnit, Warehouse
from hengku.warehousing.models import CountEntry, CountPlan
from hengku.warehousing.queries.count import counted_on, plan_of_sheet
from hengku.warehousing.rules.entered import Ratio, UnknownUnit, UnreadableQuantity, base_quantity
from hengku.warehousing.types import Counted, CountKey, Scan

_ONE = Ratio(1, 1)


@dataclass(frozen=True, slots=True)
class Recorded:
    """The key that was counted and what it stands at now."""

    key: CountKey
    item_code: str
    item_name: str
    counted: Counted


@transaction.atomic
def record_count(*, act: Act, scan: Scan) -> Recorded:
    """Record what a counter found; the same scan.key again changes nothing.

    Raises Refused: not_found (404), permission_denied (403), count_sheet_closed, count_not_running, unknown_barcode,
    unknown_bin, count_item_missing, count_text_bad, number_too_large, count_unit_unknown, count_not_whole, count_outside_scope,
    recount_without_first, same_counter, key_reused (409).
    """
    sheet = _sheet(act, scan.sheet_id)
    plan = plan_of_sheet(sheet.id)
    if plan.started_at is None or plan.finished_at is not None:
        raise refuse("count_not_running", plan=_number_of(plan))
    item, scanned = _item(scan)
    key = _key(scan, plan, item)
    quantity_text = scan.text.strip()
    before = CountEntry.objects.filter(sheet_id=sheet.id, key=scan.key).first()
    if before is not None:
        if before.item_id != item.pk or before.entered != quantity_text or before.round != scan.round:
            raise refuse("key_reused", status=409)
    else:
        _check_round(act, scan, key, sheet.id, item)
        _insert(act, scan, key, sheet.id, _quantity(scan, item, scanned))
    return Recorded(key, item.code, item.name, counted_on(sheet.id)[key])


def _sheet(act: Act, sheet_id: int) -> LoadedDocument:
    """The sheet, shared-locked so that it is not confirmed meanwhile."""
    sql.rows(connection, "SELECT 1 FROM documents_document WHERE id = %s FOR SHARE", (sheet_id,))
    found = load_documents([sheet_id])
    if not found or found[0].type != "count_sheet" or not document_sees(act.viewer, found[0]):
        raise refuse("not_found", status=404)
    sheet, spec = found[0], DOCUMENT_TYPES.get("count_sheet")
    if not document_allows(act.viewer, sheet, spec, "update"):
        raise refuse("permission_denied", status=403, resource=str(spec.label), action="update")
    if sheet.state != DocumentState.DRAFT:
        raise refuse("count_sheet_closed", sheet=sheet.number)
    return sheet


def _number_of(plan: CountPlan) -> str:
    return Document.objects.values_list("number", flat=True).get(pk=plan.pk) or str(plan.pk)


def _item(scan: Scan) -> tuple[Item, Ratio]:
    """The item, and the unit a bare number is in: the barcode's, else the base unit."""
    if scan.barcode:
        barcode = Barcode.objects.select_related("item__base_unit").filter(code=scan.barcode).first()
        if barcode is None:
            raise refuse("unknown_barcode", loc=("barcode",), value=scan.barcode)
        ratio = ItemUnit.objects.filter(item_id=barcode.item_id, unit_id=barcode.unit_id or 0).first()
        return barcode.item, Ratio(ratio.numerator, ratio.denominator) if ratio else _ONE
    item = Item.objects.select_related("base_unit").filter(pk=scan.item_id or 0).first()
    if item is None:
        raise refuse("count_item_missing", loc=("item",))
    return item, _ONE


def _key(scan: Scan, plan: CountPlan, item: Item) -> CountKey:
    bin_ = None
    if scan.bin_code or scan.bin_id is not None:
        choice = Q(pk=scan.bin_id) if scan.bin_id is not None else Q(code=scan.bin_code)
        wanted = [scan.warehouse_id] if scan.warehouse_id is not None else plan.warehouse_ids
        bin_ = Bin.objects.filter(choice, warehouse_id__in=wanted).order_by("pk").first()
        if bin_ is None:
            raise refuse("unknown_bin", loc=("bin",), value=scan.bin_code or str(scan.bin_id))
    warehouse_id = scan.warehouse_id or (bin_.warehouse_id if bin_ else plan.warehouse_ids[0])
    if warehouse_id not in plan.warehouse_ids:
        name = Warehouse.objects.values_list("name", flat=True).filter(pk=warehouse_id).first() or ""
        raise refuse("count_outside_scope", loc=("warehouse",), warehouse=name)
    return CountKey(warehouse_id, bin_.pk if bin_ else 0, item.pk, scan.lot_id or 0, scan.status)


def _quantity(scan: Scan, item: Item, scanned: Ratio) -> Decimal:
    try:
        found = base_quantity(scan.text, units=_units(item), scanned=scanned, precision=item.base_unit.precision)
    except UnknownUnit as unknown:
        raise refuse("count_unit_unknown", loc=("quantity",), item=_called(item), unit=str(unknown)) from None
    except UnreadableQuantity:
        raise refuse("count_text_bad", loc=("quantity",), text=scan.text) from None
    except NotWholeUnit:
        raise refuse("count_not_whole", loc=("quantity",), item=_called(item)) from None
    if found >= QUANTITY_LIMIT:
        raise refuse("number_too_large", loc=("quantity",), max=largest(WHOLE_DIGITS))
    return found


def _units(item: Item) -> Mapping[str, Ratio]:
    found = {item.base_unit.name.lower(): _ONE, item.base_unit.code.lower(): _ONE}
    for unit in ItemUnit.objects.select_related("unit").filter(item=item):
        ratio = Ratio(unit.numerator, unit.denominator)
        found.setdefault(unit.unit.name.lower(), ratio)
        found.setdefault(unit.unit.code.lower(), ratio)
    return found


def _called(item: Item) -> str:
    return f"{item.code} {item.name}"


def _check_round(act: Act, scan: Scan, key: CountKey, sheet_id: int, item: Item) -> None:
    """A later round needs an earlier one, made by somebody else (2.8: counter and recounter are two people)."""
    if scan.round == 1:
        return
    counted = counted_on(sheet_id).get(key)
    earlier = (
        set()
        if counted is None
        else {who for number, people in counted.counters.items() if number < scan.round for who in people}
    )
    if counted is None or not earlier:
        raise refuse("recount_without_first", loc=("round",), item=_called(item))
    if act.actor_id in earlier:
        raise refuse("same_counter", loc=("round",), item=_called(item))


def _insert(act: Act, scan: Scan, key: CountKey, sheet_id: int, quantity: Decimal) -> None:
    # The same scan sent twice at once meets the unique key: the first one stays.
    CountEntry.objects.get_or_create(
        sheet_id=sheet_id,
        key=scan.key,
        defaults={
            "round": scan.round,
            "mode": scan.mode.value,
            "warehouse_id": key.warehouse_id,
            "bin_id": key.bin_id or None,
            "item_id": key.item_id,
            "lot_id": key.lot_id or None,
            "status": key.status.value,
            "quantity": quantity,
            "entered": scan.text.strip()[:60],
            "counted_at": min(scan.counted_at, act.at),
            "counted_by_id": act.actor_id,
            "recorded_at": act.at,
        },
    )
