"""The context of a call in three set-wise queries: source lines, items with their units, everything small."""

from collections.abc import Collection, Sequence

from django.db import connection

from hengku.documents.rules.facts import (
    BinFacts,
    BookFacts,
    Facts,
    ItemFacts,
    PartnerFacts,
    SourceFacts,
    WarehouseFacts,
)
from hengku.documents.types import DocumentDraft, LineDraft
from hengku.kernel import sql

_SOURCES = """
WITH d AS (
  SELECT id, type, number, state, stopped_at, reverses_id, book_id, partner_id, warehouse_id, to_warehouse_id, currency,
         price_includes_tax, handler, created_by_id
    FROM documents_document
   WHERE id IN (SELECT document_id FROM documents_line WHERE id = ANY(%s::bigint[]))
   ORDER BY id /*lock*/
)
SELECT l.id, d.id, d.type, coalesce(d.number, ''), d.state, d.stopped_at IS NOT NULL, d.reverses_id IS NOT NULL, d.book_id,
       d.partner_id, d.warehouse_id, d.to_warehouse_id, d.currency, d.price_includes_tax, d.handler, l.line_no, l.item_id,
       l.unit_id, l.factor_numerator, l.factor_denominator, l.quantity, l.base_quantity, l.second_quantity, l.warehouse_id,
       l.bin_id, l.to_warehouse_id, l.to_bin_id, l.lot_id, l.status, l.to_status, l.price, l.discount, l.tax_rate, l.reason,
       coalesce(p.linked_quantity, 0), d.created_by_id, l.net, l.total
  FROM documents_line l
  JOIN d ON d.id = l.document_id
  LEFT JOIN documents_line_progress p ON p.line_id = l.id
 WHERE l.id = ANY(%s::bigint[])
"""

_LOCKED_SOURCES = _SOURCES.replace("/*lock*/", "FOR SHARE")
"""Shared locks keep a source from being unapproved, stopped or reversed while something is made from it. What is read is
what the lock found, not what the statement's snapshot knew."""

_ITEMS = """
SELECT i.id, i.code, i.name, i.spec, i.lifecycle, i.base_unit_id, u.precision, i.purchase_unit_id, i.sale_unit_id,
       i.stock_unit_id, i.tax_rate, i.receipt_tolerance, i.shipment_tolerance, f.units, f.numerators, f.denominators
  FROM masterdata_item i
  JOIN masterdata_unit u ON u.id = i.base_unit_id
  LEFT JOIN LATERAL (SELECT array_agg(x.unit_id) AS units, array_agg(x.numerator) AS numerators,
                            array_agg(x.denominator) AS denominators
                       FROM masterdata_item_unit x WHERE x.item_id = i.id) f ON true
 WHERE i.id = ANY(%s::bigint[])
"""

_SMALL = """
SELECT 'B', b.id, b.currency, b.timezone || chr(1) || b.code, b.price_includes_tax, NULL::bool, NULL::bool, b.receipt_tolerance,
       b.shipment_tolerance, b.tax_rate, NULL::bigint[]
  FROM masterdata_book b WHERE b.id = ANY(%s::bigint[])
UNION ALL
SELECT 'P', p.id, p.name, NULL, p.is_supplier, p.is_customer, p.blocked, p.tax_rate, NULL, NULL, NULL
  FROM masterdata_partner p WHERE p.id = ANY(%s::bigint[])
UNION ALL
SELECT 'W', w.id, w.name, NULL, w.active, NULL, NULL, NULL, NULL, NULL,
       (SELECT array_agg(x.book_id) FROM masterdata_book_warehouse x WHERE x.warehouse_id = w.id)
  FROM masterdata_warehouse w WHERE w.id = ANY(%s::bigint[])
UNION ALL
SELECT 'N', b.id, b.code, NULL, b.active, NULL, NULL, b.warehouse_id, NULL, NULL, NULL
  FROM masterdata_bin b WHERE b.id = ANY(%s::bigint[])
UNION ALL
SELECT 'R', 0, r.target, r.prefix || chr(1) || r.pattern, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM masterdata_number_rule r WHERE r.target = ANY(%s::text[])
"""


def source_lines(line_ids: Collection[int], *, lock: bool) -> dict[int, SourceFacts]:
    """Lines that new lines are to be made from."""
    if not line_ids:
        return {}
    ids = sorted(line_ids)
    found = sql.rows(connection, _LOCKED_SOURCES if lock else _SOURCES, (ids, ids))
    return {row[0]: SourceFacts._make(row) for row in found}


def items(item_ids: Collection[int]) -> dict[int, ItemFacts]:
    """Items with their units."""
    if not item_ids:
        return {}
    return {row[0]: ItemFacts._make(row) for row in sql.rows(connection, _ITEMS, (sorted(item_ids),))}


def facts_for(drafts: Sequence[DocumentDraft], *, lock_sources: bool = True) -> Facts:
    """Everything needed to fill and check these drafts."""
    lines = [line for draft in drafts for line in draft.lines]
    facts = Facts(
        sources=source_lines(
            {line.source_line_id for line in lines if line.source_line_id is not None}, lock=lock_sources
        )
    )
    sources = facts.sources.values()
    item_ids = {line.item_id for line in lines if line.item_id is not None} | {source.item_id for source in sources}
    facts.items = items(item_ids)
    warehouses = {
        place for source in sources for place in (source.document_warehouse_id, source.document_to_warehouse_id)
    }
    bins: set[int | None] = set()
    places: list[LineDraft | SourceFacts] = [*lines, *sources]
    for place in places:
        warehouses.update((place.warehouse_id, place.to_warehouse_id))
        bins.update((place.bin_id, place.to_bin_id))
    for draft in drafts:
        warehouses.update((draft.warehouse_id, draft.to_warehouse_id))
    partners = {draft.partner_id for draft in drafts} | {source.partner_id for source in sources}
    _read_small(
        facts,
        books={draft.book_id for draft in drafts},
        partners=_present(partners),
        warehouses=_present(warehouses),
        bins=_present(bins),
        types={draft.type for draft in drafts},
    )
    return facts


def _present(ids: set[int | None]) -> list[int]:
    return [id_ for id_ in ids if id_ is not None]


def _read_small(
    facts: Facts, *, books: set[int], partners: list[int], warehouses: list[int], bins: list[int], types: set[str]
) -> None:
    for row in sql.rows(connection, _SMALL, (list(books), partners, warehouses, bins, list(types))):
        kind, id_, text, more, yes1, yes2, yes3, number1, number2, number3, ids = row
        if kind == "B":
            timezone, code = more.split(chr(1))
            facts.books[id_] = BookFacts(id_, text, timezone, code, yes1, number1, number2, number3)
        elif kind == "P":
            facts.partners[id_] = PartnerFacts(id_, text, yes1, yes2, yes3, number1)
        elif kind == "W":
            facts.warehouses[id_] = WarehouseFacts(id_, text, yes1, ids)
        elif kind == "N":
            facts.bins[id_] = BinFacts(id_, text, int(number1), yes1)
        else:
            prefix, pattern = more.split(chr(1))
            facts.patterns[text] = (prefix, pattern)


def numbering_facts(*, types: set[str], book_ids: set[int]) -> Facts:
    """What numbers need: number rules of the types, and the books."""
    facts = Facts()
    _read_small(facts, books=book_ids, partners=[], warehouses=[], bins=[], types=types)
    return facts
