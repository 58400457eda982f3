"""The tie-out as rows for pages and programs."""

from typing import Any

from hengku.finance.models import Account
from hengku.finance.queries.tie_out import tie_out


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


def _account(account_id: int, named: tuple[str, str] | None) -> dict[str, str] | None:
    return {"id": str(account_id), "code": named[0], "name": named[1]} if named else None
