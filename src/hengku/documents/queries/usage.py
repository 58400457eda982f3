"""Which documents speak of a record: by plain id, they protect it from deletion (foreign keys protect themselves); while open,
they keep it from being switched off."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.texts import Text
from hengku.masterdata.rules.usage import Usage

_COLUMNS = {
    "warehouses": ("l.warehouse_id", "l.to_warehouse_id"),
    "bins": ("l.bin_id", "l.to_bin_id"),
    "lots": ("l.lot_id", "NULL::bigint"),
}
"""Columns of lines that point at records of a resource without a foreign key."""
_MOST = 20


def documents_with(record_ids: Sequence[int], *, resource: str) -> Mapping[int, Sequence[str]]:
    """Record -> numbers of documents with a line that names it, newest first."""
    first, second = _COLUMNS[resource]
    found: dict[int, list[str]] = defaultdict(list)
    for record_id in record_ids:
        rows = sql.rows(
            connection,
            f"""
            SELECT coalesce(d.number, d.id::text) FROM documents_document d WHERE EXISTS (
              SELECT FROM documents_line l WHERE l.document_id = d.id AND %s::bigint IN ({first}, {second})
            ) ORDER BY d.id DESC LIMIT {_MOST}
            """,  # noqa: S608 (constants only)
            (record_id,),
        )
        if rows:
            found[record_id] = [row[0] for row in rows]
    return found


_OPEN = """
SELECT coalesce(d.number, d.id::text) FROM documents_document d
 WHERE (d.state IN ('DRAFT', 'SUBMITTED') OR d.state = 'APPROVED' AND d.stopped_at IS NULL)
   AND ({naming})
   AND (d.state <> 'APPROVED' OR EXISTS (
         SELECT FROM documents_line l JOIN masterdata_book b ON b.id = d.book_id
           LEFT JOIN documents_line_progress p ON p.line_id = l.id
          WHERE l.document_id = d.id AND {of_line}
            AND coalesce(p.executed_quantity, 0) < l.base_quantity * (1 - b.short_tolerance)))
 ORDER BY d.id DESC LIMIT {most}
"""
_SOME_LINE = "EXISTS (SELECT FROM documents_line l WHERE l.document_id = d.id AND {of_line})"
_NAMING = {
    "items:archive": (
        _SOME_LINE,
        "l.item_id = %(id)s",
    ),
    "warehouses:archive": (
        "%(id)s IN (d.warehouse_id, d.to_warehouse_id) OR " + _SOME_LINE,
        "%(id)s IN (l.warehouse_id, l.to_warehouse_id)",
    ),
    "bins:archive": (
        _SOME_LINE,
        "%(id)s IN (l.bin_id, l.to_bin_id)",
    ),
    "partners:archive": ("d.partner_id = %(id)s", "true"),
}
"""How an open document names a record, and which of its lines do."""


def open_documents_with(record_ids: Sequence[int], *, resource: str) -> Mapping[int, Sequence[str]]:
    """Record -> numbers of drafts and of orders in force with something left to carry out that name it, newest first."""
    naming, of_line = _NAMING[resource]
    statement = _OPEN.format(naming=naming.format(of_line=of_line), of_line=of_line, most=_MOST)
    found: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        for record_id in record_ids:
            cursor.execute(statement, {"id": record_id})
            numbers = [str(row[0]) for row in cursor.fetchall()]
            if numbers:
                found[record_id] = numbers
    return found


def documents_sharing(record_ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """Lot -> numbers of documents with a line that is shared out over lots, this one among them."""
    found: dict[int, list[str]] = {}
    for record_id in record_ids:
        rows = sql.rows(
            connection,
            """
            SELECT DISTINCT coalesce(d.number, d.id::text) FROM documents_line l JOIN documents_document d ON d.id = l.document_id
             WHERE l.ext @> jsonb_build_object('lots', jsonb_build_array(jsonb_build_object('lot', %s::bigint))) LIMIT 20
            """,
            (record_id,),
        )
        if rows:
            found[record_id] = [row[0] for row in rows]
    return found


LOT_PARTS = Usage(Text("单据批号分配", "lots chosen on documents"), documents_sharing)
USAGES = {
    **{resource: Usage(Text("单据", "documents"), partial(documents_with, resource=resource)) for resource in _COLUMNS},
    **{
        resource: Usage(Text("未完成单据", "open documents"), partial(open_documents_with, resource=resource))
        for resource in _NAMING
    },
}
"""By resource; those ending in ":archive" keep a record from being switched off."""
