"""What the keeper must know about documents that want to move stock: one statement, a second one only while a freeze holds."""

from collections.abc import Mapping, Sequence

from django.db import connection

from hengku.documents.types import LoadedDocument, LoadedLine
from hengku.kernel import sql
from hengku.warehousing.rules.keeping import BinFacts, Freeze, KeepingFacts, LotFacts, Noting, ends_of, serials_of
from hengku.warehousing.rules.scope import Scope

_FACTS = """
SELECT 'W', w.id, w.name, w.uses_bins, w.active, NULL::bigint, NULL::date, NULL::date, NULL::numeric
  FROM masterdata_warehouse w WHERE w.id = ANY(%s::bigint[])
UNION ALL
SELECT 'B', b.id, b.code, b.locked_in, b.locked_out, b.zone_id, NULL, NULL, NULL
  FROM masterdata_bin b WHERE b.id = ANY(%s::bigint[])
UNION ALL
SELECT 'L', l.id, l.number, NULL, NULL, l.item_id, l.production_date, l.expiry_date, i.min_receipt_life
  FROM masterdata_lot l JOIN masterdata_item i ON i.id = l.item_id WHERE l.id = ANY(%s::bigint[])
UNION ALL
SELECT 'P', p.id, p.name, NULL, NULL, NULL, NULL, NULL, NULL
  FROM masterdata_partner p WHERE p.id = ANY(%s::bigint[]) AND p.blocked
UNION ALL
SELECT 'S', i.id, i.code || ' ' || i.name, i.weak_serials = 'OUT', NULL, NULL, NULL, NULL, NULL
  FROM masterdata_item i WHERE i.id = ANY(%s::bigint[]) AND i.weak_serials <> ''
UNION ALL
SELECT 'F', c.document_id, d.number, NULL, NULL, NULL, NULL, NULL, NULL
  FROM warehousing_count_plan c JOIN documents_document d ON d.id = c.document_id
 WHERE c.method = 'STATIC' AND c.started_at IS NOT NULL AND c.finished_at IS NULL AND c.warehouse_ids && %s::bigint[]
"""

_SCOPES = """
SELECT document_id, warehouse_ids, zone_ids, bin_ids, category_ids, brand_ids, item_ids
  FROM warehousing_count_plan WHERE document_id = ANY(%s::bigint[])
"""

_NOTED = """
SELECT k.item_id, k.number, min(d.number)
  FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::text[]) AS k(document_id, type, item_id, number)
  JOIN documents_line l ON l.ext ? 'serials' AND l.ext->'serials' @> to_jsonb(k.number) AND l.item_id = k.item_id
  JOIN documents_document d ON d.id = l.document_id AND d.type = k.type AND d.id <> k.document_id AND d.state = 'POSTED'
   AND d.reverses_id IS NULL
 GROUP BY 1, 2
"""

_ITEMS = """
SELECT i.id, i.code || ' ' || i.name, i.brand_id,
       (SELECT array_agg(a.id) FROM masterdata_item_category a
         WHERE a.path = c.path OR c.path LIKE a.path || '/%%')
  FROM masterdata_item i LEFT JOIN masterdata_item_category c ON c.id = i.category_id
 WHERE i.id = ANY(%s::bigint[])
"""


def keeping_facts(documents: Sequence[LoadedDocument], directions: Mapping[str, str]) -> KeepingFacts:
    """Facts about the warehouses, bins, lots and partners these documents name, and the freezes they meet."""
    lines = [(document, line) for document in documents for line in document.lines]
    ends = [end for document, line in lines for end in ends_of(document.type, directions[document.type], line)]
    warehouses = sorted({end.warehouse_id for end in ends})
    bins = sorted({end.bin_id for end in ends if end.bin_id is not None})
    lots = sorted({line.lot_id for _, line in lines if line.lot_id is not None})
    partners = sorted({document.partner_id for document in documents if document.partner_id is not None})
    items = sorted({line.item_id for _, line in lines})
    facts = KeepingFacts()
    frozen: dict[int, str] = {}
    for kind, id_, name, yes, more, other, produced, expires, share in sql.rows(
        connection, _FACTS, (warehouses, bins, lots, partners, items, warehouses)
    ):
        if kind == "W":
            facts.warehouses[id_] = name
            facts.with_bins.update([id_] if yes else [])
            facts.closed.update([] if more else [id_])
        elif kind == "B":
            facts.bins[id_] = BinFacts(name, yes, more, other)
        elif kind == "L":
            facts.lots[id_] = LotFacts(other, name, produced, expires, share)
        elif kind == "S":
            facts.noting[id_] = Noting(name, at_issue=yes)
        elif kind == "P":
            facts.blocked_partners[id_] = name
        else:
            frozen[id_] = name
    if frozen or lots:
        _add_items(facts, items)
    facts.freezes = _freezes(frozen)
    if facts.noting:
        facts.noted_before = _noted_before(lines, facts)
    return facts


def _noted_before(
    lines: Sequence[tuple[LoadedDocument, LoadedLine]], facts: KeepingFacts
) -> dict[tuple[int, str], str]:
    """(item, serial number) → number of the posted document of the same type that noted it already and was not taken back."""
    wanted = [
        (document.id, document.type, line.item_id, number)
        for document, line in lines
        if line.item_id in facts.noting
        for number in serials_of(line)
    ]
    if not wanted:
        return {}
    found = sql.rows(connection, _NOTED, sql.columns_of(wanted, 4))
    return {(item_id, number): document for item_id, number, document in found}


def _freezes(plans: Mapping[int, str]) -> list[Freeze]:
    if not plans:
        return []
    return [
        Freeze(plans[plan_id], scope_of(choices))
        for plan_id, *choices in sql.rows(connection, _SCOPES, (sorted(plans),))
    ]


def scope_of(choices: Sequence[Sequence[int]]) -> Scope:
    """Scope from the six lists of ids of a plan: warehouses, zones, bins, categories, brands, items."""
    return Scope(*(frozenset(ids) for ids in choices))


def _add_items(facts: KeepingFacts, item_ids: list[int]) -> None:
    for id_, name, brand_id, category_ids in sql.rows(connection, _ITEMS, (item_ids,)):
        facts.items[id_] = name
        facts.brands[id_] = brand_id
        facts.categories[id_] = frozenset(category_ids or ())
