"""Which documents speak of a record by plain id: they protect it from deletion. (Foreign keys protect themselves.)"""

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


USAGES = {
    resource: Usage(Text("单据", "documents"), partial(documents_with, resource=resource)) for resource in _COLUMNS
}
"""By resource."""
