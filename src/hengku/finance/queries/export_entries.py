"""The lines of a month's vouchers with everything another system may want to know of them."""

from datetime import date

from django.db import connection

from hengku.finance.queries.standing import keys_by_account
from hengku.finance.rules.layouts import Entry
from hengku.identity.models import User
from hengku.kernel import sql

_OF_CUSTOMERS = frozenset({"AR", "ADV-R", "NOTE-R", "REV", "OREV", "SHIPPED"})
_LINES = """
SELECT v.id, v.date, v.word, v.number, v.attachments, l.seq, l.summary, l.account_id, a.code, a.name, l.debit, l.credit, l.quantity,
       coalesce(u.name, ''), v.made_by_id, v.reviewed_by_id, coalesce(p.code, ''), coalesce(p.name, ''), coalesce(i.code, ''),
       coalesce(i.name, ''), l.department
FROM finance_voucher v JOIN finance_voucher_line l ON l.voucher_id = v.id JOIN finance_account a ON a.id = l.account_id
LEFT JOIN masterdata_partner p ON p.id = l.partner_id
LEFT JOIN masterdata_item i ON i.id = l.item_id LEFT JOIN masterdata_unit u ON u.id = i.base_unit_id
WHERE v.book_id = %s AND v.month = %s AND v.id = ANY(%s::bigint[]) ORDER BY v.word, v.number, l.seq
"""


def export_entries(*, book_id: int, month: date, voucher_ids: list[int]) -> list[Entry]:
    """Lines in the order of the vouchers' numbers."""
    keys = keys_by_account(book_id=book_id)
    rows = sql.rows(connection, _LINES, [book_id, month, voucher_ids])
    people = dict(User.objects.filter(pk__in={pk for row in rows for pk in row[14:16] if pk}).values_list("pk", "name"))
    return [
        Entry(
            date=row[1], word=row[2], number=row[3], attachments=row[4], seq=row[5], summary=row[6], account=row[8],
            account_name=row[9], debit=row[10], credit=row[11], quantity=row[12], unit=row[13],
            maker=people.get(row[14], ""), reviewer=people.get(row[15], ""),
            partner_kind=("customer" if keys.get(row[7]) in _OF_CUSTOMERS else "supplier") if row[16] else "",
            partner=row[16], partner_name=row[17], item=row[18], item_name=row[19], department=row[20],
        )
        for row in rows
    ]  # fmt: skip
