"""What stands on the accounts a key means, in all or for one partner, item or cost object, on the normal side."""

from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.finance.models import OpeningBalance
from hengku.finance.queries.carried import CARRY
from hengku.finance.queries.standing import account_ids, accounts_of_key, openings, stock_chart
from hengku.finance.rules.keys import STOCK_KEYS
from hengku.finance.types import AccountClass, Side
from hengku.kernel import sql
from hengku.kernel.errors import refuse
from hengku.kernel.money import ZERO
from hengku.ledger.queries.value_events import opening_amounts

_LINES = """
SELECT coalesce(sum(l.debit - l.credit), 0) FROM finance_voucher_line l
WHERE l.account_id = ANY(%s::bigint[]) AND (%s::bigint IS NULL OR l.partner_id = %s) AND (%s::bigint IS NULL OR l.item_id = %s)
  AND (%s::bigint IS NULL OR l.document_id = %s) AND (%s::date IS NULL OR l.date <= %s)
"""
_CARRIED = """
SELECT coalesce(sum(l.debit - l.credit), 0) FROM finance_voucher v JOIN finance_voucher_line l ON l.voucher_id = v.id
WHERE v.book_id = %s AND v.template = %s AND l.account_id = ANY(%s::bigint[]) AND (%s::bigint IS NULL OR l.partner_id = %s)
  AND (%s::bigint IS NULL OR l.item_id = %s) AND (%s::bigint IS NULL OR l.document_id = %s) AND (%s::date IS NULL OR l.date <= %s)
"""
"""What carried results to profit: result accounts are told as they stood before."""


def balance_of_key(
    *,
    book_id: int,
    key: str,
    partner_id: int | None = None,
    item_id: int | None = None,
    document_id: int | None = None,
    upto: date | None = None,
) -> Decimal:
    """Opening and all lines (up to a day: vouchers of the next month may stand already), sub-accounts included; result accounts as
    before they were carried to profit. Raises Refused key_unknown when nothing is mapped."""
    accounts = accounts_of_key(book_id=book_id, key=key)
    if not accounts:
        raise refuse("key_unknown", key=key)
    ids = [account.pk for account in accounts]
    asked: list[int | None] = [partner_id, item_id, document_id]
    narrowed = [part for one in (*asked, upto) for part in (one, one)]
    amount: Decimal = sql.rows(connection, _LINES, [ids, *narrowed])[0][0]
    if any(account.account_class == AccountClass.PROFIT_LOSS for account in accounts):
        amount -= sql.rows(connection, _CARRIED, [book_id, CARRY, ids, *narrowed])[0][0]
    if asked == [None, None, None]:
        opened = openings(book_id=book_id)
        amount += sum((opened.get(pk, ZERO) for pk in ids), ZERO)
    elif partner_id is not None:
        for one in OpeningBalance.objects.filter(account_id__in=ids, partner_id=partner_id).select_related("account"):
            amount += one.amount if one.account.side == Side.DEBIT else -one.amount
    elif item_id is not None and key in STOCK_KEYS:
        stock = [one for one in opening_amounts(book_id=book_id) if one.item_id == item_id]
        chart = stock_chart(book_id=book_id, amounts=stock)
        amount += sum(
            (one.amount for one, pk in zip(stock, account_ids(chart=chart, amounts=stock), strict=True) if pk in ids),
            ZERO,
        )
    normal = next(account for account in accounts if account.pk == min(ids)).side
    return amount if normal == Side.DEBIT else -amount
