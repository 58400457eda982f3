"""Documents whose cost is plain: all of it their own and final, against what their type says. Few columns, few statements."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.finance.queries.entries import stock_key
from hengku.finance.queries.facts import Header, says_more
from hengku.finance.rules.plain import KINDS, METHODS, STYLES, Goods
from hengku.finance.rules.recipes import recipe_of
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.ledger.queries.value_events import CostRow, cost_rows
from hengku.masterdata.queries.inventory_keys import inventory_keys
from hengku.masterdata.types import RevenueTiming

_ITEMS = "SELECT id, account_key, category_id FROM masterdata_item WHERE id = ANY(%s::bigint[])"
_PLACES = "SELECT id, warehouse_id, kind FROM masterdata_place WHERE id = ANY(%s::bigint[])"


class PlainCost(NamedTuple):
    """One posting's cost: quantity and amount of its goods. total: sum of the amounts, never 0."""

    posting_id: int
    parts: dict[Goods, tuple[Decimal, Decimal]]
    total: Decimal


def plain_costs(*, headers: Mapping[int, Header]) -> dict[int, PlainCost]:
    """Of these documents those that are plain, by id; the others need the templates."""
    light = {
        pk for pk, one in headers.items()
        if recipe_of(one.type).style in STYLES and not says_more(one.type) and not _looks_further(one)
    }  # fmt: skip
    rows = cost_rows(document_ids=sorted(light)) if light else []
    odd = {row.document_id for row in rows if not (row.is_own and row.kind in KINDS and row.method in METHODS)}
    postings = {row.document_id: row.posting_id for row in rows}
    odd |= {row.document_id for row in rows if postings[row.document_id] != row.posting_id}
    rows = [row for row in rows if row.document_id not in odd] if odd else rows
    found = {pk: PlainCost(postings[pk], parts, ZERO) for pk, parts in _parts(rows).items()}
    sums = {pk: sum((amount for _, amount in one.parts.values()), ZERO) for pk, one in found.items()}
    return {pk: one._replace(total=sums[pk]) for pk, one in found.items() if sums[pk]}


def _looks_further(one: Header) -> bool:
    """Whether part of the other side may stand on goods shipped, or on goods on the way."""
    return one.revenue_timing == RevenueTiming.AT_INVOICE or (one.goods_on_the_way and one.type == "goods_receipt")


def _parts(rows: Sequence[CostRow]) -> dict[int, dict[Goods, tuple[Decimal, Decimal]]]:
    """Quantity and amount by document and goods, in posting order."""
    if not rows:
        return {}
    keys = inventory_keys(
        {
            pk: (own, category)
            for pk, own, category in sql.rows(connection, _ITEMS, [sorted({row.item_id for row in rows})])
        }
    )
    asked = {row.place_id for row in rows} | {row.pool_place_id for row in rows}
    places = {
        pk: (warehouse, kind)
        for pk, warehouse, kind in sql.rows(connection, _PLACES, [sorted(one for one in asked if one is not None)])
    }
    found: dict[int, dict[Goods, tuple[Decimal, Decimal]]] = {}
    goods: dict[tuple[int, int | None, int | None], Goods] = {}
    for row in rows:
        where = (row.item_id, row.place_id, row.pool_place_id)
        name = goods.get(where)
        if name is None:
            warehouse_id = places[row.place_id][0] if row.place_id is not None else None
            outside = places[row.pool_place_id][1] if row.pool_place_id is not None else None
            name = goods[where] = Goods(row.item_id, warehouse_id, stock_key(keys[row.item_id], outside))
        parts = found.setdefault(row.document_id, {})
        before = parts.get(name)
        quantity, amount = row.quantity, row.amount
        parts[name] = (quantity, amount) if before is None else (before[0] + quantity, before[1] + amount)
    return found
