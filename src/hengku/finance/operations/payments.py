"""Payments and money received taking effect: what they settle, and what stays open."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from hengku.documents.rules.reversal import pairs
from hengku.documents.types import LoadedDocument
from hengku.finance.models import MoneyFact, OpenItem
from hengku.finance.operations.open_items import NewItem, close_mirrors, is_debit, left, open_all, settle
from hengku.finance.types import Purpose
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.money import ZERO, round_amount

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
        elif sum(wanted.values(), ZERO) > amount:
            params = {
                "number": document.number,
                "remaining": f"{amount:.2f}",
                "requested": f"{sum(wanted.values()):.2f}",
            }
            problems.append(Refusal("match_exceeds", params, ("header", "matches")))
    return problems


def amount_of(document: LoadedDocument) -> Decimal:
    """The amount the bank moved, without sign."""
    return Decimal(str(document.extra.get("amount") or 0))


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
    """P5, P6, S5, S6. Money lowers what its side shows (negative item), a refund raises it, an advance has a side of its own."""
    items: list[NewItem] = []
    facts: list[MoneyFact] = []
    for document in documents:
        owed, advance = _SIDES[document.type]
        purpose = str(document.extra.get("purpose") or Purpose.GOODS)
        amount = amount_of(document)
        prepaid = purpose == Purpose.PREPAYMENT
        signed = amount if prepaid or purpose == Purpose.REFUND else -amount
        day = document.business_date
        items.append(
            NewItem(
                document.book_id, advance if prepaid else owed, document.partner_id or 0, document.id, day, day, signed
            )
        )
        facts.append(
            MoneyFact(
                document_id=document.id,
                kind="PAYMENT" if document.type == "payment" else "RECEIPT",
                account=str(document.extra.get("method") or "BANK"),
                purpose=purpose,
                net=-amount if purpose == Purpose.REFUND else amount,
            )
        )
    MoneyFact.objects.bulk_create(facts)
    for document, item in zip(documents, open_all(items), strict=True):
        _settle_named(act, document, item)


def _settle_named(act: Act, document: LoadedDocument, item: OpenItem) -> None:
    wanted = matches_of(document) or {}
    if not wanted:
        return
    others = {
        other.document_id: other
        for other in OpenItem.objects.select_for_update()
        .filter(document_id__in=wanted, side=item.side, partner_id=item.partner_id, book_id=item.book_id)
        .order_by("pk")
    }
    for document_id, amount in wanted.items():
        other = others.get(document_id)
        loc = ("header", "matches")
        if other is None or is_debit(other) == is_debit(item):
            raise Refused(Refusal("match_not_open", {"number": str(document_id)}, loc))
        if left(other) < amount:
            params = {"number": document.number, "remaining": f"{left(other):.2f}", "requested": f"{amount:.2f}"}
            raise Refused(Refusal("match_exceeds", params, loc))
        debit, credit = (item, other) if is_debit(item) else (other, item)
        settle(act=act, debit=debit, credit=credit, amount=amount, day=document.business_date, document_id=document.id)


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
        net=-one.net,
        tax=-one.tax,
        capitalised=one.capitalised,
        deductible=one.deductible,
        settled=[{**row, "amount": str(-Decimal(row["amount"]))} for row in one.settled],
    )
