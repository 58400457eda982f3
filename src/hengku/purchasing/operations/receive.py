"""Goods receipt: the goods become ours."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain
from hengku.ledger.operations.post import post
from hengku.ledger.types import Spot
from hengku.masterdata.queries.places import arrival_place_id, outside_place_id, warehouse_place_ids
from hengku.masterdata.types import GiftCost, PlaceKind, StockStatus, TaxpayerType
from hengku.purchasing.queries.inspecting import Arrived, arrived_lines, arrived_question, inspection_rules
from hengku.purchasing.rules.arrival import waiting_spot
from hengku.purchasing.rules.inspection import is_inspected
from hengku.purchasing.rules.paid_ahead import take_paid_ahead
from hengku.purchasing.rules.receipt import receipt_posting, receipt_problems


def guard_receipts(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Every reason against receiving: a missing price, a status goods cannot arrive in, an inspection nobody made."""
    suspects = [line for document in documents for line in document.lines if receipt_problems(line, "")]
    names = _item_names([line.item_id for line in suspects])
    found = [problem for line in suspects for problem in receipt_problems(line, names[line.item_id])]
    return [*found, *_inspection_problems(documents)]


def _inspection_problems(documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Goods that are inspected on arrival come in on hold, or up to what an inspection of their notice let pass."""
    wanted = [
        (line.id, line.item_id, document.partner_id)
        for document in documents
        for line in document.lines
        if line.has_inspection or document.partner_inspected
    ]
    if not wanted:
        return []
    rules = inspection_rules(wanted)
    needing = [
        line
        for document in documents
        for line in document.lines
        if line.id in rules and is_inspected(*rules[line.id][:2]) and line.status != StockStatus.HOLD
    ]
    arrived = arrived_lines([line.source_line_id for line in needing if line.source_line_id is not None])
    mine: dict[int, Decimal] = defaultdict(Decimal)
    for line in needing:
        mine[line.source_line_id or 0] += line.base_quantity
    found = []
    for line in needing:
        notice = arrived.get(line.source_line_id or 0)
        left = ZERO if notice is None else notice.passed - (notice.taken - mine[notice.line_id])
        if notice is None or mine[notice.line_id] > left:
            params = {
                "item": rules[line.id][2],
                "accepted": plain(max(left, ZERO)),
                "requested": plain(line.base_quantity if notice is None else mine[notice.line_id]),
            }
            found.append(Refusal("inspection_required", params, ("line", line.id, "quantity")))
    return found


def post_goods_receipts(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """SUP → WH at the amount of each line. Raises Refused with the ledger's reasons (closed period, back-dating...)."""
    places = warehouse_place_ids(
        {line.warehouse_id for document in documents for line in document.lines if line.warehouse_id}
    )
    books, arrived = _looked_up(documents)
    owners = outside_place_id(PlaceKind.PARTNER) if any(one.borrowed for one in arrived.values()) else 0
    ahead = take_paid_ahead([one for one in documents if books[one.book_id].goods_on_the_way])
    requests = [
        receipt_posting(
            document,
            warehouse_places=places,
            supplier_place=outside_place_id(PlaceKind.SUPPLIER, document.partner_id),
            tax_is_cost=books[document.book_id].tax_is_cost,
            spread_gifts=books[document.book_id].spread_gifts,
            arrivals=_arrivals(document, arrived),
            paid_ahead=ahead,
            borrowed=frozenset(pk for pk, one in arrived.items() if one.borrowed),
            owners_place=owners,
        )
        for document in documents
    ]
    post(act=act, requests=requests)


def _arrivals(document: LoadedDocument, arrived: Mapping[int, Arrived]) -> dict[int, Spot]:
    """Where the goods stand that a notice announced, by line of the receipt."""
    return {
        line.id: waiting_spot(arrival_place_id(notice.warehouse_id))
        for line in document.lines
        if line.source_line_id is not None
        and (notice := arrived.get(line.source_line_id)) is not None
        and not notice.borrowed
    }


class _CostRules(NamedTuple):
    """What a book makes of a receipt's cost: input tax a small-scale taxpayer cannot deduct (C10); gifts share what was paid; invoices may
    have come before their goods."""

    tax_is_cost: bool
    spread_gifts: bool
    goods_on_the_way: bool


_COST_RULES = (
    "SELECT id, taxpayer = %s, gift_cost = %s, goods_on_the_way FROM masterdata_book WHERE id = ANY(%s::bigint[])"
)


def _looked_up(documents: Sequence[LoadedDocument]) -> tuple[dict[int, _CostRules], dict[int, Arrived]]:
    """What the books make of cost, and the notices' lines among the sources: one trip for all documents."""
    sources = {line.source_line_id for document in documents for line in document.lines if line.source_line_id}
    books = sorted({document.book_id for document in documents})
    rules, arrived = sql.batch(
        connection,
        (_COST_RULES, (TaxpayerType.SMALL_SCALE.value, GiftCost.SPREAD.value, books)),
        arrived_question(sources),
    )
    return {id_: _CostRules(*told) for id_, *told in rules}, {row[0]: Arrived(*row) for row in arrived}


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
