"""Purchase and sales invoices taking effect: quantities counted, estimates released, differences into cost, items opened."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.documents.rules.posting import request_key, reversal_requests
from hengku.documents.rules.reversal import pairs
from hengku.documents.types import DocumentState, LoadedDocument, LoadedLine
from hengku.finance.models import InvoicedLine, InvoiceFact
from hengku.finance.operations import open_items
from hengku.finance.operations.estimates import book_again
from hengku.finance.queries.goods_lines import Goods, goods_rows, with_estimates
from hengku.finance.rules.invoicing import RETURNS, Charged, counted, is_deductible, released_now
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain
from hengku.ledger.operations.post import post
from hengku.ledger.operations.reverse import reverse
from hengku.ledger.queries.value_events import value_events
from hengku.ledger.types import AmountRequest, MovementType, PostingRequest
from hengku.masterdata.models import Book
from hengku.masterdata.queries.places import warehouse_place_ids
from hengku.masterdata.types import InvoiceDifference

_LOCK = """
INSERT INTO finance_invoiced_line (goods_line_id, document_id, quantity, released)
SELECT t.line_id, t.document_id, 0, 0 FROM unnest(%s::bigint[], %s::bigint[]) AS t(line_id, document_id) ORDER BY 1
ON CONFLICT (goods_line_id) DO UPDATE SET quantity = finance_invoiced_line.quantity
RETURNING goods_line_id, quantity, released
"""


def guard_invoices(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Every line charges for goods."""
    return [
        Refusal("invoice_needs_source", {}, ("line", line.id, "source_line_id"))
        for document in documents
        for line in document.lines
        if line.source_line_id is None
    ]


