"""Landed cost taking effect: charges shared out over receipt lines, the shares into cost (domain specification 4.8)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hengku.documents.rules.posting import request_key
from hengku.documents.rules.reversal import pairs
from hengku.documents.types import DocumentState, LoadedDocument
from hengku.finance.models import LandedShare, MoneyFact
from hengku.finance.operations.invoices import reverse_value
from hengku.finance.operations.open_items import NewItem, close_mirrors, open_all
from hengku.finance.operations.payments import mirrored_fact
from hengku.finance.queries.goods_lines import GoodsRow, goods_rows
from hengku.finance.rules.charges import ChargeBad, NoWeights, Target, charges_from, shares_of
from hengku.finance.rules.invoicing import is_deductible
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.money import ZERO
from hengku.ledger.operations.post import post
from hengku.ledger.queries.on_hand_cost import pool_quantities
from hengku.ledger.types import AmountRequest, MovementType, PostingRequest
from hengku.masterdata.models import Book, Item
from hengku.masterdata.queries.places import warehouse_place_ids
from hengku.masterdata.types import PurchaseFreight


def guard_landed(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """charge_bad, and lines without a receipt."""
    problems: list[Refusal] = []
    for document in documents:
        try:
            charges_from(document.extra.get("charges"))
        except ChargeBad:
            problems.append(Refusal("charge_bad", {}, ("header", "charges")))
        problems += [
            Refusal("invoice_needs_source", {}, ("line", line.id, "source_line_id"))
            for line in document.lines
            if line.source_line_id is None
        ]
    return problems


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
        fact, request = _one(document, rows, books[document.book_id])
        if fact.account == "AP":
            day = document.business_date
            total = fact.net + fact.tax
            items.append(NewItem(document.book_id, "AP", document.partner_id or 0, document.id, day, day, total))
        if request is not None:
            requests.append(request)
    open_all(items)
    if requests:
        post(act=act, requests=requests)


def _one(document: LoadedDocument, rows: Mapping[int, GoodsRow], book: Book) -> tuple[MoneyFact, PostingRequest | None]:
    charges = charges_from(document.extra.get("charges"))
    deductible = is_deductible(str(document.extra.get("invoice_type") or ""), book.taxpayer)
    capitalised = book.purchase_freight == PurchaseFreight.CAPITALISE
    targets = _targets(document, rows)
    try:
        shares = shares_of(charges, targets, with_tax=not deductible)
    except NoWeights as problem:
        raise refuse("charge_no_weights", loc=("header", "charges"), basis=str(problem.args[0])) from problem
    fact = MoneyFact.objects.create(
        document_id=document.id,
        kind="LANDED",
        account=str(document.extra.get("credit") or "AP"),
        net=sum((one.net for one in charges), ZERO),
        tax=sum((one.tax for one in charges), ZERO),
        capitalised=capitalised,
        deductible=deductible,
    )
    if capitalised:
        return fact, _into_cost(document, rows, shares)
    return fact, None


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
            manual=line.net,
        )
        for line, row in zip(document.lines, found, strict=True)
    ]


def _into_cost(
    document: LoadedDocument, rows: Mapping[int, GoodsRow], shares: Sequence[Decimal]
) -> PostingRequest | None:
    found = [rows[line.source_line_id or 0] for line in document.lines]
    places = warehouse_place_ids({row.warehouse_id for row in found if row.warehouse_id is not None})
    keys = [(row.item_id, places[row.warehouse_id or 0]) for row in found]
    on_hand = pool_quantities(book_id=document.book_id, keys=keys)
    LandedShare.objects.bulk_create(
        LandedShare(
            line_id=line.id,
            document_id=document.id,
            goods_line_id=row.id,
            item_id=row.item_id,
            share=share,
            on_hand=min(max(on_hand.get(key, ZERO), ZERO), row.quantity),
            received=row.quantity,
        )
        for line, row, key, share in zip(document.lines, found, keys, shares, strict=True)
    )
    amounts = tuple(
        AmountRequest(line_id=line.id, item_id=row.item_id, place_id=key[1], amount=share, adjusts_line_id=row.id)
        for line, row, key, share in zip(document.lines, found, keys, shares, strict=True)
        if share
    )
    if not amounts:
        return None
    return PostingRequest(
        request_key=request_key(document),
        book_id=document.book_id,
        document_id=document.id,
        document_type=document.type,
        movement_type=MovementType.COST_ADJUSTMENT,
        business_date=document.business_date,
        amounts=amounts,
    )


def reverse_landed_costs(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """The same split in red."""
    reversals = pairs(documents)
    facts = {
        one.document_id: one for one in MoneyFact.objects.filter(pk__in=[original.id for original, _ in reversals])
    }
    MoneyFact.objects.bulk_create(mirrored_fact(facts[original.id], mirror.id) for original, mirror in reversals)
    reverse_value(act, documents)
    close_mirrors(act=act, reversals=reversals)
