"""Expenses, other income and transfers between fund accounts taking effect."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hengku.documents.rules.currency import in_book, rate_of
from hengku.documents.types import LoadedDocument
from hengku.finance.models import MoneyFact, SpendingCategory
from hengku.finance.operations.open_items import NewItem, open_all
from hengku.finance.operations.payments import own_currencies
from hengku.finance.queries.funds import FundRow, fund_rows, named_fund
from hengku.finance.rules.invoicing import is_deductible
from hengku.finance.rules.spending import EntriesBad, Entry, Spent, entries_from, fund_key
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO
from hengku.masterdata.models import Book

OWED = {"expense": "AP", "other_income": "AR"}
DIRECTION = {"expense": "EXPENSE", "other_income": "INCOME"}


def fund_problems(document: LoadedDocument, name: str, funds: dict[int, FundRow], own: str) -> list[Refusal]:
    """fund_not_here, fund_currency of the fund account a header field names."""
    named = named_fund(document, name)
    if named is None:
        return []
    fund = funds.get(named)
    loc = ("header", name)
    if fund is None or fund.book_id != document.book_id or not fund.active:
        return [Refusal("fund_not_here", {}, loc)]
    if fund.currency not in {own, document.currency}:
        return [Refusal("fund_currency", {"name": fund.name, "currency": fund.currency}, loc)]
    return []


def guard_funds(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """The fund accounts that money documents name."""
    names = ("fund_account", "to_fund")
    funds = fund_rows({key for one in documents for name in names if (key := named_fund(one, name)) is not None})
    own = own_currencies({one.book_id for one in documents})
    return [
        problem for one in documents for name in names for problem in fund_problems(one, name, funds, own[one.book_id])
    ]


def guard_spending(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """entries_bad, spending_category_bad, owed_to_nobody, and the fund account's."""
    problems = guard_funds(act, documents)
    known = dict(SpendingCategory.objects.values_list("pk", "direction"))
    for document in documents:
        try:
            entries = entries_from(document.extra.get("entries"))
        except EntriesBad:
            problems.append(Refusal("entries_bad", {}, ("header", "entries")))
            entries = []
        if any(known.get(one.category_id) != DIRECTION[document.type] for one in entries):
            problems.append(Refusal("spending_category_bad", {}, ("header", "entries")))
        if document.partner_id is None and named_fund(document, "fund_account") is None:
            problems.append(Refusal("owed_to_nobody", {}, ("header", "partner")))
    return problems


def post_spending(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """E1, E2: paid from a fund account at once, else an open item of the partner."""
    books = {book.pk: book for book in Book.objects.filter(pk__in={one.book_id for one in documents})}
    keys = dict(SpendingCategory.objects.values_list("pk", "key"))
    facts, items = [], []
    for document in documents:
        book = books[document.book_id]
        entries = entries_from(document.extra.get("entries"), rate=rate_of(document.extra))
        fund = named_fund(document, "fund_account")
        fact = _fact(document, entries, keys, taxpayer=book.taxpayer)
        fact.account = OWED[document.type] if fund is None else fund_key(fund)
        facts.append(fact)
        if fund is None:
            items.append(
                _owed(document, fact.net + fact.tax, "" if document.currency == book.currency else document.currency)
            )
    MoneyFact.objects.bulk_create(facts)
    open_all(items)


def _fact(document: LoadedDocument, entries: Sequence[Entry], keys: dict[int, str], *, taxpayer: str) -> MoneyFact:
    """Tax that cannot be deducted is part of what was spent; income always shows its tax."""
    spends = document.type == "expense"
    with_tax = spends and not is_deductible(str(document.extra.get("invoice_type", "")), taxpayer)
    spent = [Spent(keys[one.category_id], one.net + (one.tax if with_tax else ZERO), one.department) for one in entries]
    return MoneyFact(
        document_id=document.id,
        kind="EXPENSE" if spends else "INCOME",
        net=sum((one.amount for one in spent), ZERO),
        tax=ZERO if with_tax else sum((one.tax for one in entries), ZERO),
        settled=[{"key": one.key, "amount": f"{one.amount:.2f}", "department": one.department} for one in spent],
    )


def _owed(document: LoadedDocument, amount: Decimal, currency: str) -> NewItem:
    due = document.extra.get("due_date")
    whole = sum((one.net + one.tax for one in entries_from(document.extra.get("entries"))), ZERO)
    return NewItem(
        book_id=document.book_id,
        side=OWED[document.type],
        partner_id=document.partner_id or 0,
        document_id=document.id,
        day=document.business_date,
        due=date.fromisoformat(str(due)[:10]) if due else document.business_date,
        amount=amount,
        currency=currency,
        foreign=whole if currency else ZERO,
    )


def guard_fund_transfers(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """amount_not_positive, fund_same, fund_not_here."""
    problems = guard_funds(act, documents)
    for document in documents:
        if _amount(document, "amount") <= 0 or _amount(document, "fee") < 0:
            problems.append(Refusal("amount_not_positive", {}, ("header", "amount")))
        source, target = named_fund(document, "fund_account"), named_fund(document, "to_fund")
        if source is None or target is None or source == target:
            problems.append(Refusal("fund_same", {}, ("header", "to_fund")))
    return problems


def _amount(document: LoadedDocument, name: str) -> Decimal:
    return Decimal(str(document.extra.get(name) or 0))


def post_fund_transfers(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """F1: from one fund account to another; the fee is finance expense."""
    facts = []
    for document in documents:
        rate = rate_of(document.extra)
        amount, fee = (in_book(_amount(document, name), rate) for name in ("amount", "fee"))
        parts = [(fund_key(named_fund(document, "to_fund") or 0), amount), ("FIN", fee)]
        facts.append(
            MoneyFact(
                document_id=document.id,
                kind="TRANSFER",
                account=fund_key(named_fund(document, "fund_account") or 0),
                net=amount + fee,
                settled=[{"key": key, "amount": f"{part:.2f}", "department": ""} for key, part in parts],
            )
        )
    MoneyFact.objects.bulk_create(facts)
