"""Guards of documents that speak of cost: opening stock, other receipts, cost adjustments."""

from collections.abc import Sequence

from django.db import connection

from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal
from hengku.ledger.queries.closing import has_closed
from hengku.ledger.queries.known_cost import unit_costs
from hengku.masterdata.queries.places import warehouse_place_ids
from hengku.warehousing.rules.amounts import Pool, adjustment_problems, own_cost_problems, without_cost
from hengku.warehousing.rules.moves import adjusted_line

_RECEIPT_LINES = """
SELECT l.id, l.item_id FROM documents_line l JOIN documents_document d ON d.id = l.document_id
 WHERE l.id = ANY(%s::bigint[]) AND l.type = 'goods_receipt' AND d.state = 'POSTED' AND d.reverses_id IS NULL
"""


def guard_own_cost(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """own_cost_required for lines that bring no amount."""
    problems: list[Refusal] = []
    for document in documents:
        lines = without_cost(document)
        if lines:
            names = item_names([line.item_id for line in lines])
            problems.extend(own_cost_problems(document, names=names, pools=_pools(document)))
    return problems


def guard_opening(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Opening stock belongs before the first close."""
    closed = {book_id: has_closed(book_id=book_id) for book_id in {document.book_id for document in documents}}
    return [Refusal("opening_after_close", {}, ("header",)) for document in documents if closed[document.book_id]]


def guard_cost_adjustments(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Adjustments of nothing, and receipt lines that are none."""
    problems = [problem for document in documents for problem in adjustment_problems(document)]
    named = {line.id: adjusted_line(line) for document in documents for line in document.lines}
    wanted = sorted({line_id for line_id in named.values() if line_id is not None})
    receipts: dict[int, int] = dict(sql.rows(connection, _RECEIPT_LINES, (wanted,))) if wanted else {}
    for document in documents:
        for line in document.lines:
            receipt_line = named[line.id]
            if receipt_line is not None and receipts.get(receipt_line) != line.item_id:
                problems.append(Refusal("adjusts_not_a_receipt", {}, ("line", line.id, "adjusts_line")))
    return problems


def item_names(item_ids: Sequence[int]) -> dict[int, str]:
    """Code and name of items, for messages."""
    return dict(
        sql.rows(
            connection,
            "SELECT id, code || ' ' || name FROM masterdata_item WHERE id = ANY(%s::bigint[])",
            (sorted(set(item_ids)),),
        )
    )


def _pools(document: LoadedDocument) -> dict[tuple[int, int], Pool]:
    """Last known cost by item and warehouse."""
    warehouses = {line.warehouse_id for line in document.lines if line.warehouse_id is not None}
    places = warehouse_place_ids(warehouses)
    keys = {(line.item_id, places[line.warehouse_id]) for line in document.lines if line.warehouse_id is not None}
    known = unit_costs(book_id=document.book_id, keys=sorted(keys))
    warehouse_of = {place: warehouse for warehouse, place in places.items()}
    return {(item, warehouse_of[place]): pool for (item, place), pool in known.items()}
