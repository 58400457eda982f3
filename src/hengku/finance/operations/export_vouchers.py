"""Vouchers of a month written out for another system; what was written is kept, and its month is not reopened any more."""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.db import transaction

from hengku.finance.models import Voucher, VoucherExport, VoucherLayout
from hengku.finance.queries.export_entries import export_entries
from hengku.finance.rules.layouts import LAYOUTS, Entry, FileKind, Layout, LayoutBad, as_text, cells, columns_from
from hengku.identity.operations.audit import record_change
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.masterdata.operations import records

_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""Creation time inside every sheet, so that the same vouchers make the same file."""


def layout_of(code: str) -> Layout:
    """The layout of this code: people's own before the built-in one. Refuses layout_unknown."""
    own = VoucherLayout.objects.filter(code=code).first()
    if own is None:
        if code not in LAYOUTS:
            raise refuse("layout_unknown", loc=("layout",), layout=code)
        return LAYOUTS[code]
    columns = columns_from(own.columns)
    return Layout(own.code, Text(own.name, own.name), FileKind(own.kind), columns, own.encoding, own.head)


@transaction.atomic
def create_layout(*, act: Act, values: Mapping[str, Any]) -> VoucherLayout:
    """Keep a layout of one's own; with the code of a built-in one it takes its place. Refuses layout_bad, not_unique."""
    fresh = records.columns(VoucherLayout, values)
    _check_layout(fresh)
    if VoucherLayout.objects.filter(code=fresh["code"]).exists():
        raise refuse("not_unique", loc=("code",))
    return records.insert(act=act, entity="voucher-layouts", record=VoucherLayout(**fresh))


@transaction.atomic
def update_layout(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> VoucherLayout:
    """Change a layout. Refuses layout_bad."""
    layout = records.locked(model=VoucherLayout, record_id=record_id, rev=rev)
    changes = {name: value for name, value in records.columns(VoucherLayout, values).items() if name != "code"}
    _check_layout({"columns": layout.columns, "encoding": layout.encoding, **changes})
    records.change(act=act, entity="voucher-layouts", record=layout, values=changes)
    return layout


@transaction.atomic
def delete_layout(*, act: Act, record_id: int) -> None:
    """Forget a layout; the built-in one of its code is back."""
    records.remove(
        act=act, entity="voucher-layouts", record=records.locked(model=VoucherLayout, record_id=record_id, rev=None)
    )


def _check_layout(values: Mapping[str, Any]) -> None:
    try:
        columns_from(values.get("columns"))
    except LayoutBad as problem:
        raise refuse("layout_bad", loc=("columns",), value=str(problem.args[0])) from problem


@transaction.atomic
def export_vouchers(*, act: Act, book_id: int, month: date, layout: str) -> VoucherExport:
    """Write out every voucher of a month. Nothing is written unless all of them are reviewed.

    Refuses layout_unknown, nothing_to_export, vouchers_not_reviewed.
    """
    chosen = layout_of(layout)
    vouchers = list(Voucher.objects.filter(book_id=book_id, month=month).order_by("word", "number"))
    if not vouchers:
        raise refuse("nothing_to_export", month=f"{month:%Y-%m}")
    waiting = [f"{one.word}-{one.number}" for one in vouchers if one.reviewed_by_id is None]
    if waiting:
        raise refuse("vouchers_not_reviewed", count=str(len(waiting)), first=waiting[0])
    entries = export_entries(book_id=book_id, month=month, voucher_ids=[one.pk for one in vouchers])
    content = as_text(chosen, entries) if chosen.kind is FileKind.TEXT else _sheet(chosen, entries)
    made = VoucherExport.objects.create(
        book_id=book_id,
        month=month,
        layout=chosen.code,
        count=len(vouchers),
        debit=sum((one.debit for one in entries), ZERO),
        credit=sum((one.credit for one in entries), ZERO),
        sha256=hashlib.sha256(content).hexdigest(),
        again=VoucherExport.objects.filter(book_id=book_id, month=month).exists(),
        content=zlib.compress(content),
        made_by_id=act.actor_id,
        made_at=act.at,
    )
    after = {"month": f"{month:%Y-%m}", "layout": chosen.code, "count": str(made.count), "sha256": made.sha256}
    record_change(act=act, entity="voucher-exports", entity_id=made.pk, action="create", before=None, after=after)
    return made


def _sheet(layout: Layout, entries: Sequence[Entry]) -> bytes:
    import xlsxwriter  # 12 MB that only those who export need

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(layout.sheet)
        sheet.write_row(0, 0, [one.title for one in layout.columns])
        numbers = {at for at, one in enumerate(layout.columns) if one.value in {"debit", "credit", "amount"}}
        for row, entry in enumerate(entries, start=1):
            for at, cell in enumerate(cells(layout, entry)):
                if at in numbers:
                    sheet.write_number(row, at, Decimal(cell))
                else:
                    sheet.write_string(row, at, cell)
    return out.getvalue()


@transaction.atomic
def review_month(*, act: Act, book_id: int, month: date) -> int:
    """审核 every voucher of a month that somebody else made; gives how many were signed."""
    waiting = Voucher.objects.filter(book_id=book_id, month=month, reviewed_by_id__isnull=True)
    signed = waiting.exclude(made_by_id=act.actor_id).update(reviewed_by_id=act.actor_id, reviewed_at=act.at)
    if signed:
        after = {"month": f"{month:%Y-%m}", "count": str(signed)}
        record_change(act=act, entity="vouchers", entity_id=0, action="review", before=None, after=after)
    return signed
