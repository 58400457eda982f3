"""What stands between a month and its close (domain specification 4.11)."""

from datetime import date, timedelta

from django.db import connection

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.finance.models import Account, OpeningBalance
from hengku.finance.queries.foreign_debts import not_revalued
from hengku.finance.queries.goods_lines import Uninvoiced, uninvoiced
from hengku.finance.queries.standing import NO_ACCOUNT, openings
from hengku.finance.queries.tie_out import tie_out, unvouchered_documents
from hengku.finance.queries.variances import is_up_to_date, item_variances
from hengku.finance.rules.closing import CloseCheck, Month, Rows
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain
from hengku.kernel.texts import Text
from hengku.ledger.queries.closing import last_closed, unsound_pools
from hengku.masterdata.models import Book, Item
from hengku.masterdata.queries.books import book_facts
from hengku.masterdata.types import EstimateMode

MOST_ROWS = 50
_OPEN = """
SELECT type, coalesce(number, ''), business_date, id FROM documents_document
WHERE book_id = %s AND business_date < %s AND state IN ('DRAFT', 'SUBMITTED', 'APPROVED') AND type = ANY(%s::text[])
ORDER BY business_date, id LIMIT 50
"""
_DRAFT_ORDERS = """
SELECT type, coalesce(number, ''), business_date, id FROM documents_document
WHERE book_id = %s AND business_date < %s AND state IN ('DRAFT', 'SUBMITTED') AND type = ANY(%s::text[])
ORDER BY business_date, id LIMIT 50
"""
_DOCUMENTS = """
SELECT d.type, coalesce(d.number, ''), d.business_date, d.id, coalesce(p.keys, '') FROM documents_document d
LEFT JOIN finance_pending_event p ON p.document_id = d.id
WHERE d.id = ANY(%s::bigint[]) AND d.business_date < %s ORDER BY d.id LIMIT 50
"""
_GAPS = """
SELECT w.word, n FROM (
    SELECT word, max(number) AS last FROM finance_voucher WHERE book_id = %s AND month = %s GROUP BY 1 HAVING max(number) <> count(*)
) w, LATERAL generate_series(1, w.last) AS n
WHERE NOT EXISTS (SELECT FROM finance_voucher v WHERE v.book_id = %s AND v.month = %s AND v.word = w.word AND v.number = n)
ORDER BY 1, 2 LIMIT 50
"""
"""Numbers are unique: where there are as many as the last one says, none is missing."""


def _types(*kinds: str) -> list[str]:
    return [spec.code for spec in DOCUMENT_TYPES if spec.kind in kinds]


def _named(type_: str) -> str:
    return str(DOCUMENT_TYPES.get(type_).label) if type_ in DOCUMENT_TYPES else type_


def _paper(type_: str, number: str, day: date, document_id: int) -> dict[str, str]:
    """A document that stands in the way, and the page it is settled on."""
    return {
        "type": _named(type_),
        "number": number,
        "date": str(day),
        "path": f"/documents/{type_}/{document_id}",
    }


def earlier_open(month: Month) -> Rows:
    """The month before is open still."""
    closed = last_closed(book_id=month.book_id)
    start = book_facts(month.book_id).start_month
    expected = start if closed is None else (closed + timedelta(days=32)).replace(day=1)
    return [{"month": f"{expected:%Y-%m}"}] if expected < month.first else []


def open_documents(month: Month) -> Rows:
    """Stock and money documents of the month that are not posted."""
    rows = sql.rows(connection, _OPEN, [month.book_id, month.after, _types("stock", "money")])
    return [_paper(*row) for row in rows]


def open_orders(month: Month) -> Rows:
    """Orders and tasks that nobody has approved yet, open counts included."""
    rows = sql.rows(connection, _DRAFT_ORDERS, [month.book_id, month.after, _types("order", "task")])
    return [_paper(*row) for row in rows]


def unsound(month: Month) -> Rows:
    """Pools with negative quantity or amount at the end of the month."""
    return [
        {
            "item": one.item_code,
            "name": one.item_name,
            "scope": one.scope_name,
            "quantity": plain(one.quantity),
            "amount": f"{one.amount:.2f}",
            "path": f"/reports/stock_ledger?item=code:{one.item_code}",
        }
        for one in unsound_pools(book_id=month.book_id, end=month.after)[:MOST_ROWS]
    ]


def not_vouchered(month: Month) -> Rows:
    """Posted documents without a voucher: an account is missing, or the vouchers have not caught up."""
    documents = unvouchered_documents(book_id=month.book_id)
    rows = sql.rows(connection, _DOCUMENTS, [documents, month.after]) if documents else []
    return [{**_paper(*row[:4]), "keys": row[4] or "–"} for row in rows]


