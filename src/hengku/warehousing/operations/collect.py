"""What was scanned becomes lines of the sheet: the durable record that is judged and confirmed."""

from datetime import date, datetime

from hengku.documents.operations.edit import update_document
from hengku.documents.queries.load import load_documents
from hengku.documents.types import DocumentDraft, LineDraft, LoadedLine
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.kernel.money import ZERO
from hengku.masterdata.models import Item
from hengku.warehousing.queries.count import counted_on, key_of_line, plan_of_sheet, snapshots_of
from hengku.warehousing.types import Counted, CountKey, Uncounted


def collect_count(*, act: Act, sheet_id: int, business_date: date | None = None) -> None:
    """Write scans as lines of a draft sheet; lines typed by hand for other keys stay. Where the plan says so, stock nobody
    counted becomes a line of 0. Raises Refused: not_found (404), not_a_draft (409), permission_denied (403)."""
    found = load_documents([sheet_id], for_update=True)
    if not found or found[0].type != "count_sheet":
        raise refuse("not_found", status=404)
    sheet, plan = found[0], plan_of_sheet(sheet_id)
    counted = counted_on(sheet_id)
    typed = {key_of_line(line): line for line in sheet.lines}
    silent: list[CountKey] = []
    if plan.uncounted == Uncounted.ZERO:
        silent = sorted(snapshots_of(plan.pk).keys() - counted.keys() - typed.keys())
    items = {key.item_id for key in (*counted, *silent)}
    units = dict(Item.objects.filter(pk__in=items).values_list("pk", "base_unit_id"))
    lines = [
        _counted_line(key, counted[key], units[key.item_id], typed[key].id if key in typed else None)
        for key in sorted(counted)
    ]
    lines += [_typed_line(line) for key, line in typed.items() if key not in counted]
    lines += [_silent_line(key, units[key.item_id], act.at) for key in silent]
    draft = DocumentDraft(
        type=sheet.type,
        business_date=business_date or sheet.business_date,
        book_id=sheet.book_id,
        lines=lines,
        warehouse_id=sheet.warehouse_id,
        extra=dict(sheet.extra),
    )
    update_document(act=act, document_id=sheet_id, draft=draft, rev=sheet.rev)


def _counted_line(key: CountKey, result: Counted, unit_id: int, line_id: int | None) -> LineDraft:
    return LineDraft(
        item_id=key.item_id,
        quantity=result.quantity,
        unit_id=unit_id,
        warehouse_id=key.warehouse_id,
        bin_id=key.bin_id or None,
        lot_id=key.lot_id or None,
        status=key.status.value,
        line_id=line_id,
        extra={
            "counted_at": result.counted_at,
            "counted_by": result.counted_by_id,
            "first_quantity": result.rounds[min(result.rounds)],
            "rounds": len(result.rounds),
        },
    )


def _typed_line(line: LoadedLine) -> LineDraft:
    return LineDraft(
        item_id=line.item_id,
        quantity=line.quantity,
        unit_id=line.unit_id,
        warehouse_id=line.warehouse_id,
        bin_id=line.bin_id,
        lot_id=line.lot_id,
        status=line.status,
        reason=line.reason,
        line_id=line.id,
        extra=dict(line.extra),
    )


def _silent_line(key: CountKey, unit_id: int, at: datetime) -> LineDraft:
    return LineDraft(
        item_id=key.item_id,
        quantity=ZERO,
        unit_id=unit_id,
        warehouse_id=key.warehouse_id,
        bin_id=key.bin_id or None,
        lot_id=key.lot_id or None,
        status=key.status.value,
        extra={"counted_at": at, "rounds": 1},
    )
