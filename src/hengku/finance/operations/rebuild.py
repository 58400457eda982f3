"""The turnover of accounts, recomputed from the lines of the vouchers."""

from django.db import connection, transaction

from hengku.kernel import sql

_FORGET = "DELETE FROM finance_account_turnover"
_WRITE = """
INSERT INTO finance_account_turnover (account_id, month, debit, credit)
SELECT account_id, date_trunc('month', date::timestamp)::date, sum(debit), sum(credit) FROM finance_voucher_line GROUP BY 1, 2
"""


@transaction.atomic
def rebuild_turnover() -> int:
    """Write it anew while no voucher is being written; gives the number of rows."""
    sql.write(connection, "LOCK TABLE finance_account_turnover IN EXCLUSIVE MODE")
    sql.write(connection, _FORGET)
    return sql.write(connection, _WRITE)
