"""Figures of trade from the books: gross profit, VAT, statements, landed cost."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.documents.models import Document, Line
from hengku.finance.models import LandedShare, OpenItem
from hengku.finance.queries.standing import accounts_of_key
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.ledger.queries.value_events import value_events

SIGNS = {"AR": 1, "PREPAID": 1, "AP": -1, "ADV-R": -1}
"""Side -> sign of its items seen as debits."""
REVENUE_KEYS, COST_KEYS = ("REV", "OREV"), ("COGS", "OCOGS")
VAT_KEYS = {"output": ("VAT-OUT", "VAT-SMALL"), "input": ("VAT-IN",), "transferred": ("VAT-IN-OUT",)}
"""Accounts behind the lines of gross profit and VAT."""
_BY_ITEM = """
SELECT coalesce(item_id, 0), coalesce(sum(debit - credit), 0) FROM finance_voucher_line l JOIN finance_voucher v ON v.id = l.voucher_id
WHERE l.account_id = ANY(%s::bigint[]) AND l.date BETWEEN %s AND %s AND v.kind <> 'CLOSING' GROUP BY 1
"""


def _turnover(book_id: int, keys: tuple[str, ...], first: date, last: date) -> dict[int, Decimal]:
    """Debits less credits by item (0 = none named)."""
    ids = sorted({account.pk for key in keys for account in accounts_of_key(book_id=book_id, key=key)})
    return dict(sql.rows(connection, _BY_ITEM, [ids, first, last]))


@dataclass(frozen=True, slots=True)
class Profit:
    """One item's revenue and cost; item_id 0: what no item was named for."""

    item_id: int
    revenue: Decimal
    cost: Decimal


def gross_profit(*, book_id: int, first: date, last: date) -> list[Profit]:
    """Revenue and cost of sales per item from the ledger, results carried forward left out."""
    revenue = _turnover(book_id, REVENUE_KEYS, first, last)
    cost = _turnover(book_id, COST_KEYS, first, last)
    return [
        Profit(item_id, -revenue.get(item_id, ZERO), cost.get(item_id, ZERO)) for item_id in sorted({*revenue, *cost})
    ]


def vat_amounts(*, book_id: int, first: date, last: date) -> dict[str, Decimal]:
    """output, input, transferred (out of input), payable = output - input + transferred."""

    def of(line: str) -> Decimal:
        return sum(_turnover(book_id, VAT_KEYS[line], first, last).values(), ZERO)

    output, input_, transferred = -of("output"), of("input"), -of("transferred")
    return {"output": output, "input": input_, "transferred": transferred, "payable": output - input_ + transferred}


@dataclass(frozen=True, slots=True)
class StatementLine:
    """charged: debit, paid: credit; balance after it, receivable positive. item_id: the open item."""

    item_id: int
    document_id: int
    date: date
    number: str
    side: str
    charged: Decimal
    paid: Decimal
    balance: Decimal


def statement_lines(*, book_id: int, partner_id: int, first: date, last: date) -> list[StatementLine]:
    """往来对账单: a partner's items in order, with the balance carried in."""
    items = OpenItem.objects.filter(book_id=book_id, partner_id=partner_id, date__lte=last).order_by("date", "id")
    numbers = dict(Document.objects.filter(pk__in=items.values("document_id")).values_list("pk", "number"))
    balance = ZERO
    found = []
    for item in items:
        amount = item.amount * SIGNS[item.side]
        balance += amount
        if item.date >= first and not item.part:
            charged, paid = (amount, ZERO) if amount > 0 else (ZERO, -amount)
            number = numbers.get(item.document_id) or ""
            found.append(StatementLine(item.pk, item.document_id, item.date, number, item.side, charged, paid, balance))
    return found


@dataclass(frozen=True, slots=True)
class LandedRow:
    """One receipt line's share of a landed cost (line_id: its line in there), and what of it stays in stock."""

    number: str
    document_id: int
    line_id: int
    goods_document_id: int
    line_no: int
    item_id: int
    share: Decimal
    on_hand: Decimal
    received: Decimal
    to_stock: Decimal


def landed_rows(*, book_id: int, document_id: int | None) -> list[LandedRow]:
    """Shares of one landed cost, or of all in the book, in order."""
    documents = Document.objects.filter(book_id=book_id, type="landed_cost", reverses__isnull=True)
    if document_id is not None:
        documents = documents.filter(pk=document_id)
    numbers = dict(documents.values_list("pk", "number"))
    shares = list(LandedShare.objects.filter(document_id__in=list(numbers)).order_by("document_id", "line_id"))
    stock: dict[int, Decimal] = defaultdict(Decimal)
    for event in value_events(document_ids=list(numbers)) if shares else ():
        if event.kind == "ADJUSTMENT":
            stock[event.owner_line_id] += event.amount
    goods = {
        pk: (document, line_no)
        for pk, document, line_no in Line.objects.filter(pk__in=[one.goods_line_id for one in shares]).values_list(
            "pk", "document_id", "line_no"
        )
    }
    return [
        LandedRow(
            numbers[one.document_id] or "",
            one.document_id,
            one.line_id,
            *goods[one.goods_line_id],
            one.item_id,
            one.share,
            one.on_hand,
            one.received,
            stock[one.line_id],
        )
        for one in shares
    ]
