"""Debts in other currencies as they were open at the end of a day, and what a month was revalued at."""

from datetime import date

from django.db import connection

from hengku.finance.models import Voucher
from hengku.finance.queries.foreign_funds import foreign_funds, has_foreign_funds
from hengku.finance.rules.closing import Month, Rows
from hengku.finance.rules.revaluation import SIDES, ForeignDebt
from hengku.finance.types import VoucherKind
from hengku.kernel import sql

TEMPLATE = "FXR"
_DEBTS = """
SELECT o.side, o.partner_id, o.currency, sum(o.foreign_amount - m.foreign_settled), sum(o.amount - m.settled)
FROM finance_open_item o
CROSS JOIN LATERAL (
  SELECT coalesce(sum(x.foreign_settled), 0) * sign(o.amount) AS foreign_settled, coalesce(sum(x.settled), 0) * sign(o.amount) AS settled
  FROM (SELECT "foreign" AS foreign_settled, amount AS settled FROM finance_match
         WHERE debit_id = o.id AND date <= %(last)s AND (undone_on IS NULL OR undone_on > %(last)s)
        UNION ALL
        SELECT "foreign", amount + exchange FROM finance_match
         WHERE credit_id = o.id AND date <= %(last)s AND (undone_on IS NULL OR undone_on > %(last)s)) x
) m
WHERE o.book_id = %(book)s AND o.currency <> '' AND o.side = ANY(%(sides)s) AND o.date <= %(last)s
GROUP BY 1, 2, 3 HAVING sum(o.foreign_amount - m.foreign_settled) <> 0 OR sum(o.amount - m.settled) <> 0 ORDER BY 3, 1, 2
"""


def foreign_debts(*, book_id: int, last: date) -> list[ForeignDebt]:
    """By currency, side and partner, as open at the end of the day; then what stands on fund accounts."""
    with connection.cursor() as cursor:
        cursor.execute(_DEBTS, {"book": book_id, "last": last, "sides": list(SIDES)})
        debts = [ForeignDebt(*row) for row in cursor.fetchall()]
    return debts + foreign_funds(book_id=book_id, last=last, without=TEMPLATE)


def standing_revaluation(*, month: Month) -> Voucher | None:
    """The voucher that revalues the month: the one whose red voucher of the next month stands."""
    rows = Voucher.objects.filter(
        book_id=month.book_id, month=month.first, template=TEMPLATE, kind=VoucherKind.CLOSING, reversed_by__isnull=False
    )
    return rows.filter(reversed_by__reversed_by__isnull=True).select_related("reversed_by").first()


_ANY = "SELECT EXISTS (SELECT FROM finance_open_item WHERE book_id = %s AND currency <> '')"


def not_revalued(month: Month) -> Rows:
    """Close check: debts in other currencies stand at their old rates."""
    ((has_foreign,),) = sql.rows(connection, _ANY, [month.book_id])
    if not (has_foreign or has_foreign_funds(book_id=month.book_id)) or standing_revaluation(month=month) is not None:
        return []
    found = foreign_debts(book_id=month.book_id, last=date.fromordinal(month.after.toordinal() - 1))
    currencies = sorted({one.currency for one in found})
    return [{"currencies": "、".join(currencies), "count": str(len(found))}] if found else []
