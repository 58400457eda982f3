"""Invariants of charges, adjustments and orders (domain specification 10: I17, I18, I21 for material)."""

from decimal import Decimal

from django.db import connection

from hengku.finance.models import DeferredEntry
from hengku.finance.queries.followed import differences_of_order
from hengku.finance.queries.standing import accounts_of_key
from hengku.finance.queries.tie_out import unvouchered_documents
from hengku.finance.queries.variances import variances_of_order
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.ledger.queries.cost import line_values
from hengku.ledger.queries.split_adjustments import broken_adjustments
from hengku.manufacturing.queries.material import material_lines
from hengku.masterdata.queries.books import all_books
from hengku.metadata.rules.invariants import CheckWindow, Findings, Invariant

_MOST = 50
_FEES = """
SELECT f.document_id, coalesce(d.number, ''), f.net + CASE WHEN f.deductible THEN 0 ELSE f.tax END - f.expensed, coalesce(s.share, 0)
FROM finance_money_fact f JOIN documents_document d ON d.id = f.document_id AND d.reverses_id IS NULL
LEFT JOIN (SELECT document_id, sum(share) AS share FROM finance_landed_share GROUP BY 1) s ON s.document_id = f.document_id
WHERE f.kind = 'LANDED'
"""
_ON_ORDERS = """
SELECT l.document_id, sum(l.debit - l.credit) FROM finance_voucher_line l
WHERE l.account_id = ANY(%s::bigint[]) AND l.document_id IS NOT NULL GROUP BY 1
"""
_ORDERS = """
SELECT o.id, coalesce(o.number, '') FROM documents_document o WHERE o.book_id = %s AND o.type = 'production_order' AND o.state <> 'DRAFT'
"""


def charges_are_shared_out_in_full(window: CheckWindow) -> Findings:
    """I17: what a landed cost gave its goods is the cost part of its charges."""
    if not window.full:
        return Findings(0)
    rows = sql.rows(connection, _FEES)
    failing = [
        {"document": number, "charges": str(fee), "shares": str(shared)}
        for _, number, fee, shared in rows
        if fee != shared
    ]
    return Findings(len(rows), tuple(failing[:_MOST]))


def adjustments_are_split_in_full(window: CheckWindow) -> Findings:
    """I18: the part in stock and the part expensed are the adjustment, however often it was split anew."""
    if not window.full:
        return Findings(0)
    looked, broken = broken_adjustments()
    failing = [{"entry": str(one.entry_id), "line": str(one.line_id), "off": str(one.difference)} for one in broken]
    return Findings(looked, tuple(failing[:_MOST]))


def material_of_orders_ties(window: CheckWindow) -> Findings:
    """I21, material: what orders have on the account of work in progress is what was issued to them, less what came back, with
    the variances and invoice differences that follow it."""
    if not window.full:
        return Findings(0)
    looked, failing = 0, list[dict[str, str]]()
    for book in all_books():
        orders = dict(sql.rows(connection, _ORDERS, [book.id]))
        if (
            not orders
            or unvouchered_documents(book_id=book.id)
            or DeferredEntry.objects.filter(book_id=book.id).exists()
        ):
            continue
        accounts = [account.pk for account in accounts_of_key(book_id=book.id, key="WIP-MATERIAL")]
        booked: dict[int, Decimal] = dict(sql.rows(connection, _ON_ORDERS, [accounts]))
        for order_id, number in orders.items():
            lines = [line.id for line in material_lines(order_id=order_id)]
            issued = -sum(line_values(line_ids=lines).values(), ZERO) + variances_of_order(order_id=order_id)
            issued += sum((one[2] for one in differences_of_order(book_id=book.id, order_id=order_id)), ZERO)
            looked += 1
            if booked.get(order_id, ZERO) != issued:
                failing.append({"order": number, "account": str(booked.get(order_id, ZERO)), "material": str(issued)})
    return Findings(looked, tuple(failing[:_MOST]))


INVARIANTS = (
    Invariant("I17", Text("采购费用全部分摊", "Charges are shared out in full"), charges_are_shared_out_in_full),
    Invariant("I18", Text("成本调整分摊完整", "Adjustments are split in full"), adjustments_are_split_in_full),
    Invariant(
        "I21", Text("生产订单材料与在产品相符", "Material of orders ties to work in progress"), material_of_orders_ties
    ),
)
