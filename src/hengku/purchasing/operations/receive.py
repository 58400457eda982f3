"""Goods receipt: the goods become ours."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal
from hengku.ledger.operations.post import post
from hengku.masterdata.queries.places import outside_place_id, warehouse_place_ids
from hengku.masterdata.types import GiftCost, PlaceKind, TaxpayerType
from hengku.purchasing.rules.receipt import receipt_posting, receipt_problems


def guard_receipts(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Every reason against receiving: a missing price, a status goods cannot arrive in."""
    suspects = [line for document in documents for line in document.lines if receipt_problems(line, "")]
    names = _item_names([line.item_id for line in suspects])
    return [problem for line in suspects for problem in receipt_problems(line, names[line.item_id])]


def post_goods_receipts(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """SUP → WH at the amount of each line. Raises Refused with the ledger's reasons (closed period, back-dating...)."""
    places = warehouse_place_ids(
        {line.warehouse_id for document in documents for line in document.lines if line.warehouse_id}
    )
    books = _cost_rules({document.book_id for document in documents})
    requests = [
        receipt_posting(
            document,
            warehouse_places=places,
            supplier_place=outside_place_id(PlaceKind.SUPPLIER, document.partner_id),
            tax_is_cost=books[document.book_id].tax_is_cost,
            spread_gifts=books[document.book_id].spread_gifts,
        )
        for document in documents
    ]
    post(act=act, requests=requests)


class _CostRules(NamedTuple):
    """What a book makes of a receipt's cost: input tax a small-scale taxpayer cannot deduct (C10); gifts share what was paid."""

    tax_is_cost: bool
    spread_gifts: bool


def _cost_rules(book_ids: set[int]) -> dict[int, _CostRules]:
    found = sql.rows(
        connection,
        "SELECT id, taxpayer = %s, gift_cost = %s FROM masterdata_book WHERE id = ANY(%s::bigint[])",
        (TaxpayerType.SMALL_SCALE.value, GiftCost.SPREAD.value, sorted(book_ids)),
    )
    return {id_: _CostRules(small, spread) for id_, small, spread in found}


def _item_names(item_ids: Sequence[int]) -> dict[int, str]:
    if not item_ids:
        return {}
    return dict(
        sql.rows(
            connection,
            "SELECT id, code || ' ' || name FROM masterdata_item WHERE id = ANY(%s::bigint[])",
            (sorted(set(item_ids)),),
        )
    )
