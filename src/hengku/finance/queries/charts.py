"""The chart of a book with what its keys mean, as the templates need it."""

from collections.abc import Collection

from hengku.finance.models import Account, AccountMapping
from hengku.finance.rules.resolve import AccountTraits, Chart, KeyMapping
from hengku.masterdata.models import Item


def chart_of(*, book_id: int, item_ids: Collection[int] = ()) -> Chart:
    """Accounts, mappings and the category paths of these items: three statements, two where no mapping names a category."""
    accounts = {
        pk: AccountTraits(pk, code, frozenset(auxiliaries), by_quantity)
        for pk, code, auxiliaries, by_quantity in Account.objects.filter(book_id=book_id, active=True).values_list(
            "pk", "code", "auxiliaries", "by_quantity"
        )
    }
    mappings: dict[str, list[KeyMapping]] = {}
    rows = AccountMapping.objects.filter(book_id=book_id).values_list(
        "key", "account_id", "category__path", "warehouse_id", "partner_id"
    )
    for key, account_id, path, warehouse_id, partner_id in rows:
        mappings.setdefault(key, []).append(KeyMapping(account_id, path, warehouse_id, partner_id))
    paths: dict[int, str] = {}
    if any(one.category_path is not None for many in mappings.values() for one in many):
        found = Item.objects.filter(pk__in=list(item_ids)).values_list("pk", "category__path")
        paths = {pk: path or "" for pk, path in found}
    return Chart(mappings, accounts, paths)
