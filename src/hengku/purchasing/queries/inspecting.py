"""What inspections are about, what they decided, and whose goods need one."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.kernel import sql
from hengku.purchasing.rules.inspection import Inspected

_SOURCES = """
SELECT l.id, d.type, coalesce(d.number, ''), l.line_no, l.base_quantity, l.status, l.warehouse_id, d.partner_id,
       coalesce(i.passed + i.refused, 0)
  FROM documents_line l JOIN documents_document d ON d.id = l.document_id
  LEFT JOIN purchasing_inspected_line i ON i.line_id = l.id
 WHERE l.id = ANY(%s::bigint[])
"""
_ITEMS = "SELECT id, inspection, aql FROM masterdata_item WHERE id = ANY(%s::bigint[])"
_DECIDED = "SELECT line_id, passed, refused FROM purchasing_inspected_line WHERE line_id = ANY(%s::bigint[])"


class Arrived(NamedTuple):
    """A notice's line as a receipt sees it, or a line of goods borrowed that are bought now, in base units. received: what was
    received; taken: with what live drafts are going to receive; passed: what inspections let through."""

    line_id: int
    warehouse_id: int
    quantity: Decimal
    received: Decimal
    taken: Decimal
    passed: Decimal
    borrowed: bool = False


_ARRIVED = """
SELECT l.id, l.warehouse_id, l.base_quantity, coalesce(p.executed_quantity, 0),
       (SELECT coalesce(sum(k.quantity), 0) FROM documents_link k JOIN documents_document t ON t.id = k.target_document_id
         WHERE k.source_line_id = l.id AND k.kind = 'EXECUTE' AND t.state NOT IN ('VOID', 'REVERSED')),
       coalesce(i.passed, 0), l.type = 'borrow'
  FROM documents_line l
  LEFT JOIN documents_line_progress p ON p.line_id = l.id
  LEFT JOIN purchasing_inspected_line i ON i.line_id = l.id
 WHERE l.id = ANY(%s::bigint[]) AND l.type IN ('receiving_notice', 'borrow')
"""
_INSPECTING = """
SELECT x.line_id, i.inspection, p.inspects_goods, i.code || ' ' || i.name
  FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS x(line_id, item_id, partner_id)
  JOIN masterdata_item i ON i.id = x.item_id
  LEFT JOIN masterdata_partner p ON p.id = x.partner_id
"""


def inspected_sources(line_ids: Collection[int]) -> dict[int, Inspected]:
    """The lines inspections are made from, by id."""
    return {row[0]: Inspected(*row) for row in sql.rows(connection, _SOURCES, (sorted(set(line_ids)),))}


def item_plans(item_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """(inspection, AQL) of these items."""
    return {pk: (says, aql) for pk, says, aql in sql.rows(connection, _ITEMS, (sorted(set(item_ids)),))}


def decided(line_ids: Collection[int]) -> Mapping[int, tuple[Decimal, Decimal]]:
    """(passed, refused) of lines that posted inspections decided on."""
    return {pk: (passed, refused) for pk, passed, refused in sql.rows(connection, _DECIDED, (sorted(set(line_ids)),))}


def arrived_question(line_ids: Collection[int]) -> tuple[str, Sequence[object]]:
    """Asks for the rows of arrived_lines, for whoever asks more on the same trip."""
    return _ARRIVED, (sorted(set(line_ids)),)


def arrived_lines(line_ids: Collection[int]) -> dict[int, Arrived]:
    """Those of these lines that belong to a receiving notice."""
    if not line_ids:
        return {}
    found = [Arrived(*row) for row in sql.rows(connection, *arrived_question(line_ids))]
    return {one.line_id: one for one in found if not one.borrowed}


def inspection_rules(wanted: Collection[tuple[int, int, int | None]]) -> dict[int, tuple[str, bool, str]]:
    """(what the item says, whether the supplier's goods are inspected, the item's name) of (line, item, supplier).
    Asked for lines somebody says anything about."""
    rows = sql.rows(connection, _INSPECTING, tuple(list(column) for column in zip(*wanted, strict=True)))
    return {line_id: (says, bool(supplier), name) for line_id, says, supplier, name in rows}


_STANDS_FOR = """
SELECT k.target_line_id, k.source_line_id FROM documents_link k
 WHERE k.target_line_id = ANY(%s::bigint[]) AND k.kind = 'REFUSE'
"""


def notice_lines_of(inspection_line_ids: Collection[int]) -> dict[int, int]:
    """The notice line each inspection line decided on: what it let pass is received against that."""
    return dict(sql.rows(connection, _STANDS_FOR, (sorted(set(inspection_line_ids)),)))


_RECEIPTS = """
SELECT DISTINCT d.id, coalesce(d.number, '') FROM documents_link k JOIN documents_document d ON d.id = k.target_document_id
 WHERE k.source_line_id = %s AND k.kind = 'EXECUTE' AND d.state NOT IN ('VOID', 'REVERSED') ORDER BY 1 DESC
"""


def receipts_of(notice_line_id: int) -> list[str]:
    """Numbers of the live receipts made from a notice's line, newest first."""
    return [number for _, number in sql.rows(connection, _RECEIPTS, (notice_line_id,))]
