"""Payments and money received taking effect: what they settle, and what stays open."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from hengku.documents.rules.currency import in_book, rate_of
from hengku.documents.rules.reversal import pairs
from hengku.documents.types import LoadedDocument
from hengku.finance.models import MoneyFact, OpenItem
from hengku.finance.operations.open_items import (
    NewItem,
    close_mirrors,
    is_debit,
    left,
    open_all,
    settle,
    worth,
)
from hengku.finance.queries.funds import money_key
from hengku.finance.types import Purpose
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.money import ZERO, round_amount
from hengku.masterdata.models import Book

_SIDES = {"payment": ("AP", "PREPAID"), "money_receipt": ("AR", "ADV-R")}
"""Side of what is settled, and of advances."""


def guard_money(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """amount_not_positive, match_bad, match_exceeds of everything named together."""
    problems: list[Refusal] = []
    for document in documents:
        amount = amount_of(document)
        if amount <= 0:
            problems.append(Refusal("amount_not_positive", {}, ("header", "amount")))
        wanted = matches_of(document)
        if wanted is None:
            problems.append(Refusal("match_bad", {}, ("header", "matches")))
        elif sum(wanted.values(), ZERO) > amount + discount_of(document):
            params = {
                "number": document.number,
                "remaining": f"{amount + discount_of(document):.2f}",
                "requested": f"{sum(wanted.values()):.2f}",
            }
            problems.append(Refusal("match_exceeds", params, ("header", "matches")))
    return problems


def amount_of(document: LoadedDocument) -> Decimal:
    """The amount the bank moved, without sign, in the document's currency."""
    return Decimal(str(document.extra.get("amount") or 0))


def discount_of(document: LoadedDocument) -> Decimal:
    """抹零、现金折扣: debt that is settled without money, in the document's currency; negative: money beyond the debt."""
    return Decimal(str(document.extra.get("discount") or 0))


def matches_of(document: LoadedDocument) -> dict[int, Decimal] | None:
    """Document id -> amount to settle; None when what was sent cannot be read."""
    found: dict[int, Decimal] = {}
    raw = document.extra.get("matches") or []
    if not isinstance(raw, list):
        return None
    for one in raw:
        try:
            named = one["document"]
            document_id = int(named["id"] if isinstance(named, Mapping) else named)
            amount = round_amount(Decimal(str(one["amount"])))
        except (KeyError, TypeError, ValueError, InvalidOperation):
            return None
        if amount <= 0:
            return None
        found[document_id] = found.get(document_id, ZERO) + amount
    return found


