"""Accounts, what the keys mean, and opening balances: make, change, remove."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from hengku.finance.models import Account, AccountMapping, OpeningBalance, VoucherLine
from hengku.finance.operations.opening_papers import is_locked
from hengku.finance.queries.tie_out import tie_out
from hengku.finance.rules.keys import KEYS, STOCK_KEYS
from hengku.finance.types import Auxiliary
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.ledger.queries.closing import has_closed
from hengku.masterdata.operations import records
from hengku.masterdata.queries.books import default_book

_FIXED = ("code", "parent_id", "side", "account_class")


def with_book(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with a book: the one named, else the first."""
    fresh = dict(values)
    book = fresh.pop("book", None) or fresh.get("book_id")
    fresh["book_id"] = book or default_book().id
    return fresh


@transaction.atomic
def create_account(*, act: Act, values: Mapping[str, Any]) -> Account:
    """Make an account. Refuses account_code_taken, account_parent_bad, account_has_lines (the parent is written on)."""
    fresh = records.columns(Account, with_book(values))
    _check(fresh, besides=None)
    return records.insert(act=act, entity="accounts", record=Account(**fresh))


@transaction.atomic
def update_account(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> Account:
    """Change an account; what its entries rest on stays. Refuses account_has_lines, account_used_by_mapping and as above."""
    account = records.locked(model=Account, record_id=record_id, rev=rev)
    changes = {name: value for name, value in records.columns(Account, values).items() if name != "book_id"}
    merged = {
        **{name: getattr(account, name) for name in (*_FIXED, "book_id", "auxiliaries")},
        **changes,
    }
    _check(merged, besides=account.pk)
    moved = any(name in changes and changes[name] != getattr(account, name) for name in _FIXED)
    if moved and VoucherLine.objects.filter(account=account).exists():
        raise refuse("account_has_lines", account=account.code)
    if changes.get("active") is False:
        _require_unmapped(account)
    records.change(act=act, entity="accounts", record=account, values=changes)
    return account


@transaction.atomic
def delete_account(*, act: Act, record_id: int) -> None:
    """Delete an account nothing stands on. Refuses account_used_by_mapping, in_use."""
    account = records.locked(model=Account, record_id=record_id)
    _require_unmapped(account)
    records.remove(act=act, entity="accounts", record=account)


def _require_unmapped(account: Account) -> None:
    keys = list(AccountMapping.objects.filter(account=account).values_list("key", flat=True))
    if keys:
        raise refuse("account_used_by_mapping", account=account.code, keys="、".join(keys))


def _check(values: Mapping[str, Any], *, besides: int | None) -> None:
    same = Account.objects.filter(book_id=values["book_id"], code=values["code"]).exclude(pk=besides or 0)
    if same.exists():
        raise refuse("account_code_taken", loc=("code",), account=str(values["code"]))
    auxiliaries = values.get("auxiliaries") or []
    if not isinstance(auxiliaries, list) or not set(auxiliaries) <= {one.value for one in Auxiliary}:
        raise refuse("invalid_choice", loc=("auxiliaries",), value=str(auxiliaries))
    parent_id = values.get("parent_id")
    if parent_id is None:
        return
    parent = Account.objects.filter(pk=parent_id, book_id=values["book_id"]).first()
    if parent is None or besides in _line_up(parent):
        raise refuse("account_parent_bad", loc=("parent",))
    if VoucherLine.objects.filter(account=parent).exists():
        raise refuse("account_has_lines", loc=("parent",), account=parent.code)


def _line_up(account: Account) -> set[int]:
    """The account and all above it."""
    found = {account.pk}
    while account.parent is not None:
        account = account.parent
        found.add(account.pk)
    return found


@transaction.atomic
def create_mapping(*, act: Act, values: Mapping[str, Any]) -> AccountMapping:
    """Let a key mean an account, in general or for a category, warehouse, partner. Refuses key_unknown, account_has_children,
    not_unique."""
    fresh = records.columns(AccountMapping, with_book(values))
    _check_mapping(fresh, besides=None)
    with _value_stays(fresh["book_id"], fresh["key"]):
        return records.insert(act=act, entity="account-mappings", record=AccountMapping(**fresh))


@transaction.atomic
def update_mapping(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> AccountMapping:
    """Let a key mean another account from now on; what is booked stays."""
    mapping = records.locked(model=AccountMapping, record_id=record_id, rev=rev)
    changes = {name: value for name, value in records.columns(AccountMapping, values).items() if name != "book_id"}
    names = ("book_id", "key", "category_id", "warehouse_id", "partner_id", "account_id")
    _check_mapping({**{name: getattr(mapping, name) for name in names}, **changes}, besides=mapping.pk)
    with _value_stays(mapping.book_id, mapping.key, changes.get("key", mapping.key)):
        records.change(act=act, entity="account-mappings", record=mapping, values=changes)
    return mapping


@contextmanager
def _value_stays(book_id: int, *keys: str) -> Iterator[None]:
    """A mapping of inventory keys may not move value between accounts. Refuses mapping_moves_value."""
    if not STOCK_KEYS & set(keys):
        yield
        return
    before = {one.account_id for one in tie_out(book_id=book_id) if one.difference}
    yield
    after = [one.account_id for one in tie_out(book_id=book_id) if one.difference and one.account_id not in before]
    if after:
        codes = Account.objects.filter(pk__in=after).order_by("code").values_list("code", flat=True)
        raise refuse("mapping_moves_value", loc=("account",), accounts="、".join(codes) or "–")


@transaction.atomic
def delete_mapping(*, act: Act, record_id: int) -> None:
    """Forget what a key meant; vouchers that need it then wait in the queue of missing accounts."""
    mapping = records.locked(model=AccountMapping, record_id=record_id)
    with _value_stays(mapping.book_id, mapping.key):
        records.remove(act=act, entity="account-mappings", record=mapping)


def _check_mapping(values: Mapping[str, Any], *, besides: int | None) -> None:
    if values["key"] not in KEYS:
        raise refuse("key_unknown", loc=("key",), key=str(values["key"]))
    account = Account.objects.filter(pk=values["account_id"], book_id=values["book_id"]).first()
    if account is None:
        raise refuse("account_parent_bad", loc=("account",))
    if Account.objects.filter(parent=account).exists() and values["key"] != "WIP":
        raise refuse("account_has_children", loc=("account",), account=account.code)
    names = ("book_id", "key", "category_id", "warehouse_id", "partner_id")
    if AccountMapping.objects.filter(**{name: values.get(name) for name in names}).exclude(pk=besides or 0).exists():
        raise refuse("not_unique", loc=("key",))


@transaction.atomic
def create_opening(*, act: Act, values: Mapping[str, Any]) -> OpeningBalance:
    """Enter what stood on an account when the books began. Refuses opening_is_stock, opening_closed, account_has_children."""
    fresh = records.columns(OpeningBalance, with_book(values))
    _check_opening(fresh)
    return records.insert(act=act, entity="opening-balances", record=OpeningBalance(**fresh))


@transaction.atomic
def update_opening(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> OpeningBalance:
    """Correct an opening balance; only before the first close."""
    opening = records.locked(model=OpeningBalance, record_id=record_id, rev=rev)
    changes = {name: value for name, value in records.columns(OpeningBalance, values).items() if name != "book_id"}
    _check_opening({"book_id": opening.book_id, "account_id": opening.account_id, **changes})
    records.change(act=act, entity="opening-balances", record=opening, values=changes)
    return opening


@transaction.atomic
def delete_opening(*, act: Act, record_id: int) -> None:
    """Take an opening balance away; only before the first close."""
    opening = records.locked(model=OpeningBalance, record_id=record_id)
    _check_opening({"book_id": opening.book_id, "account_id": opening.account_id})
    records.remove(act=act, entity="opening-balances", record=opening)


def _check_opening(values: Mapping[str, Any]) -> None:
    account = Account.objects.filter(pk=values["account_id"], book_id=values["book_id"]).first()
    if account is None:
        raise refuse("account_parent_bad", loc=("account",))
    if Account.objects.filter(parent=account).exists():
        raise refuse("account_has_children", loc=("account",), account=account.code)
    if AccountMapping.objects.filter(account=account, key__in=STOCK_KEYS).exists():
        raise refuse("opening_is_stock", loc=("account",), account=account.code)
    if has_closed(book_id=values["book_id"]):
        raise refuse("opening_closed")
    if is_locked(book_id=values["book_id"]):
        raise refuse("opening_locked")
