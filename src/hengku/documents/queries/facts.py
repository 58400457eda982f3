"""The context of a call in three set-wise queries: source lines, items with their units, everything small."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

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
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocumentDraft, LineDraft
from hengku.identity.queries import epoch
from hengku.kernel import sql

_SOURCES = """
WITH d AS (
  SELECT id, type, number, state, stopped_at, reverses_id, book_id, partner_id, warehouse_id, to_warehouse_id, currency,
         price_includes_tax, handler, created_by_id, ext
    FROM documents_document
   WHERE id = ANY(ARRAY(SELECT document_id FROM documents_line WHERE id = ANY(%s::bigint[])))
   ORDER BY id FOR SHARE
)
SELECT l.id, d.id, d.type, coalesce(d.number, ''), d.state, d.stopped_at IS NOT NULL, d.reverses_id IS NOT NULL, d.book_id,
       d.partner_id, d.warehouse_id, d.to_warehouse_id, d.currency, d.price_includes_tax, d.handler, l.line_no,
       coalesce(l.item_id, 0), coalesce(l.unit_id, 0), l.factor_numerator, l.factor_denominator, l.quantity, l.base_quantity, l.second_quantity, l.warehouse_id,
       l.bin_id, l.to_warehouse_id, l.to_bin_id, l.lot_id, l.status, l.to_status, l.price, l.discount, l.tax_rate, l.reason,
       coalesce(p.linked_quantity, 0), d.created_by_id, l.net, l.total,
       (l.ext->>'min_life_days')::int,
       (d.ext->>'rate')::numeric,
       CASE WHEN l.ext ? 'gift_quantity' THEN
         (l.ext->>'gift_quantity')::numeric * l.factor_numerator / l.factor_denominator - coalesce((
           SELECT sum((t.ext->>'gift_quantity')::numeric * t.factor_numerator / t.factor_denominator)
             FROM documents_link k JOIN documents_line t ON t.id = k.target_line_id
             JOIN documents_document td ON td.id = k.target_document_id AND td.state NOT IN ('VOID', 'REVERSED')
            WHERE k.source_line_id = l.id AND k.kind = 'EXECUTE' AND t.ext ? 'gift_quantity'), 0) END,
       (l.ext->'kit_of')::text,
       EXISTS (SELECT FROM ledger_reservation r WHERE r.supply_line_id = l.id
                  AND r.quantity > r.consumed_quantity + r.released_quantity)
  FROM documents_line l
  JOIN d ON d.id = l.document_id
  LEFT JOIN documents_line_progress p ON p.line_id = l.id
 WHERE l.id = ANY(%s::bigint[])
"""
"""Shared locks keep a source from being unapproved, stopped or reversed while something is made from it. What is read is
what the lock found, not what the statement's snapshot knew."""

_ITEMS = """
SELECT i.id, i.code, i.name, i.spec, i.lifecycle, i.base_unit_id, u.precision, i.purchase_unit_id, i.sale_unit_id,
       i.stock_unit_id, i.tax_rate, i.receipt_tolerance, i.shipment_tolerance, f.units, f.numerators, f.denominators,
       i.has_expiry, i.lot_by_rule, i.min_life_days,
       EXISTS (SELECT FROM masterdata_price_entry e WHERE e.item_id = i.id AND e.kind = 'FLOOR'), i.is_kit,
       i.second_unit_id, i.second_ratio, i.second_tolerance, coalesce(su.precision, 0), i.inspection <> ''
  FROM masterdata_item i
  JOIN masterdata_unit u ON u.id = i.base_unit_id
  LEFT JOIN masterdata_unit su ON su.id = i.second_unit_id
  LEFT JOIN LATERAL (SELECT array_agg(x.unit_id) AS units, array_agg(x.numerator) AS numerators,
                            array_agg(x.denominator) AS denominators
                       FROM masterdata_item_unit x WHERE x.item_id = i.id) f ON true
 WHERE i.id = ANY(ARRAY(SELECT unnest(%s::bigint[]) UNION SELECT item_id FROM documents_line WHERE id = ANY(%s::bigint[])))
"""
"""The items named, and those of source lines."""

_SMALL = """
SELECT 'B', b.id, b.currency, b.timezone || chr(1) || b.code, b.price_includes_tax, NULL::bool, NULL::bool, b.receipt_tolerance,
       b.shipment_tolerance, b.tax_rate, NULL::bigint[]
  FROM masterdata_book b WHERE b.id = ANY(%s::bigint[])
UNION ALL
SELECT 'P', p.id, p.name, p.price_includes_tax::text, p.is_supplier, p.is_customer, p.blocked, p.tax_rate, p.min_life_days,
       CASE WHEN p.credit_limit IS NOT NULL OR p.credit_days IS NOT NULL THEN 1 END, CASE WHEN p.inspects_goods THEN '{}'::bigint[] END
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
UNION ALL
SELECT DISTINCT 'C', 0, c.document_type, NULL, NULL::bool, NULL::bool, NULL::bool, NULL::numeric, NULL::numeric, NULL::numeric, NULL::bigint[]
  FROM documents_check c WHERE c.active AND c.document_type = ANY(%s::text[])
UNION ALL
SELECT 'E', 0, e.token, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM identity_epoch e
UNION ALL
SELECT DISTINCT 'F', 0, w.document_type, NULL, NULL::bool, NULL::bool, NULL::bool, NULL::numeric, NULL::numeric, NULL::numeric, NULL::bigint[]
  FROM workflow_workflow w WHERE w.active AND w.document_type = ANY(%s::text[])
UNION ALL
SELECT 'D', nextval('documents_document_id_seq'), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM generate_series(1, %s)
UNION ALL
SELECT 'L', nextval('documents_line_id_seq'), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM generate_series(1, %s)
"""
"""Books, partners, warehouses, bins, number rules, types with checks of the firm, the version of descriptions, types with approval flows; and
ids for what is going to be written."""


