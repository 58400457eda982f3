"""Fund accounts and 收支项目: make, change, remove."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hengku.finance.models import Account, AccountMapping, FundAccount, SpendingCategory, VoucherLine
from hengku.finance.operations.accounts import create_account, with_book
from hengku.finance.queries.charts import chart_of
from hengku.finance.rules.fund_fields import CATEGORIES, SPENDING_KEYS
from hengku.finance.rules.spending import MONEY_KEYS, fund_key
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.masterdata.models import Book
from hengku.masterdata.operations import records

FUNDS, SPENDING = "fund-accounts", "spending-categories"
_MOST = 100


@transaction.atomic
def create_fund(*, act: Act, values: Mapping[str, Any]) -> FundAccount:
    """Make a fund account; without an account it takes the one its kind means, or a new one beside that. Refuses key_unknown,
    account_parent_bad, account_has_children, fund_account_taken, fund_code_taken, fund_default_taken."""
    fresh = records.columns(FundAccount, with_book(values))
    book = Book.objects.get(pk=fresh["book_id"])
    if fresh.get("kind") not in MONEY_KEYS:
        raise refuse("key_unknown", loc=("kind",), key=str(fresh.get("kind")))
    fresh["currency"] = str(fresh.get("currency") or book.currency).upper()
    if not fresh.get("account_id"):
        fresh["account_id"] = _account_for(act, book.pk, str(fresh["kind"]), str(fresh["name"]))
    _check(fresh, besides=0)
    fund = records.insert(act=act, entity=FUNDS, record=FundAccount(**fresh))
    stamp = {"created_at": act.at, "updated_at": act.at}
    AccountMapping.objects.create(book_id=book.pk, key=fund_key(fund.pk), account_id=fund.account_id, **stamp)
    return fund


def _account_for(act: Act, book_id: int, kind: str, name: str) -> int:
    """The account the kind means, while no fund has it; else a new one with its code and two more digits."""
    mapped = chart_of(book_id=book_id).account_of(kind)
    if mapped is None:
        raise refuse("key_unknown", loc=("kind",), key=kind)
    if not FundAccount.objects.filter(account_id=mapped).exists():
        return mapped
    base = Account.objects.get(pk=mapped)
    taken = set(Account.objects.filter(book_id=book_id, code__startswith=base.code).values_list("code", flat=True))
    code = next(one for number in range(1, _MOST) if (one := f"{base.code}{number:02d}") not in taken)
    values = {
        "book_id": book_id, "code": code, "name": f"{base.name}—{name}"[:100], "account_class": base.account_class, "side": base.side,
    }  # fmt: skip
    return create_account(act=act, values=values).pk


def _check(values: Mapping[str, Any], *, besides: int) -> None:
    book_id = values["book_id"]
    account = Account.objects.filter(pk=values["account_id"], book_id=book_id).first()
    if account is None:
        raise refuse("account_parent_bad", loc=("account",))
    if Account.objects.filter(parent=account).exists():
        raise refuse("account_has_children", loc=("account",), account=account.code)
    others = FundAccount.objects.filter(book_id=book_id).exclude(pk=besides)
    if others.filter(account=account).exists():
        raise refuse("fund_account_taken", loc=("account",), account=account.code)
    if others.filter(code=values["code"]).exists():
        raise refuse("fund_code_taken", loc=("code",), name=str(values["code"]))
    if values.get("is_default") and others.filter(kind=values["kind"], is_default=True).exists():
        raise refuse("fund_default_taken", loc=("is_default",))


@transaction.atomic
def update_fund(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> FundAccount:
    """Change a fund account; once there are entries its account, kind and currency stay. Refuses fund_in_use and as above."""
    fund = records.locked(model=FundAccount, record_id=record_id, rev=rev)
    changes = {name: value for name, value in records.columns(FundAccount, values).items() if name != "book_id"}
    names = ("book_id", "account_id", "code", "kind", "currency", "is_default")
    merged = {**{name: getattr(fund, name) for name in names}, **changes}
    _check(merged, besides=fund.pk)
    moved = any(merged[name] != getattr(fund, name) for name in ("account_id", "kind", "currency"))
    if moved and VoucherLine.objects.filter(account_id=fund.account_id).exists():
        raise refuse("fund_in_use", name=fund.name)
    records.change(act=act, entity=FUNDS, record=fund, values=changes)
    AccountMapping.objects.filter(key=fund_key(fund.pk)).update(account_id=fund.account_id, updated_at=act.at)
    return fund


@transaction.atomic
def delete_fund(*, act: Act, record_id: int) -> None:
    """Remove a fund account without entries. Refuses fund_in_use."""
    fund = records.locked(model=FundAccount, record_id=record_id)
    if VoucherLine.objects.filter(account_id=fund.account_id).exists():
        raise refuse("fund_in_use", name=fund.name)
    AccountMapping.objects.filter(key=fund_key(fund.pk)).delete()
    records.remove(act=act, entity=FUNDS, record=fund)


@transaction.atomic
def create_category(*, act: Act, values: Mapping[str, Any]) -> SpendingCategory:
    """Make a 收支项目. Refuses key_unknown, not_unique."""
    fresh = records.columns(SpendingCategory, values)
    _check_category(fresh, besides=0)
    return records.insert(act=act, entity=SPENDING, record=SpendingCategory(**fresh))


def _check_category(values: Mapping[str, Any], *, besides: int) -> None:
    if "key" in values and values["key"] not in SPENDING_KEYS:
        raise refuse("key_unknown", loc=("key",), key=str(values["key"]))
    if SpendingCategory.objects.filter(code=values.get("code", "")).exclude(pk=besides).exists():
        raise refuse("not_unique", loc=("code",))


@transaction.atomic
def update_category(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> SpendingCategory:
    """Change a 收支项目 for documents to come; what is posted keeps its key."""
    category = records.locked(model=SpendingCategory, record_id=record_id, rev=rev)
    changes = records.columns(SpendingCategory, values)
    _check_category(changes, besides=category.pk)
    records.change(act=act, entity=SPENDING, record=category, values=changes)
    return category


@transaction.atomic
def delete_category(*, act: Act, record_id: int) -> None:
    """Remove a 收支项目; documents keep what they said."""
    category = records.locked(model=SpendingCategory, record_id=record_id)
    records.remove(act=act, entity=SPENDING, record=category)


def forget_funds(book_id: int) -> None:
    """The book goes: its fund accounts with it."""
    FundAccount.objects.filter(book_id=book_id).delete()


def begin_categories(book_id: int) -> None:
    """The usual 收支项目, while there are none."""
    if SpendingCategory.objects.exists():
        return
    at = Book.objects.get(pk=book_id).updated_at
    SpendingCategory.objects.bulk_create(
        SpendingCategory(code=code, name=name.zh, direction=direction, key=key, created_at=at, updated_at=at)
        for code, name, direction, key in CATEGORIES
    )
