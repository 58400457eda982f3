"""Purchase and sales invoices taking effect: quantities counted, estimates released, differences into cost, items opened."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hengku.documents.rules.posting import posting_of, reversal_requests
from hengku.documents.rules.reversal import pairs
from hengku.documents.types import LoadedDocument
from hengku.finance.models import InvoicedLine, InvoiceFact
from hengku.finance.operations import open_items
from hengku.finance.operations.charging import Charges, charge
from hengku.finance.operations.estimates import book_again
from hengku.finance.operations.on_the_way import note_on_the_way
from hengku.finance.operations.payments import own_currencies, settle_advances
from hengku.finance.operations.revenue import taking_over
from hengku.finance.queries.opening_goods import opening_lines
from hengku.finance.types import InvoiceType
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO
from hengku.ledger.operations.post import post
from hengku.ledger.operations.reverse import reverse
from hengku.ledger.queries.value_events import value_events
from hengku.ledger.types import AmountRequest, MovementType, PostingRequest
from hengku.masterdata.models import Book
from hengku.masterdata.queries.places import warehouse_place_ids
from hengku.masterdata.types import InvoiceDifference


def guard_invoices(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Every line charges for goods; a foreign invoice has no domestic tax."""
    problems = [
        Refusal("invoice_needs_source", {}, ("line", line.id, "source_line_id"))
        for document in documents
        for line in document.lines
        if line.source_line_id is None
    ]
    return problems + [
        Refusal("foreign_has_no_tax", {}, ("line", line.id, "tax_rate"))
        for document in documents
        if document.extra.get("invoice_type") == InvoiceType.FOREIGN
        for line in document.lines
        if line.tax
    ]


def post_purchase_invoices(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """P3, P4: see the module. Raises Refused exceeds_source, source_not_posted_yet, and the ledger's."""
    charges = charge(documents, buying=True)
    ahead = sorted({one.goods_line_id for one in charges.facts.values() if one.on_the_way})
    if ahead:
        note_on_the_way(documents, ahead)
    book_again(act=act, documents=documents, goods=charges.goods.values())
    requests = [request for document in documents if (request := _difference(document, charges))]
    if requests:
        post(act=act, requests=requests)
    _open(act, documents, charges, side="AP")


def post_sales_invoices(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """S2, S4: revenue, output tax, receivables; what the goods brought when they left is taken over."""
    charges = charge(documents, buying=False)
    _open(act, documents, charges, side="AR")


def _difference(document: LoadedDocument, charges: Charges) -> PostingRequest | None:
    """The differences of one invoice as amounts on the receipts they belong to (R7); those of returns are cost of sales at once."""
    goods, facts = charges.goods, charges.facts
    wanted = [
        (line, goods[line.source_line_id or 0])
        for line in document.lines
        if facts[line.id].in_stock and facts[line.id].cost != facts[line.id].released
    ]
    if not wanted:
        return None
    opened = opening_lines([one.row for _, one in wanted])
    to_stock = Book.objects.filter(pk=document.book_id, invoice_difference=InvoiceDifference.ALL_TO_STOCK).exists()
    places = warehouse_place_ids({one.row.warehouse_id for _, one in wanted if one.row.warehouse_id is not None})
    amounts = tuple(
        AmountRequest(
            line_id=line.id,
            item_id=line.item_id,
            place_id=places[one.row.warehouse_id or 0],
            amount=facts[line.id].cost - facts[line.id].released,
            lot_id=line.lot_id,
            adjusts_line_id=opened.get(one.row.id) if one.row.type == "opening_estimate" else one.row.id,
            adjusts_quantity=ZERO if to_stock else abs(facts[line.id].quantity) or line.base_quantity,
        )
        for line, one in wanted
    )
    return posting_of(document, MovementType.COST_ADJUSTMENT, amounts=amounts)


def _open(act: Act, documents: Sequence[LoadedDocument], charges: Charges, *, side: str) -> None:
    """The debt of each invoice, what it takes over from its goods, and the advances it names."""
    books = own_currencies({document.book_id for document in documents})
    for document in documents:
        if document.extra.get("credit"):
            continue
        facts = [charges.facts[line.id] for line in document.lines]
        amount = sum((one.net + one.tax for one in facts), ZERO)
        foreign = sum((line.total for line in document.lines), ZERO) * (-1 if document.extra.get("red") else 1)
        own = document.currency == books[document.book_id]
        new = open_items.NewItem(
            book_id=document.book_id,
            side=side,
            partner_id=document.partner_id or 0,
            document_id=document.id,
            day=document.business_date,
            due=_due(document),
            amount=amount,
            currency="" if own else document.currency,
            foreign=ZERO if own else foreign,
        )
        made = open_items.open_all([new])
        item = made[0] if made else None
        taking_over(act=act, document=document, new=new, item=item, facts=facts)
        if item is not None:
            settle_advances(act=act, document=document, item=item)


def _due(document: LoadedDocument) -> date:
    named = document.extra.get("due_date")
    return date.fromisoformat(str(named)[:10]) if named else document.business_date


def reverse_invoices(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Exact mirrors: quantities and estimates given back, differences taken back, items closed against each other."""
    reversals = pairs(documents)
    originals = [original.id for original, _ in reversals]
    facts = {one.line_id: one for one in InvoiceFact.objects.filter(document_id__in=originals)}
    mirrored: list[InvoiceFact] = []
    back: dict[int, list[Decimal]] = {}
    for _, mirror in reversals:
        for line in mirror.lines:
            one = facts[line.source_line_id or 0]
            mirrored.append(_mirrored(one, line.id, mirror.id))
            before = back.get(one.goods_line_id, [ZERO, ZERO, ZERO])
            told = (one.quantity, one.released, one.released_tax)
            back[one.goods_line_id] = [so_far + this for so_far, this in zip(before, told, strict=True)]
    rows = list(InvoicedLine.objects.select_for_update().filter(pk__in=back).order_by("pk"))
    for row in rows:
        row.quantity -= back[row.pk][0]
        row.released -= back[row.pk][1]
        row.released_tax -= back[row.pk][2]
    InvoicedLine.objects.bulk_update(rows, ["quantity", "released", "released_tax"])
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
        released_tax=-one.released_tax,
        in_stock=one.in_stock,
        on_the_way=one.on_the_way,
    )


def reverse_value(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Mirror the value events of the originals that have any."""
    originals = [original.id for original, _ in pairs(documents)]
    posted = {event.document_id for event in value_events(document_ids=originals)}
    requests = [one for one in reversal_requests(documents) if one.original_document_id in posted]
    if requests:
        reverse(act=act, requests=requests)
