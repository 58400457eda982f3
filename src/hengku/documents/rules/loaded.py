"""Documents as guards and effects see them, from rows that were just written: nothing is read back."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from hengku.documents.rules.headers import PreparedHeader
from hengku.documents.rules.lines import PreparedLine
from hengku.documents.types import DocumentState, LinkKind, LoadedDocument, LoadedLine

Source = tuple[int, int, LinkKind, Decimal | None]
"""source line, source document, kind, what the link takes of it (None: the line's quantity)"""


def loaded_line(
    line_id: int,
    line: PreparedLine,
    source: Source | None,
    extra: Mapping[str, object],
    *,
    has_floor: bool = False,
    is_awaited: bool = True,
    source_type: str = "",
    has_inspection: bool = False,
) -> LoadedLine:
    """A line that was just written."""
    return LoadedLine(
        id=line_id, line_no=line.line_no, item_id=line.item_id, unit_id=line.unit_id, quantity=line.quantity,
        base_quantity=line.base_quantity, second_quantity=line.second_quantity, warehouse_id=line.warehouse_id,
        bin_id=line.bin_id, to_warehouse_id=line.to_warehouse_id, to_bin_id=line.to_bin_id, lot_id=line.lot_id,
        status=line.status, to_status=line.to_status, price=line.price, net=line.net, tax=line.tax, total=line.total,
        reason=line.reason, source_line_id=source[0] if source else None, source_document_id=source[1] if source else None,
        link_kind=source[2] if source else None, extra=extra, tax_rate=line.tax_rate, discount=line.discount,
        link_quantity=source[3] if source else None, factor=(line.factor_numerator, line.factor_denominator),
        has_floor=has_floor, is_awaited=is_awaited, source_type=source_type, has_inspection=has_inspection,
    )  # fmt: skip


def loaded_document(
    document_id: int,
    header: PreparedHeader,
    lines: tuple[LoadedLine, ...],
    *,
    state: DocumentState,
    created_by_id: int | None,
    created_at: datetime,
    reverses_id: int | None = None,
    partner_on_credit: bool = False,
    partner_inspected: bool = False,
    has_checks: bool = False,
    has_flows: bool = False,
) -> LoadedDocument:
    """A document that was just written; its number comes with the end of the command."""
    return LoadedDocument(
        id=document_id, type=header.type, number="", state=state, book_id=header.book_id, partner_id=header.partner_id,
        warehouse_id=header.warehouse_id, to_warehouse_id=header.to_warehouse_id, business_date=header.business_date, rev=1,
        reverses_id=reverses_id, lines=lines, extra=header.extra, created_by_id=created_by_id, created_at=created_at,
        currency=header.currency, price_includes_tax=header.price_includes_tax, partner_on_credit=partner_on_credit, partner_inspected=partner_inspected, has_checks=has_checks,
        has_flows=has_flows,
    )  # fmt: skip
