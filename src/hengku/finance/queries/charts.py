"""The chart of a book with what its keys mean, as the templates need it."""

from collections.abc import Collection

from django.db import connection

from hengku.finance.rules.resolve import AccountTraits, Chart, KeyMapping
from hengku.kernel import sql
from hengku.masterdata.models import Item

_ACCOUNTS = (
    "SELECT id, code, array_to_string(auxiliaries, ','), by_quantity FROM finance_account WHERE book_id = %s AND active"
)
_MAPPINGS = """
SELECT m.key, m.account_id, c.path, m.warehouse_id, m.partner_id
  FROM finance_account_mapping m LEFT JOIN masterdata_item_category c ON c.id = m.category_id WHERE m.book_id = %s
"""


def chart_of(*, book_id: int, item_ids: Collection[int] = ()) -> Chart:
    """Accounts, mappings and the category paths of these items: one trip, two where some mapping names a category."""
    told, mapped = sql.batch(connection, (_ACCOUNTS, (book_id,)), (_MAPPINGS, (book_id,)))
    accounts = {
        pk: AccountTraits(pk, code, frozenset(filter(None, auxiliaries.split(","))), by_quantity)
        for pk, code, auxiliaries, by_quantity in told
    }
    mappings: dict[str, list[KeyMapping]] = {}
    for key, account_id, path, warehouse_id, partner_id in mapped:
        mappings.setdefault(key, []).append(KeyMapping(account_id, path, warehouse_id, partner_id))
    paths: dict[int, str] = {}
    if any(one.category_path is not None for many in mappings.values() for one in many):
        found = Item.objects.filter(pk__in=list(item_ids)).values_list("pk", "category__path")
        paths = {pk: path or "" for pk, path in found}
    return Chart(mappings, accounts, paths)