def facts_for(drafts: Sequence[DocumentDraft], *, new: bool = False) -> Facts:
    """Everything needed to fill and check these drafts, on one trip; a second one only for what sources name and drafts do not.
    new: with ids for the documents and lines to be written."""
    lines = [line for draft in drafts for line in draft.lines]
    wanted = sorted({line.source_line_id for line in lines if line.source_line_id is not None})
    item_ids = sorted({line.item_id for line in lines if line.item_id is not None})
    small = _Small({draft.book_id for draft in drafts}, {draft.type for draft in drafts})
    for draft in drafts:
        small.partners.add(draft.partner_id)
        small.warehouses.update((draft.warehouse_id, draft.to_warehouse_id))
    for line in lines:
        small.add_places(line)
    counts = (len(drafts), len(lines)) if new else (0, 0)
    sources, items, rest = sql.batch(
        connection, (_SOURCES, (wanted, wanted)), (_ITEMS, (item_ids, wanted)), small.question(*counts)
    )
    facts = Facts(
        sources={row[0]: SourceFacts._make(row) for row in sources},
        items={row[0]: ItemFacts._make(row) for row in items},
    )
    facts.source_kinds = {code: DOCUMENT_TYPES.get(code).kind for code in {one.type for one in facts.sources.values()}}
    _keep_small(facts, rest)
    more = _Small(set(), set())
    for source in facts.sources.values():
        more.partners.add(source.partner_id)
        more.warehouses.update((source.document_warehouse_id, source.document_to_warehouse_id))
        more.add_places(source)
    if more.leave_out(facts):
        _keep_small(facts, sql.rows(connection, *more.question()))
    return facts


@dataclass(slots=True)
class _Small:
    """What is asked for besides sources and items; None stands for nothing."""

    books: set[int]
    types: set[str]
    partners: set[int | None] = field(default_factory=set)
    warehouses: set[int | None] = field(default_factory=set)
    bins: set[int | None] = field(default_factory=set)

    def add_places(self, line: LineDraft | SourceFacts) -> None:
        self.warehouses.update((line.warehouse_id, line.to_warehouse_id))
        self.bins.update((line.bin_id, line.to_bin_id))

    def leave_out(self, facts: Facts) -> bool:
        """Forget what is known; False when nothing is left."""
        self.partners -= {None, *facts.partners}
        self.warehouses -= {None, *facts.warehouses}
        self.bins -= {None, *facts.bins}
        return bool(self.partners or self.warehouses or self.bins)

    def question(self, documents: int = 0, lines: int = 0) -> tuple[str, Sequence[object]]:
        ids = (_present(self.partners), _present(self.warehouses), _present(self.bins))
        types = list(self.types)
        return _SMALL, (list(self.books), *ids, types, types, types, documents, lines)


def _present(ids: set[int | None]) -> list[int]:
    return [id_ for id_ in ids if id_ is not None]


def _keep_small(facts: Facts, rows: Sequence[tuple[Any, ...]]) -> None:
    described = ""
    for row in rows:
        kind, id_, text, more, yes1, yes2, yes3, number1, number2, number3, ids = row
        if kind == "L":
            facts.line_ids.append(id_)
        elif kind == "D":
            facts.document_ids.append(id_)
        elif kind == "B":
            timezone, code = more.split(chr(1))
            facts.books[id_] = BookFacts(id_, text, timezone, code, yes1, number1, number2, number3)
        elif kind == "P":
            facts.partners[id_] = PartnerFacts(
                id_,
                text,
                yes1,
                yes2,
                yes3,
                number1,
                None if number2 is None else int(number2),
                None if more is None else more == "true",
                number3 is not None,
                ids is not None,
            )
        elif kind == "W":
            facts.warehouses[id_] = WarehouseFacts(id_, text, yes1, ids)
        elif kind == "E":
            described = text
        elif kind == "C":
            facts.checked_types.add(text)
        elif kind == "F":
            facts.flow_types.add(text)
        elif kind == "N":
            facts.bins[id_] = BinFacts(id_, text, int(number1), yes1)
        else:
            prefix, pattern = more.split(chr(1))
            facts.patterns[text] = (prefix, pattern)
    epoch.note(described)
    facts.document_ids.sort()
    facts.line_ids.sort()


def facts_of_mirrors(*, types: set[str], book_ids: set[int], documents: int, lines: int) -> Facts:
    """What mirrors need: number rules of the types, the books, and ids."""
    facts = Facts()
    _keep_small(facts, sql.rows(connection, *_Small(book_ids, types).question(documents, lines)))
    return facts