def not_tied(month: Month) -> Rows:
    """Inventory accounts that differ from the stock."""
    codes = dict(Account.objects.filter(book_id=month.book_id).values_list("pk", "code"))
    return [
        {
            "account": codes.get(one.account_id, "–") if one.account_id != NO_ACCOUNT else "–",
            "stock": f"{one.stock:.2f}",
            "ledger": f"{one.ledger:.2f}",
            "waiting": f"{one.waiting:.2f}",
            "difference": f"{one.difference:.2f}",
            "path": "/finance/tie-out",
        }
        for one in tie_out(book_id=month.book_id)
        if one.difference
    ]


def variances_waiting(month: Month) -> Rows:
    """Items whose cost variances are not shared out as they stand; the close itself does it."""
    if is_up_to_date(month=month):
        return []
    found = [one for one in item_variances(month=month) if one.shares or one.rest]
    names = {item.pk: item for item in Item.objects.filter(pk__in=[one.item_id for one in found])}
    return [
        {
            "item": names[one.item_id].code, "name": names[one.item_id].name, "pool": f"{one.pool:.2f}",
            "rate": str(one.rate_percent), "path": f"/reports/variance?month={month.first}",
        }
        for one in found[:MOST_ROWS]
    ]  # fmt: skip


def voucher_gaps(month: Month) -> Rows:
    """断号: numbers missing in the month."""
    params = [month.book_id, month.first, month.book_id, month.first]
    return [{"number": f"{word}-{number}"} for word, number in sql.rows(connection, _GAPS, params)]


def opening_unbalanced(month: Month) -> Rows:
    """Opening balances that were entered, and do not balance with the opening stock."""
    if not OpeningBalance.objects.filter(book_id=month.book_id).exists():
        return []
    total = sum(openings(book_id=month.book_id).values())
    return [{"difference": f"{total:.2f}"}] if total else []


def not_invoiced(month: Month) -> Rows:
    """暂估清单: receipts whose invoice has not come; with month-start reversal they go on the first of the next month."""
    queued = Book.objects.filter(pk=month.book_id, estimate_mode=EstimateMode.MONTH_START_REVERSAL).exists()
    by_document: dict[int, list[Uninvoiced]] = {}
    for one in uninvoiced(book_id=month.book_id, before=month.after):
        by_document.setdefault(one.row.document_id, []).append(one)
    return [
        {
            **_paper(many[0].row.type, many[0].row.number, many[0].row.date, many[0].row.document_id),
            "amount": f"{sum((one.amount for one in many), ZERO):.2f}",
            "then": str(_QUEUED if queued else _STAYS),
        }
        for many in list(by_document.values())[:MOST_ROWS]
    ]


_QUEUED = Text("下月初回冲", "reversed on the first of the next month")
_STAYS = Text("继续暂估", "stays estimated")
CHECKS = (
    CloseCheck("period_not_in_order", 10, Text("前一期间已结账", "The month before is closed"), True, earlier_open),
    CloseCheck("open_documents", 20, Text("本期单据全部过账", "All documents are posted"), True, open_documents),
    CloseCheck("open_orders", 30, Text("没有未审核的订单和任务", "No orders or tasks in draft"), False, open_orders),
    CloseCheck("negative_pool", 40, Text("没有负结存", "No negative stock or amount"), True, unsound),
    CloseCheck(
        "variances_not_shared",
        50,
        Text("材料成本差异已分摊", "Cost variances are shared out"),
        False,
        variances_waiting,
    ),
    CloseCheck("cost_missing", 60, Text("全部成本已生成凭证", "Every cost is vouchered"), True, not_vouchered),
    CloseCheck("tie_out_failed", 70, Text("存货与总账相符", "Stock ties to the general ledger"), True, not_tied),
    CloseCheck(
        "receipts_not_invoiced",
        75,
        Text("暂估清单已确认", "Receipts without an invoice are known"),
        False,
        not_invoiced,
    ),
    CloseCheck(
        "fx_not_revalued",
        77,
        Text("外币往来和外币账户已调汇", "Debts and money in other currencies are revalued"),
        False,
        not_revalued,
    ),
    CloseCheck("voucher_gap", 80, Text("凭证没有断号", "No voucher number is missing"), True, voucher_gaps),
    CloseCheck(
        "opening_unbalanced", 85, Text("期初余额试算平衡", "Opening balances balance"), False, opening_unbalanced
    ),
)
"""In the order in which people go through them."""