def post_money(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """P5, P6, S5, S6. Money lowers what its side shows (negative item), a refund raises it, an advance has a side of its own.

    In another currency the debt it settles goes at what the books carry it at; what the bank moved beyond or below is realised
    exchange gain or loss. Refuses match_not_open, match_exceeds.
    """
    books = own_currencies({document.book_id for document in documents})
    for document in documents:
        currency = "" if document.currency == books[document.book_id] else document.currency
        _post_one(act, document, currency)


def own_currencies(book_ids: Collection[int]) -> dict[int, str]:
    """Currency of each book."""
    return dict(Book.objects.filter(pk__in=book_ids).values_list("pk", "currency"))


def _post_one(act: Act, document: LoadedDocument, currency: str) -> None:
    purpose = str(document.extra.get("purpose") or Purpose.GOODS)
    wanted = matches_of(document) or {}
    side = _side(document, purpose, wanted)
    raises = _raises(document, purpose, side)
    others = _named(document, side, wanted, raises=raises)
    rate = rate_of(document.extra)
    bank, discount = in_book(amount_of(document), rate), in_book(discount_of(document), rate)
    whole = amount_of(document) + discount_of(document)
    carried = sum((worth(others[key], amount) for key, amount in wanted.items()), ZERO)
    carried += in_book(whole - sum(wanted.values(), ZERO), rate)
    exchange = (carried - bank - discount) * (1 if document.type == "payment" else -1)
    back = purpose == Purpose.REFUND
    MoneyFact.objects.create(
        document_id=document.id,
        kind="PAYMENT" if document.type == "payment" else "RECEIPT",
        account=money_key(document),
        purpose=purpose,
        net=-bank if back else bank,
        discount=-discount if back else discount,
        exchange=-exchange if back else exchange,
        side=side,
    )
    day, sign = document.business_date, 1 if raises else -1
    made = open_all([
        NewItem(document.book_id, side, document.partner_id or 0, document.id, day, day, carried * sign, currency,
                whole * sign if currency else ZERO)
    ])  # fmt: skip
    for item in made:
        for key, amount in wanted.items():
            debit, credit = (item, others[key]) if is_debit(item) else (others[key], item)
            settle(act=act, debit=debit, credit=credit, amount=amount, day=day, document_id=document.id)


def _raises(document: LoadedDocument, purpose: str, side: str) -> bool:
    """Whether the money adds to what its side shows: advances do, and refunds of what was owed."""
    is_advance = side != _SIDES[document.type][0]
    return not is_advance if purpose == Purpose.REFUND else is_advance


def _side(document: LoadedDocument, purpose: str, wanted: Mapping[int, Decimal]) -> str:
    """An advance has a side of its own; so has money that gives an advance back."""
    owed, advance = _SIDES[document.type]
    if purpose == Purpose.PREPAYMENT:
        return advance
    if purpose == Purpose.REFUND and wanted:
        sides = set(OpenItem.objects.filter(document_id__in=wanted).values_list("side", flat=True))
        return advance if sides == {advance} else owed
    return owed


def _named(document: LoadedDocument, side: str, wanted: Mapping[int, Decimal], *, raises: bool) -> dict[int, OpenItem]:
    """The open items named, locked; each on the other side of its account, and with enough left."""
    if not wanted or document.partner_id is None:
        return {}
    found = {
        item.document_id: item
        for item in OpenItem.objects.select_for_update()
        .filter(document_id__in=wanted, side=side, partner_id=document.partner_id, book_id=document.book_id, part="")
        .order_by("pk")
    }
    for document_id, amount in wanted.items():
        item = found.get(document_id)
        loc = ("header", "matches")
        if item is None or (item.amount > 0) == raises or (item.currency or document.currency) != document.currency:
            raise Refused(Refusal("match_not_open", {"number": str(document_id)}, loc))
        if left(item) < amount:
            params = {"number": document.number, "remaining": f"{left(item):.2f}", "requested": f"{amount:.2f}"}
            raise Refused(Refusal("match_exceeds", params, loc))
    return found


def reverse_money(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """What it settled is open again; the item and its mirror's close each other."""
    reversals = pairs(documents)
    facts = {
        one.document_id: one for one in MoneyFact.objects.filter(pk__in=[original.id for original, _ in reversals])
    }
    MoneyFact.objects.bulk_create(mirrored_fact(facts[original.id], mirror.id) for original, mirror in reversals)
    close_mirrors(act=act, reversals=reversals)


def mirrored_fact(one: MoneyFact, document_id: int) -> MoneyFact:
    """The same fact with negative amounts."""
    return MoneyFact(
        document_id=document_id,
        kind=one.kind,
        account=one.account,
        purpose=one.purpose,
        net=-one.net - one.followed,
        tax=-one.tax,
        capitalised=one.capitalised,
        deductible=one.deductible,
        settled=[{**row, "amount": str(-Decimal(row["amount"]))} for row in one.settled],
        exchange=-one.exchange,
        discount=-one.discount,
        side=one.side,
        expensed=-one.expensed,
        customs_value=-one.customs_value,
        duty=-one.duty,
    )


def settle_advances(*, act: Act, document: LoadedDocument, item: OpenItem) -> None:
    """P7, S7: advances an invoice names are taken for it; a red one is set off against the invoices it names (红蓝对冲).
    Refuses match_not_open, match_exceeds."""
    wanted = matches_of(document) or {}
    against = item.side if item.amount < 0 else {"AP": "PREPAID", "AR": "ADV-R"}[item.side]
    for key, other in _named(document, against, wanted, raises=False).items():
        amount = wanted[key]
        if left(item) < amount:
            params = {"number": document.number, "remaining": f"{left(item):.2f}", "requested": f"{amount:.2f}"}
            raise Refused(Refusal("match_exceeds", params, ("header", "matches")))
        debit, credit = (item, other) if is_debit(item) else (other, item)
        settle(act=act, debit=debit, credit=credit, amount=amount, day=document.business_date, document_id=document.id)
