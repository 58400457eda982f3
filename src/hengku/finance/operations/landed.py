"""Landed cost taking effect: charges shared out over receipt lines, the shares into cost (domain specification 4.8)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hengku.documents.rules.currency import ONE, in_book, rate_of
from hengku.documents.rules.posting import posting_of
from hengku.documents.rules.reversal import pairs
from hengku.documents.types import DocumentState, LoadedDocument
from hengku.finance.models import LandedShare, MoneyFact
from hengku.finance.operations.invoices import reverse_value
from hengku.finance.operations.open_items import NewItem, close_mirrors, open_all
from hengku.finance.operations.payments import mirrored_fact
from hengku.finance.queries.customs import customs_value
from hengku.finance.queries.goods_lines import GoodsRow, goods_rows
from hengku.finance.rules.charges import (
    ChargeBad,
    Customs,
    NoWeights,
    Target,
    charges_from,
    customs_of,
    shares_of,
)
from hengku.finance.rules.invoicing import is_deductible
from hengku.finance.types import CostElement, InvoiceType
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.money import ZERO
from hengku.ledger.operations.post import post
from hengku.ledger.queries.on_hand_cost import left_of_receipts
from hengku.ledger.types import AmountRequest, MovementType, PostingRequest
from hengku.masterdata.models import Book, Item
from hengku.masterdata.queries.places import warehouse_place_ids
from hengku.masterdata.types import AccountingStandard, Business, PurchaseFreight


def guard_landed(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """charge_bad, lines without a receipt, and nobody who is owed."""
    problems: list[Refusal] = []
    for document in documents:
        try:
            charges_from(document.extra.get("charges"), customs=_NOTHING if _imports(document) else None)
            _rates(document)
        except ChargeBad:
            problems.append(Refusal("charge_bad", {}, ("header", "charges")))
        if document.partner_id is None and not document.extra.get("credit"):
            problems.append(Refusal("charge_owed_to_nobody", {}, ("header", "partner")))
        problems += [
            Refusal("invoice_needs_source", {}, ("line", line.id, "source_line_id"))
            for line in document.lines
            if line.source_line_id is None
        ]
    return problems


_NOTHING = customs_of(ZERO, duty_rate=ZERO, import_tax_rate=ZERO)


def _imports(document: LoadedDocument) -> bool:
    return bool(document.extra.get("customs_value_of"))


def _rates(document: LoadedDocument) -> tuple[Decimal, Decimal]:
    """Duty and import tax as fractions. Raises ChargeBad."""
    found = [Decimal(str(document.extra.get(name) or 0)) for name in ("duty_rate", "import_vat_rate")]
    if any(not 0 <= rate < 10 for rate in found):
        raise ChargeBad
    return found[0], found[1]


def _customs(document: LoadedDocument) -> Customs | None:
    """What customs take, from the value of the documents named. Refuses charge_bad."""
    if not _imports(document):
        return None
    duty_rate, import_tax_rate = _rates(document)
    value = customs_value(document_ids=document_ids_of(document.extra.get("customs_value_of")))
    return customs_of(value, duty_rate=duty_rate, import_tax_rate=import_tax_rate)


def document_ids_of(raw: object) -> list[int]:
    """Documents as sent: ids, or {id}. Refuses charge_bad."""
    try:
        named = raw if isinstance(raw, list) else [raw]
        return [int(one["id"] if isinstance(one, Mapping) else str(one)) for one in named]
    except (KeyError, ValueError) as problem:
        raise refuse("charge_bad", loc=("header", "customs_value_of")) from problem


def post_landed_costs(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """P8: shares by basis, remainder to the last line; each share by R7; payables or the account named."""
    rows = goods_rows([line.source_line_id for one in documents for line in one.lines if line.source_line_id])
    waiting = sorted({row.number for row in rows.values() if row.state != DocumentState.POSTED})
    if waiting:
        raise Refused([Refusal("source_not_posted_yet", {"number": number}) for number in waiting])
    books = {book.pk: book for book in Book.objects.filter(pk__in={one.book_id for one in documents})}
    items: list[NewItem] = []
    requests: list[PostingRequest] = []
    for document in documents:
        book = books[document.book_id]
        fact, request = _one(document, rows, book)
        if fact.account == "AP":
            day, total = document.business_date, fact.net + fact.tax
            own = document.currency == book.currency
            foreign = ZERO if own else _in_own_currency(document)
            items.append(
                NewItem(
                    document.book_id, "AP", document.partner_id or 0, document.id, day, day, total,
                    "" if own else document.currency, foreign,
                )
            )  # fmt: skip
        if request is not None:
            requests.append(request)
    open_all(items)
    if requests:
        post(act=act, requests=requests)


def _in_own_currency(document: LoadedDocument) -> Decimal:
    return sum((one.net + one.tax for one in charges_from(document.extra.get("charges"), customs=_NOTHING)), ZERO)


def _one(document: LoadedDocument, rows: Mapping[int, GoodsRow], book: Book) -> tuple[MoneyFact, PostingRequest | None]:
    customs = _customs(document)
    charges = charges_from(document.extra.get("charges"), customs=customs, rate=rate_of(document.extra))
    invoice_type = InvoiceType.SPECIAL if customs else str(document.extra.get("invoice_type") or InvoiceType.SPECIAL)
    deductible = is_deductible(invoice_type, book.taxpayer)
    into_cost = [one for one in charges if one.element is CostElement.DUTY or _capitalises(book)]
    try:
        shares = shares_of(into_cost, _targets(document, rows), with_tax=not deductible)
    except NoWeights as problem:
        raise refuse("charge_no_weights", loc=("header", "charges"), basis=str(problem.args[0])) from problem
    expensed = [one for one in charges if one not in into_cost]
    fact = MoneyFact.objects.create(
        document_id=document.id,
        kind="LANDED",
        account=str(document.extra.get("credit") or "AP"),
        net=sum((one.net for one in charges), ZERO),
        tax=sum((one.tax for one in charges), ZERO),
        expensed=sum((one.net if deductible else one.net + one.tax for one in expensed), ZERO),
        capitalised=bool(into_cost),
        deductible=deductible,
        customs_value=customs.value if customs else ZERO,
        duty=customs.duty if customs else ZERO,
    )
    return fact, _into_cost(document, rows, shares) if into_cost else None


def _capitalises(book: Book) -> bool:
    """Whether charges on purchases are cost: everywhere but with traders under SBE, unless the book says otherwise."""
    if book.purchase_freight == PurchaseFreight.BY_BUSINESS:
        return book.business != Business.TRADER or book.standard != AccountingStandard.SBE
    return book.purchase_freight == PurchaseFreight.CAPITALISE


def _targets(document: LoadedDocument, rows: Mapping[int, GoodsRow]) -> list[Target]:
    found = [rows[line.source_line_id or 0] for line in document.lines]
    sizes = {
        pk: (weight or ZERO, volume or ZERO)
        for pk, weight, volume in Item.objects.filter(pk__in={row.item_id for row in found}).values_list(
            "pk", "weight_kg", "volume_m3"
        )
    }
    return [
        Target(
            quantity=row.quantity,
            amount=row.net,
            weight=row.quantity * sizes[row.item_id][0],
            volume=row.quantity * sizes[row.item_id][1],
            # By hand on a single line: all of it, whatever was typed there.
            manual=in_book(line.net, rate_of(document.extra)) if len(document.lines) > 1 else ONE,
        )
        for line, row in zip(document.lines, found, strict=True)
    ]


def _into_cost(
    document: LoadedDocument, rows: Mapping[int, GoodsRow], shares: Sequence[Decimal]
) -> PostingRequest | None:
    found = [rows[line.source_line_id or 0] for line in document.lines]
    places = warehouse_place_ids({row.warehouse_id for row in found if row.warehouse_id is not None})
    keys = [(row.item_id, places[row.warehouse_id or 0]) for row in found]
    on_hand = left_of_receipts(line_ids=[row.id for row in found])
    LandedShare.objects.bulk_create(
        LandedShare(
            line_id=line.id,
            document_id=document.id,
            goods_line_id=row.id,
            item_id=row.item_id,
            share=share,
            on_hand=min(max(on_hand.get(row.id, ZERO), ZERO), row.quantity),
            received=row.quantity,
        )
        for line, row, share in zip(document.lines, found, shares, strict=True)
    )
    amounts = tuple(
        AmountRequest(line_id=line.id, item_id=row.item_id, place_id=key[1], amount=share, adjusts_line_id=row.id)
        for line, row, key, share in zip(document.lines, found, keys, shares, strict=True)
        if share
    )
    if not amounts:
        return None
    return posting_of(document, MovementType.COST_ADJUSTMENT, amounts=amounts)


def reverse_landed_costs(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """The same split in red."""
    reversals = pairs(documents)
    facts = {
        one.document_id: one for one in MoneyFact.objects.filter(pk__in=[original.id for original, _ in reversals])
    }
    MoneyFact.objects.bulk_create(mirrored_fact(facts[original.id], mirror.id) for original, mirror in reversals)
    reverse_value(act, documents)
    close_mirrors(act=act, reversals=reversals)
