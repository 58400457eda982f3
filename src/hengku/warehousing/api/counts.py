"""Counting: begin, record, look, confirm."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router

from hengku.documents.queries.brief import brief
from hengku.identity.api.edge import act_of, viewer_of
from hengku.kernel.quantity import plain
from hengku.masterdata.queries.books import book_facts, default_book, today
from hengku.warehousing.operations.adjust import redraft_adjustments
from hengku.warehousing.operations.confirm import confirm_count
from hengku.warehousing.operations.count import add_sheet, start_count
from hengku.warehousing.operations.record import record_count
from hengku.warehousing.queries import count_pages
from hengku.warehousing.schemas import (
    ConfirmIn,
    ConfirmOut,
    CountIn,
    CountOut,
    CountsOut,
    DocumentRef,
    EntryIn,
    EntryOut,
    ReviewOut,
    SheetOut,
)
from hengku.warehousing.types import CountStart, Scan, Thresholds

router = Router()


@router.post("/counts", response={201: CountOut})
def begin(request: HttpRequest, payload: CountIn) -> tuple[int, dict[str, Any]]:
    """Make and release a count plan; gives it with its first sheet."""
    act = act_of(request)
    book = default_book() if payload.book is None else book_facts(payload.book)
    day = payload.business_date or today(book, act.at)
    plan_id, sheet_id = start_count(act=act, start=_start(payload, book.id, day))
    plan, sheet = brief([plan_id, sheet_id])
    return 201, {"plan": plan, "sheet": sheet}


def _start(payload: CountIn, book_id: int, day: date) -> CountStart:
    return CountStart(
        book_id=book_id,
        business_date=day,
        warehouse_ids=tuple(payload.warehouses),
        method=payload.method,
        blind=payload.blind,
        zone_ids=tuple(payload.zones),
        bin_ids=tuple(payload.bins),
        category_ids=tuple(payload.categories),
        brand_ids=tuple(payload.brands),
        item_ids=tuple(payload.items),
        limits=Thresholds(payload.recount_quantity, payload.recount_percent, payload.recount_amount),
        uncounted=payload.uncounted,
        handler=payload.handler,
        remarks=payload.remarks,
    )


@router.get("/counts", response=CountsOut)
def running(request: HttpRequest) -> dict[str, Any]:
    """Counts that are going on."""
    return {"items": count_pages.running_counts(viewer=viewer_of(request))}


@router.post("/counts/{int:plan_id}/sheets", response={201: DocumentRef})
def one_more_sheet(request: HttpRequest, plan_id: int) -> tuple[int, dict[str, Any]]:
    """A further sheet for a running count (a second team)."""
    act = act_of(request)
    plan = count_pages.plan_for(viewer=act.viewer, plan_id=plan_id)
    return 201, brief([add_sheet(act=act, plan=plan)])[0]


@router.get("/counts/{int:plan_id}/report", response=ReviewOut)
def report(request: HttpRequest, plan_id: int) -> dict[str, Any]:
    """盘点差异 of a plan: confirmed lines and figures."""
    return count_pages.plan_report(viewer=viewer_of(request), plan_id=plan_id)


@router.get("/counts/sheets/{int:sheet_id}", response=SheetOut)
def sheet(request: HttpRequest, sheet_id: int) -> dict[str, Any]:
    """A sheet as its counters see it."""
    return count_pages.sheet_page(viewer=viewer_of(request), sheet_id=sheet_id)


@router.get("/counts/sheets/{int:sheet_id}/entries", response=CountsOut)
def entries(request: HttpRequest, sheet_id: int) -> dict[str, Any]:
    """The newest scans."""
    return {"items": count_pages.last_entries(viewer=viewer_of(request), sheet_id=sheet_id)}


@router.post("/counts/sheets/{int:sheet_id}/entries", response=EntryOut)
def record(request: HttpRequest, sheet_id: int, payload: EntryIn) -> dict[str, Any]:
    """Record what a counter found; the same key again changes nothing."""
    act = act_of(request)
    values = payload.model_dump(exclude={"quantity", "item", "warehouse", "bin", "lot", "counted_at"})
    scan = Scan(
        sheet_id=sheet_id, text=payload.quantity, counted_at=payload.counted_at or act.at, item_id=payload.item,
        warehouse_id=payload.warehouse, bin_id=payload.bin, lot_id=payload.lot, **values,
    )  # fmt: skip
    done = record_count(act=act, scan=scan)
    return {
        "item": {"id": str(done.key.item_id), "code": done.item_code, "name": done.item_name},
        "quantity": plain(done.counted.quantity),
        "rounds": {str(number): plain(value) for number, value in done.counted.rounds.items()},
        "counted_at": done.counted.counted_at,
    }


@router.get("/counts/sheets/{int:sheet_id}/review", response=ReviewOut)
def review(request: HttpRequest, sheet_id: int) -> dict[str, Any]:
    """Differences as they are or would be; for those who may confirm."""
    return count_pages.review(viewer=viewer_of(request), sheet_id=sheet_id)


@router.post("/counts/sheets/{int:sheet_id}/confirm", response=ConfirmOut)
def confirm(request: HttpRequest, sheet_id: int, payload: ConfirmIn) -> dict[str, Any]:
    """Confirm a sheet and make its gains and losses."""
    act = act_of(request)
    count_pages.sheet_for(viewer=act.viewer, sheet_id=sheet_id)
    done = confirm_count(act=act, sheet_id=sheet_id, post=payload.post, business_date=payload.business_date)
    return {"sheet": brief([done.sheet_id])[0], "documents": brief(list(done.document_ids))}


@router.post("/counts/sheets/{int:sheet_id}/adjustments", response=CountsOut)
def redraft(request: HttpRequest, sheet_id: int) -> dict[str, Any]:
    """Make gains and losses anew where theirs were voided or reversed."""
    act = act_of(request)
    count_pages.sheet_for(viewer=act.viewer, sheet_id=sheet_id, action="approve")
    return {"items": brief(redraft_adjustments(act=act, sheet_id=sheet_id))}
