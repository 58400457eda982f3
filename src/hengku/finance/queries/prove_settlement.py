"""Invariants of estimates, invoices and open items (domain specification 10: I23, I32, I34)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.finance.models import OpenItem, TreatedEvent
from hengku.finance.queries.goods_lines import uninvoiced
from hengku.finance.queries.opening import ahead_openings, estimate_openings, item_openings
from hengku.finance.queries.standing import accounts_of_key
from hengku.finance.queries.tie_out import unvouchered_documents
from hengku.finance.types import Outcome
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.masterdata.queries.books import all_books
from hengku.metadata.rules.invariants import CheckWindow, Findings, Invariant

SIDES = ("AR", "AP", "ADV-R", "PREPAID")
_CREDIT = frozenset({"AP", "ADV-R"})
_ON_ACCOUNTS = """
SELECT coalesce(l.partner_id, 0), sum(l.debit - l.credit) FROM finance_voucher_line l JOIN finance_voucher v ON v.id = l.voucher_id
WHERE l.account_id = ANY(%s::bigint[]) AND v.template <> '' GROUP BY 1
"""
_AWAY = """
SELECT coalesce(sum(l.debit - l.credit), 0) FROM finance_estimate_reversal r JOIN finance_voucher_line l ON l.voucher_id = r.voucher_id
WHERE r.back_voucher_id IS NULL AND l.account_id = ANY(%s::bigint[])
"""
_COMING = """
SELECT count(*), coalesce(sum(f.cost), 0) - coalesce((SELECT sum(a.amount) FROM finance_arrival a
    JOIN documents_document r ON r.id = a.receipt_document_id WHERE r.book_id = %s), 0)
FROM finance_invoice_fact f JOIN documents_document d ON d.id = f.document_id WHERE f.on_the_way AND d.book_id = %s
"""
_OVER = """
SELECT i.goods_line_id, coalesce(d.number, ''), l.line_no, l.base_quantity, i.quantity, coalesce(f.quantity, 0), i.released,
       coalesce(f.released, 0)
FROM finance_invoiced_line i
LEFT JOIN documents_line l ON l.id = i.goods_line_id LEFT JOIN documents_document d ON d.id = l.document_id
LEFT JOIN (SELECT goods_line_id, sum(quantity) AS quantity, sum(released) AS released FROM (
    SELECT goods_line_id, quantity, released FROM finance_invoice_fact
    UNION ALL SELECT receipt_line_id, quantity, released FROM finance_arrival) x GROUP BY 1) f
  ON f.goods_line_id = i.goods_line_id
WHERE l.id IS NULL OR i.quantity < 0 OR i.quantity > l.base_quantity OR i.quantity <> coalesce(f.quantity, 0)
   OR i.released <> coalesce(f.released, 0) LIMIT 50
"""
_SETTLED = """
SELECT o.id, coalesce(d.number, ''), o.amount, o.settled, coalesce(m.amount, 0)
FROM finance_open_item o JOIN documents_document d ON d.id = o.document_id
LEFT JOIN (SELECT item, sum(amount) AS amount FROM (
    SELECT debit_id AS item, amount FROM finance_match WHERE undone_on IS NULL
    UNION ALL SELECT credit_id, amount + exchange FROM finance_match WHERE undone_on IS NULL) x GROUP BY 1) m ON m.item = o.id
WHERE abs(o.settled) <> coalesce(m.amount, 0) OR abs(o.settled) > abs(o.amount) LIMIT 50
"""


def _accounts(book_id: int, key: str) -> list[int]:
    return [account.pk for account in accounts_of_key(book_id=book_id, key=key)]


def estimates_tie(window: CheckWindow) -> Findings:
    """I23: what is not invoiced yet is the balance of estimated payables; estimates taken out at a month's start count as there."""
    if not window.full:
        return Findings(0)
    rows, failing = 0, []
    for book in all_books():
        if unvouchered_documents(book_id=book.id):
            continue
        accounts = _accounts(book.id, "AP-EST")
        estimated = sum((one.amount for one in uninvoiced(book_id=book.id, before=date.max)), ZERO)
        booked = -sum((amount for _, amount in sql.rows(connection, _ON_ACCOUNTS, [accounts])), ZERO)
        booked += sum(estimate_openings(book_id=book.id).values(), ZERO)
        away: Decimal = -sql.rows(connection, _AWAY, [accounts])[0][0]
        rows += 1
        if estimated != booked - away:
            failing.append({"book": book.name, "uninvoiced": str(estimated), "account": str(booked - away)})
    return Findings(rows, tuple(failing))


