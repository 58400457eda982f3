"""Vouchers written out for other systems."""

import zlib
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from hengku.finance.models import VoucherExport
from hengku.finance.operations.export_vouchers import export_vouchers, layout_of, review_month
from hengku.finance.rules.layouts import FileKind
from hengku.identity.api.edge import act_of, viewer_of
from hengku.identity.queries.restrict import require

router = Router()
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportIn(Schema):
    """layout: kingdee_kis, kingdee_cloud, yonyou_u8, yonyou_tplus, or one of your own."""

    month: date
    layout: str


class ExportOut(Schema):
    """A batch with its test totals. again: the month had been written before."""

    id: str
    month: date
    layout: str
    count: int
    debit: str
    credit: str
    sha256: str
    again: bool
    made_at: datetime
    file: str


class MonthIn(Schema):
    month: date


def _told(one: VoucherExport) -> dict[str, Any]:
    return {
        "id": str(one.pk), "month": one.month, "layout": one.layout, "count": one.count, "debit": f"{one.debit:.2f}",
        "credit": f"{one.credit:.2f}", "sha256": one.sha256, "again": one.again, "made_at": one.made_at,
        "file": f"/api/v1/voucher-exports/{one.pk}/file",
    }  # fmt: skip


@router.post("/books/{int:book_id}/vouchers/review", response=dict[str, int], summary="Review a month's vouchers")
def review_vouchers(request: HttpRequest, book_id: int, payload: MonthIn) -> dict[str, int]:
    """Signs every voucher of the month that somebody else made."""
    act = act_of(request)
    require(act.viewer, "vouchers", "review")
    return {"reviewed": review_month(act=act, book_id=book_id, month=payload.month.replace(day=1))}


@router.post("/books/{int:book_id}/vouchers/export", response={201: ExportOut}, summary="Write a month's vouchers out")
def export(request: HttpRequest, book_id: int, payload: ExportIn) -> tuple[int, dict[str, Any]]:
    """All of them, reviewed, in a layout; the month is not reopened afterwards."""
    act = act_of(request)
    require(act.viewer, "vouchers", "export")
    month = payload.month.replace(day=1)
    return 201, _told(export_vouchers(act=act, book_id=book_id, month=month, layout=payload.layout))


@router.get("/books/{int:book_id}/voucher-exports", response=list[ExportOut], summary="What was written out")
def list_exports(request: HttpRequest, book_id: int) -> list[dict[str, Any]]:
    """Newest first."""
    require(viewer_of(request), "vouchers", "export")
    return [_told(one) for one in VoucherExport.objects.filter(book_id=book_id).order_by("-pk").defer("content")[:200]]


@router.get("/voucher-exports/{int:export_id}/file", summary="The file of a batch")
def read_export(request: HttpRequest, export_id: int) -> HttpResponse:
    """Exactly what was written."""
    require(viewer_of(request), "vouchers", "export")
    one = get_object_or_404(VoucherExport, pk=export_id)
    is_text = layout_of(one.layout).kind is FileKind.TEXT
    name = f"vouchers-{one.month:%Y-%m}-{one.layout}-{one.pk}.{'txt' if is_text else 'xlsx'}"
    answer = HttpResponse(zlib.decompress(one.content), content_type="text/plain" if is_text else _XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
