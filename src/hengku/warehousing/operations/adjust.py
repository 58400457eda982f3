"""Gain and loss documents 盘盈单/盘亏单: made from confirmed differences, never typed."""

from collections import defaultdict
from collections.abc import Sequence

from hengku.documents.operations.draft import create_documents
from hengku.documents.queries.load import load_documents
from hengku.documents.types import DocumentDraft, DocumentState, LineDraft, LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, refuse
from hengku.kernel.quantity import plain
from hengku.masterdata.models import Item
from hengku.warehousing.models import CountAdjustment
from hengku.warehousing.operations.count import for_the_house
from hengku.warehousing.queries.adjustments import settled_lines

REASON = "COUNT_DIFFERENCE"


def draft_adjustments(*, act: Act, sheet: LoadedDocument) -> list[int]:
    """Drafts of gains and losses, one per warehouse and kind, for every difference no live document carries; gives their ids."""
    waiting = {
        row.line_id: row for row in settled_lines(sheet_id=sheet.id) if row.difference != 0 and row.documents == 0
    }
    lines = [line for line in sheet.lines if line.id in waiting]
    units = dict(Item.objects.filter(pk__in={line.item_id for line in lines}).values_list("pk", "base_unit_id"))
    groups: dict[tuple[int, str], list[LineDraft]] = defaultdict(list)
    for line in lines:
        difference = waiting[line.id].difference
        kind = "count_gain" if difference > 0 else "count_loss"
        groups[line.warehouse_id or 0, kind].append(
            LineDraft(
                item_id=line.item_id,
                quantity=abs(difference),
                unit_id=units[line.item_id],
                warehouse_id=line.warehouse_id,
                bin_id=line.bin_id,
                lot_id=line.lot_id,
                status=line.status,
                reason=line.reason or REASON,
                extra={"sheet_line": line.id},
            )
        )
    drafts = [
        DocumentDraft(
            type=kind,
            business_date=sheet.business_date,
            book_id=sheet.book_id,
            warehouse_id=warehouse_id,
            lines=entered,
            remarks=sheet.number,
            extra={"sheet": sheet.id},
        )
        for (warehouse_id, kind), entered in sorted(groups.items(), key=lambda group: group[0])
    ]
    return create_documents(act=for_the_house(act), drafts=drafts)


def redraft_adjustments(*, act: Act, sheet_id: int) -> list[int]:
    """Make the documents of a confirmed sheet anew where theirs were voided or reversed; gives their ids."""
    found = load_documents([sheet_id], for_update=True)
    if not found or found[0].type != "count_sheet" or found[0].state != DocumentState.APPROVED:
        raise refuse("not_found", status=404)
    return draft_adjustments(act=act, sheet=found[0])


def guard_count_adjustments(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """A gain or loss says what its sheet found: not more, not less, not twice (I46)."""
    problems: list[Refusal] = []
    for document in documents:
        sheet_id = document.extra.get("sheet")
        if not sheet_id:
            problems.append(Refusal("count_adjustment_without_sheet", {}, ("header",)))
            continue
        settled = {row.line_id: row for row in settled_lines(sheet_id=int(str(sheet_id)))}
        sign = 1 if document.type == "count_gain" else -1
        for line in document.lines:
            row = settled.get(int(str(line.extra.get("sheet_line") or 0)))
            if row is None:
                problems.append(Refusal("count_adjustment_without_sheet", {}, ("line", line.id, "item")))
            elif row.difference != sign * line.base_quantity or row.posted != 0:
                params = {"difference": plain(row.difference)}
                problems.append(Refusal("count_difference_changed", params, ("line", line.id, "quantity")))
    return problems


def guard_reverse_adjustments(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """A finished count keeps its documents; a mistake is corrected by counting again."""
    finished = CountAdjustment.objects.filter(
        document_id__in=[document.id for document in documents], sheet__plan__finished_at__isnull=False
    ).values_list("sheet__plan__document__number", flat=True)
    return [Refusal("count_plan_finished", {"plan": number or ""}) for number in finished]
