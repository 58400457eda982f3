"""Saved documents as guards and effects see them: two statements for any number, plus one per type with own columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.db import connection

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocumentState, LinkKind, LoadedDocument, LoadedLine
from hengku.kernel import sql

_DOCUMENTS = """
SELECT d.id, d.type, coalesce(d.number, ''), d.state, d.book_id, d.partner_id, d.warehouse_id, d.to_warehouse_id,
       d.business_date, d.rev, d.reverses_id, d.created_by_id, d.created_at, d.currency, d.price_includes_tax,
       d.stopped_at IS NOT NULL, d.ext::text, (SELECT b.timezone FROM masterdata_book b WHERE b.id = d.book_id),
       coalesce((SELECT p.credit_limit IS NOT NULL OR p.credit_days IS NOT NULL FROM masterdata_partner p
                  WHERE p.id = d.partner_id), false),
       EXISTS (SELECT FROM documents_check c WHERE c.document_type = d.type AND c.active),
       EXISTS (SELECT FROM workflow_workflow w WHERE w.document_type = d.type AND w.active),
       coalesce((SELECT r.status FROM workflow_instance r
                  WHERE r.document_id = d.id AND r.status IN ('running', 'returned')), ''),
       EXISTS (SELECT FROM masterdata_partner p WHERE p.id = d.partner_id AND p.inspects_goods)
  FROM documents_document d WHERE d.id = ANY(%s::bigint[]) ORDER BY d.id
"""

_LINES = """
SELECT l.document_id, l.id, l.line_no, coalesce(l.item_id, 0), coalesce(l.unit_id, 0), l.quantity, l.base_quantity, l.second_quantity, l.warehouse_id,
       l.bin_id, l.to_warehouse_id, l.to_bin_id, l.lot_id, l.status, l.to_status, l.price, l.net, l.tax, l.total, l.reason,
       k.source_line_id, k.source_document_id, k.kind, l.ext::text, l.tax_rate, l.discount,
       CASE WHEN s.stopped_at IS NOT NULL THEN s.number END, k.quantity, l.factor_numerator, l.factor_denominator,
       EXISTS (SELECT FROM masterdata_price_entry e WHERE e.item_id = l.item_id AND e.kind = 'FLOOR'), coalesce(s.type, ''),
       EXISTS (SELECT FROM masterdata_item i WHERE i.id = l.item_id AND i.inspection <> '')
  FROM documents_line l
  LEFT JOIN LATERAL (SELECT x.source_line_id, x.source_document_id, x.kind, x.quantity FROM documents_link x
                      WHERE x.target_line_id = l.id ORDER BY x.id LIMIT 1) k ON true
  LEFT JOIN documents_document s ON s.id = k.source_document_id
 WHERE l.document_id = ANY(%s::bigint[]) ORDER BY l.document_id, l.line_no
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Documents with what only the transition needs: the book's time zone, and sources that somebody stopped."""

    documents: list[LoadedDocument]
    timezones: dict[int, str]
    stopped_sources: dict[int, str]

    def today(self, document_id: int, at: datetime) -> date:
        """Today in the document's book."""
        return at.astimezone(ZoneInfo(self.timezones[document_id])).date()


def load_documents(ids: Sequence[int], *, for_update: bool = False) -> list[LoadedDocument]:
    """Documents in the order of `ids`; ids nobody has are left out. for_update locks them in id order."""
    return load(ids, for_update=for_update).documents


def load(ids: Sequence[int], *, for_update: bool) -> Loaded:
    """As load_documents, with what the transition needs beside."""
    wanted = sorted(set(ids))
    statement = _DOCUMENTS + "   FOR NO KEY UPDATE OF d" if for_update else _DOCUMENTS
    headers = sql.rows(connection, statement, (wanted,)) if wanted else []
    if not headers:
        return Loaded([], {}, {})
    lines: dict[int, list[LoadedLine]] = {row[0]: [] for row in headers}
    stopped: dict[int, str] = {}
    for row in sql.rows(connection, _LINES, (wanted,)):
        lines[row[0]].append(_line(row))
        if row[26] is not None:
            stopped[row[1]] = row[26]
    found = {row[0]: _document(row, tuple(lines[row[0]])) for row in headers}
    for code in {document.type for document in found.values()}:
        _add_side_values(code, found)
    return Loaded([found[id_] for id_ in ids if id_ in found], {row[0]: row[17] for row in headers}, stopped)


def _line(row: tuple[Any, ...]) -> LoadedLine:
    return LoadedLine(
        id=row[1], line_no=row[2], item_id=row[3], unit_id=row[4], quantity=row[5], base_quantity=row[6],
        second_quantity=row[7], warehouse_id=row[8], bin_id=row[9], to_warehouse_id=row[10], to_bin_id=row[11],
        lot_id=row[12], status=row[13], to_status=row[14], price=row[15], net=row[16], tax=row[17], total=row[18],
        reason=row[19], source_line_id=row[20], source_document_id=row[21], link_kind=LinkKind(row[22]) if row[22] else None,
        extra=_ext(row[23]), tax_rate=row[24], discount=row[25], link_quantity=row[27], factor=(row[28], row[29]),
        has_floor=row[30], source_type=row[31], has_inspection=row[32],
    )  # fmt: skip


def _document(row: tuple[Any, ...], lines: tuple[LoadedLine, ...]) -> LoadedDocument:
    return LoadedDocument(
        id=row[0], type=row[1], number=row[2], state=DocumentState(row[3]), book_id=row[4], partner_id=row[5],
        warehouse_id=row[6], to_warehouse_id=row[7], business_date=row[8], rev=row[9], reverses_id=row[10], lines=lines,
        extra=_ext(row[16]), created_by_id=row[11], created_at=row[12], currency=row[13], price_includes_tax=row[14],
        stopped=row[15], partner_on_credit=row[18], has_checks=row[19], has_flows=row[20],
        in_flow=row[21], partner_inspected=row[22],
    )  # fmt: skip


def _ext(text: str) -> dict[str, object]:
    return {} if text == "{}" else dict(orjson.loads(text))


def _add_side_values(code: str, found: dict[int, LoadedDocument]) -> None:
    side = DOCUMENT_TYPES.get(code).side
    if side is None:
        return
    mine = [document for document in found.values() if document.type == code]
    headers, lines = side.read(
        [document.id for document in mine], [line.id for document in mine for line in document.lines]
    )
    for document in mine:
        found[document.id] = replace(
            document,
            extra={**document.extra, **headers.get(document.id, {})},
            lines=tuple(
                replace(line, extra={**line.extra, **lines[line.id]}) if line.id in lines else line
                for line in document.lines
            ),
        )
