"""Results of a book: what stands on result accounts, and what was carried to profit already."""

from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.finance.models import Account
from hengku.finance.rules.resolve import ResolvedLine
from hengku.finance.types import AccountClass, Side
from hengku.kernel import sql

CARRY = "CF"
"""Template of the vouchers that carry results to profit."""

_BALANCES = """
SELECT account_id, item_id, partner_id, document_id, department, sum(amount) FROM (
    SELECT account_id, item_id, partner_id, document_id, department, debit - credit AS amount FROM finance_voucher_line
    WHERE account_id = ANY(%s::bigint[]) AND date < %s
    UNION ALL SELECT o.account_id, NULL, o.partner_id, NULL, '', CASE a.side WHEN 'D' THEN o.amount ELSE -o.amount END
    FROM finance_opening_balance o JOIN finance_account a ON a.id = o.account_id WHERE o.account_id = ANY(%s::bigint[])
) x GROUP BY 1, 2, 3, 4, 5 HAVING sum(amount) <> 0 ORDER BY 1, 2, 3, 4, 5
"""
_CARRIED = """
SELECT l.account_id, sum(l.debit - l.credit) FROM finance_voucher v JOIN finance_voucher_line l ON l.voucher_id = v.id
WHERE v.book_id = %s AND v.template = %s AND v.month BETWEEN %s AND %s GROUP BY 1
"""


def result_accounts(*, book_id: int) -> list[int]:
    """损益类 accounts of a book."""
    found = Account.objects.filter(book_id=book_id, account_class=AccountClass.PROFIT_LOSS)
    return sorted(found.values_list("pk", flat=True))


def result_balances(*, book_id: int, before: date) -> list[ResolvedLine]:
    """What stands on result accounts before a day, opening included, by account and auxiliaries, on the side it stands on."""
    ids = result_accounts(book_id=book_id)
    return [
        ResolvedLine(
            account_id=account_id,
            side=Side.DEBIT if amount > 0 else Side.CREDIT,
            amount=abs(amount),
            item_id=item_id,
            partner_id=partner_id,
            document_id=document_id,
            department=department,
        )
        for account_id, item_id, partner_id, document_id, department, amount in sql.rows(
            connection, _BALANCES, [ids, before, ids]
        )
    ]


def carried(*, book_id: int, first: date, last: date) -> dict[int, Decimal]:
    """Debits less credits by account that the carrying vouchers of these months wrote."""
    return dict(sql.rows(connection, _CARRIED, [book_id, CARRY, first, last]))
