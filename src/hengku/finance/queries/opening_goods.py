"""Which opening stock the goods of an opening estimate are part of."""

from collections.abc import Sequence

from django.db import connection

from hengku.finance.queries.goods_lines import GoodsRow
from hengku.kernel import sql

_LINES = """
SELECT t.line_id, (
    SELECT l.id FROM documents_line l JOIN documents_document d ON d.id = l.document_id
    WHERE d.book_id = t.book_id AND d.type = 'opening_stock' AND d.state = 'POSTED' AND d.reverses_id IS NULL
      AND l.item_id = t.item_id AND l.warehouse_id = t.warehouse_id
    ORDER BY (l.base_quantity >= t.quantity) DESC, l.id LIMIT 1)
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::numeric[]) AS t(line_id, book_id, item_id, warehouse_id, quantity)
"""


def opening_lines(rows: Sequence[GoodsRow]) -> dict[int, int | None]:
    """Opening estimate line -> the opening stock line of its item and warehouse that holds its goods; None where there is none left
    to bear a difference (it goes to what stands in the pool)."""
    asked = [row for row in rows if row.type == "opening_estimate"]
    if not asked:
        return {}
    columns = [[row.id for row in asked], [row.book_id for row in asked], [row.item_id for row in asked],
               [row.warehouse_id for row in asked], [row.quantity for row in asked]]  # fmt: skip
    return dict(sql.rows(connection, _LINES, columns))
