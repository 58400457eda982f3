"""What stands on accounts, opening balances by key, and the tie-out."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hengku.finance.operations.openings import set_openings
from hengku.finance.queries.balance_of_key import balance_of_key
from hengku.finance.queries.tie_rows import tie_item_rows, tie_rows
from hengku.identity.api.edge import act_of, viewer_of
from hengku.identity.queries.restrict import require
from hengku.kernel.errors import refuse
from hengku.masterdata.queries.books import book_facts, today

router = Router()


class BalanceOut(Schema):
    key: str
    balance: str


@router.get("/books/{int:book_id}/account-balance", response=BalanceOut, summary="Balance of an account key")
def read_balance(
    request: HttpRequest,
    book_id: int,
    key: str,
    partner: int | None = None,
    item: int | None = None,
    document: int | None = None,
) -> dict[str, str]:
    """On the normal side, opening included, sub-accounts included; for one partner, item or cost object if named."""
    _see(request)
    now = today(book_facts(book_id), act_of(request).at)
    amount = balance_of_key(book_id=book_id, key=key, partner_id=partner, item_id=item, document_id=document, upto=now)
    return {"key": key, "balance": f"{amount:.2f}"}


def _see(request: HttpRequest) -> None:
    viewer = viewer_of(request)
    require(viewer, "vouchers", "view")
    if "cost" in viewer.masked:
        raise refuse("permission_denied", status=403, resource="vouchers", action="view")


class OpeningIn(Schema):
    key: str = Field(max_length=20)
    amount: Decimal = Field(max_digits=18, decimal_places=2)
    partner: int | None = None


class OpeningsIn(Schema):
    balances: list[OpeningIn]


@router.put("/books/{int:book_id}/opening-balances", response=list[BalanceOut], summary="Opening balances by key")
def put_openings(request: HttpRequest, book_id: int, payload: OpeningsIn) -> list[dict[str, str]]:
    """Replaces what stood on these keys' accounts. Inventory accounts open with the opening stock."""
    act = act_of(request)
    require(act.viewer, "opening-balances", "create")
    set_openings(act=act, book_id=book_id, balances=[(one.key, one.partner, one.amount) for one in payload.balances])
    return [
        {"key": one.key, "balance": f"{balance_of_key(book_id=book_id, key=one.key):.2f}"} for one in payload.balances
    ]


class TieOut(Schema):
    """stock = ledger + waiting + difference."""

    account: dict[str, Any] | None
    stock: str
    ledger: str
    waiting: str
    difference: str


@router.get("/books/{int:book_id}/tie-out", response=list[TieOut], summary="Stock against general ledger")
def read_tie_out(request: HttpRequest, book_id: int) -> list[dict[str, Any]]:
    """Per inventory account: stock value, ledger balance, events not yet vouchered; the difference must be 0.00."""
    _see(request)
    return tie_rows(book_id=book_id)


class ItemTieOut(Schema):
    """An item whose stock and ledger differ on an account."""

    item: dict[str, Any] | None
    stock: str
    ledger: str
    waiting: str
    difference: str


@router.get(
    "/books/{int:book_id}/tie-out/{int:account_id}", response=list[ItemTieOut], summary="What makes an account differ"
)
def read_tie_out_items(request: HttpRequest, book_id: int, account_id: int) -> list[dict[str, Any]]:
    """The items that differ; empty when the account ties."""
    _see(request)
    return tie_item_rows(book_id=book_id, account_id=account_id)
