"""Totals of a book's posted documents, to compare with the files a demo came from."""

from typing import Any

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.quantity import plain


def document_totals(*, book_id: int) -> dict[str, dict[str, Any]]:
    """Documents, lines, base quantity and net amount of each type, void and reversed ones left out."""
    rows = sql.rows(
        connection,
        """
        SELECT document.type, count(DISTINCT document.id), count(*), sum(line.base_quantity), sum(line.net)
        FROM documents_document document JOIN documents_line line ON line.document_id = document.id
        WHERE document.book_id = %s AND document.state NOT IN ('VOID', 'REVERSED') AND document.reverses_id IS NULL
        GROUP BY document.type ORDER BY document.type
        """,
        (book_id,),
    )
    return {
        code: {"documents": documents, "lines": lines, "quantity": plain(quantity), "net": f"{net:.2f}"}
        for code, documents, lines, quantity, net in rows
    }


def monthly_net(*, book_id: int) -> dict[tuple[str, str], int]:
    """Shipped minus returned quantity by month and item code, from posted documents."""
    rows = sql.rows(
        connection,
        """
        SELECT to_char(document.business_date, 'YYYY-MM'), item.code,
               sum(CASE document.type WHEN 'shipment' THEN line.base_quantity ELSE -line.base_quantity END)
        FROM documents_document document
        JOIN documents_line line ON line.document_id = document.id
        JOIN masterdata_item item ON item.id = line.item_id
        WHERE document.book_id = %s AND document.type IN ('shipment', 'sales_return') AND document.state = 'POSTED'
        GROUP BY 1, 2
        """,
        (book_id,),
    )
    return {(month, code): int(quantity) for month, code, quantity in rows}
