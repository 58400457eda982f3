"""The tie-out as rows for pages and programs."""

from typing import Any

from hengku.finance.models import Account
from hengku.finance.queries.tie_out import tie_out, tie_out_items
from hengku.masterdata.models import Item


def tie_rows(*, book_id: int) -> list[dict[str, Any]]:
    """Per inventory account; an account of None: value under a key no account is mapped to."""
    accounts = {
        pk: (code, name) for pk, code, name in Account.objects.filter(book_id=book_id).values_list("pk", "code", "name")
    }
    return [
        {
            "account": _account(one.account_id, accounts.get(one.account_id)),
            "stock": f"{one.stock:.2f}",
            "ledger": f"{one.ledger:.2f}",
            "waiting": f"{one.waiting:.2f}",
            "difference": f"{one.difference:.2f}",
        }
        for one in tie_out(book_id=book_id)
    ]


def tie_item_rows(*, book_id: int, account_id: int) -> list[dict[str, Any]]:
    """The items that make an account differ."""
    found = tie_out_items(book_id=book_id, account_id=account_id)
    named = Item.objects.filter(pk__in=[one.item_id for one in found]).values_list("pk", "code", "name")
    items = {pk: (code, name) for pk, code, name in named}
    return [
        {
            "item": _account(one.item_id, items.get(one.item_id)),
            "stock": f"{one.stock:.2f}",
            "ledger": f"{one.ledger:.2f}",
            "waiting": f"{one.waiting:.2f}",
            "difference": f"{one.difference:.2f}",
        }
        for one in found
    ]


def _account(account_id: int, named: tuple[str, str] | None) -> dict[str, str] | None:
    return {"id": str(account_id), "code": named[0], "name": named[1]} if named else None