def goods_on_the_way_tie(window: CheckWindow) -> Findings:
    """I23 for goods on the way (4.12): what was invoiced before its goods and has not come is the balance of goods on the way."""
    if not window.full:
        return Findings(0)
    rows, failing = 0, []
    for book in all_books():
        ((count, coming),) = sql.rows(connection, _COMING, [book.id, book.id])
        if not count or unvouchered_documents(book_id=book.id):
            continue
        accounts = _accounts(book.id, "PURCH")
        booked = sum((amount for _, amount in sql.rows(connection, _ON_ACCOUNTS, [accounts])), ZERO)
        booked += sum(ahead_openings(book_id=book.id).values(), ZERO)
        rows += count
        if coming != booked:
            failing.append({"book": book.name, "on_the_way": str(coming), "account": str(booked)})
    return Findings(rows, tuple(failing))


def invoiced_within_goods(window: CheckWindow) -> Findings:
    """I32: no goods line is invoiced beyond its quantity; the running figures are the sum of what invoices did."""
    if not window.full:
        return Findings(0)
    ((rows,),) = sql.rows(connection, "SELECT count(*) FROM finance_invoiced_line")
    failing = tuple(
        {"document": number, "line": str(line_no), "goods": str(goods), "invoiced": str(invoiced), "facts": str(facts)}
        for _, number, line_no, goods, invoiced, facts, _, _ in sql.rows(connection, _OVER)
    )
    return Findings(rows, failing)


def open_items_tie(window: CheckWindow) -> Findings:
    """I34: open items are the balance of AR, AP and advances by partner; what is settled is the sum of live matches."""
    if not window.full:
        return Findings(0)
    failing: list[dict[str, str]] = [
        {"document": number, "amount": str(amount), "settled": str(settled), "matches": str(matched)}
        for _, number, amount, settled, matched in sql.rows(connection, _SETTLED)
    ]
    for book in all_books():
        if unvouchered_documents(book_id=book.id):
            continue
        brought = item_openings(book_id=book.id)
        for side in SIDES:
            failing += _differences(book.id, side, brought.get(side, {}))
    return Findings(OpenItem.objects.count(), tuple(failing[:50]))


def _differences(book_id: int, side: str, brought: Mapping[int, Decimal]) -> list[dict[str, str]]:
    sign = -1 if side in _CREDIT else 1
    booked: dict[int, Decimal] = dict(brought)
    for partner_id, amount in sql.rows(connection, _ON_ACCOUNTS, [_accounts(book_id, side)]):
        booked[partner_id] = booked.get(partner_id, ZERO) + amount * sign
    standing: dict[int, Decimal] = {}
    # The fee of an assembly whose goods wait for the month's end is owed already, and booked with them.
    waiting = TreatedEvent.objects.filter(book_id=book_id, outcome=Outcome.WAITING.value).values("document_id")
    items = OpenItem.objects.filter(book_id=book_id, side=side).exclude(document_id__in=waiting)
    rows = items.values_list("partner_id", "open_amount")
    for partner_id, amount in rows:
        standing[partner_id] = standing.get(partner_id, ZERO) + amount
    return [
        {
            "side": side,
            "partner": str(partner_id),
            "items": str(standing.get(partner_id, ZERO)),
            "account": str(booked.get(partner_id, ZERO)),
        }
        for partner_id in sorted({*booked, *standing})
        if standing.get(partner_id, ZERO) != booked.get(partner_id, ZERO)
    ]


INVARIANTS = (
    Invariant("I23", Text("暂估清单与暂估应付款相符", "Uninvoiced receipts tie to estimated payables"), estimates_tie),
    Invariant(
        "I23p",
        Text("在途物资与已开票未到货相符", "Goods on the way tie to invoices before goods"),
        goods_on_the_way_tie,
    ),
    Invariant("I32i", Text("开票不超过出入库", "Nothing is invoiced beyond its goods"), invoiced_within_goods),
    Invariant("I34", Text("往来明细与总账相符", "Open items tie to the ledger"), open_items_tie),
)