def post_purchase_invoices(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """P3, P4: see the module. Raises Refused exceeds_source, source_not_posted_yet, and the ledger's."""
    goods, facts = _charge(documents, buying=True)
    book_again(act=act, documents=documents, goods=goods.values())
    requests = [request for document in documents if (request := _difference(document, goods, facts))]
    if requests:
        post(act=act, requests=requests)
    _open(act, documents, side="AP")


def post_sales_invoices(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """S2, S4: revenue, output tax, receivables."""
    _charge(documents, buying=False)
    _open(act, documents, side="AR")


def _charge(documents: Sequence[LoadedDocument], *, buying: bool) -> tuple[dict[int, Goods], dict[int, InvoiceFact]]:
    """Count every line towards its goods, all or none; gives goods by line, and what each invoice line did."""
    lines = [(document, line) for document in documents for line in document.lines]
    rows = goods_rows([line.source_line_id for _, line in lines if line.source_line_id is not None])
    waiting = sorted({row.number for row in rows.values() if row.state != DocumentState.POSTED or row.is_reversal})
    if waiting:
        raise Refused([Refusal("source_not_posted_yet", {"number": number}) for number in waiting])
    goods = with_estimates(rows.values())
    keys = sorted(rows)
    locked = sql.rows(connection, _LOCK, [keys, [rows[key].document_id for key in keys]])
    standing: dict[int, tuple[Decimal, Decimal]] = {key: (quantity, released) for key, quantity, released in locked}
    facts: dict[int, InvoiceFact] = {}
    problems: list[Refusal] = []
    for document, line in lines:
        one = goods[line.source_line_id or 0]
        charged = _charged(document, line, one, standing[one.row.id], buying=buying)
        before = standing[one.row.id]
        after = (before[0] + charged.quantity, before[1] + charged.released)
        if not 0 <= after[0] <= one.row.quantity:
            problems.append(_too_much(one, line, before[0]))
            continue
        standing[one.row.id] = after
        facts[line.id] = _fact(document, line, one, charged)
    if problems:
        raise Refused(problems)
    InvoicedLine.objects.bulk_update(
        [InvoicedLine(goods_line_id=key, quantity=value[0], released=value[1]) for key, value in standing.items()],
        ["quantity", "released"],
    )
    InvoiceFact.objects.bulk_create(facts.values())
    return goods, facts


def _too_much(goods: Goods, line: LoadedLine, before: Decimal) -> Refusal:
    params = {
        "remaining": plain(max(goods.row.quantity - before, ZERO)),
        "requested": plain(line.base_quantity),
    }
    return Refusal("exceeds_source", params, ("line", line.id, "quantity"))


def _charged(
    document: LoadedDocument, line: LoadedLine, goods: Goods, before: tuple[Decimal, Decimal], *, buying: bool
) -> Charged:
    red = bool(document.extra.get("red"))
    sign = -1 if red else 1
    quantity = counted(line.base_quantity, goods.row.type, red=red)
    net, tax = line.net * sign, line.tax * sign
    if not buying:
        return Charged(quantity, net, tax, ZERO, ZERO)
    deductible = is_deductible(str(document.extra.get("invoice_type", "")), goods.row.taxpayer)
    released = released_now(goods.estimate, goods.row.quantity, before[0], before[0] + quantity, before[1])
    return Charged(quantity, net, tax, net if deductible else net + tax, released)


def _fact(document: LoadedDocument, line: LoadedLine, goods: Goods, charged: Charged) -> InvoiceFact:
    return InvoiceFact(
        line_id=line.id,
        document_id=document.id,
        goods_line_id=goods.row.id,
        goods_document_id=goods.row.document_id,
        item_id=line.item_id,
        quantity=charged.quantity,
        net=charged.net,
        tax=charged.tax,
        cost=charged.cost,
        released=charged.released,
        in_stock=goods.row.type not in RETURNS,
    )


def _difference(
    document: LoadedDocument, goods: Mapping[int, Goods], facts: Mapping[int, InvoiceFact]
) -> PostingRequest | None:
    """The differences of one invoice as amounts on the receipts they belong to (R7); those of returns are cost of sales at once."""
    wanted = [
        (line, goods[line.source_line_id or 0])
        for line in document.lines
        if facts[line.id].in_stock and facts[line.id].cost != facts[line.id].released
    ]
    if not wanted:
        return None
    to_stock = Book.objects.filter(pk=document.book_id, invoice_difference=InvoiceDifference.ALL_TO_STOCK).exists()
    places = warehouse_place_ids({one.row.warehouse_id for _, one in wanted if one.row.warehouse_id is not None})
    amounts = tuple(
        AmountRequest(
            line_id=line.id,
            item_id=line.item_id,
            place_id=places[one.row.warehouse_id or 0],
            amount=facts[line.id].cost - facts[line.id].released,
            lot_id=line.lot_id,
            adjusts_line_id=one.row.id,
            adjusts_quantity=ZERO if to_stock else abs(facts[line.id].quantity),
        )
        for line, one in wanted
    )
    return PostingRequest(
        request_key=request_key(document),
        book_id=document.book_id,
        document_id=document.id,
        document_type=document.type,
        movement_type=MovementType.COST_ADJUSTMENT,
        business_date=document.business_date,
        amounts=amounts,
    )


def _open(act: Act, documents: Sequence[LoadedDocument], *, side: str) -> None:
    open_items.open_all(
        [
            open_items.NewItem(
                book_id=document.book_id,
                side=side,
                partner_id=document.partner_id or 0,
                document_id=document.id,
                day=document.business_date,
                due=_due(document),
                amount=sum((line.total for line in document.lines), ZERO) * (-1 if document.extra.get("red") else 1),
            )
            for document in documents
        ]
    )


def _due(document: LoadedDocument) -> date:
    named = document.extra.get("due_date")
    return date.fromisoformat(str(named)[:10]) if named else document.business_date


def reverse_invoices(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Exact mirrors: quantities and estimates given back, differences taken back, items closed against each other."""
    reversals = pairs(documents)
    originals = [original.id for original, _ in reversals]
    facts = {one.line_id: one for one in InvoiceFact.objects.filter(document_id__in=originals)}
    mirrored: list[InvoiceFact] = []
    back: dict[int, tuple[Decimal, Decimal]] = {}
    for _, mirror in reversals:
        for line in mirror.lines:
            one = facts[line.source_line_id or 0]
            mirrored.append(_mirrored(one, line.id, mirror.id))
            quantity, released = back.get(one.goods_line_id, (ZERO, ZERO))
            back[one.goods_line_id] = (quantity + one.quantity, released + one.released)
    rows = list(InvoicedLine.objects.select_for_update().filter(pk__in=back).order_by("pk"))
    for row in rows:
        row.quantity -= back[row.pk][0]
        row.released -= back[row.pk][1]
    InvoicedLine.objects.bulk_update(rows, ["quantity", "released"])
    InvoiceFact.objects.bulk_create(mirrored)
    reverse_value(act, documents)
    open_items.close_mirrors(act=act, reversals=reversals)


def _mirrored(one: InvoiceFact, line_id: int, document_id: int) -> InvoiceFact:
    return InvoiceFact(
        line_id=line_id,
        document_id=document_id,
        goods_line_id=one.goods_line_id,
        goods_document_id=one.goods_document_id,
        item_id=one.item_id,
        quantity=-one.quantity,
        net=-one.net,
        tax=-one.tax,
        cost=-one.cost,
        released=-one.released,
        in_stock=one.in_stock,
    )


def reverse_value(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Mirror the value events of the originals that have any."""
    originals = [original.id for original, _ in pairs(documents)]
    posted = {event.document_id for event in value_events(document_ids=originals)}
    requests = [one for one in reversal_requests(documents) if one.original_document_id in posted]
    if requests:
        reverse(act=act, requests=requests)
