"""Vouchers by hand: made, reviewed, taken back in red. Never on accounts that value events or subledgers keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from hengku.finance.models import Account, AccountMapping, Voucher, VoucherExport
from hengku.finance.operations.accounts import with_book
from hengku.finance.operations.red import red_lines
from hengku.finance.operations.write_vouchers import WORD, NewVoucher, write_vouchers
from hengku.finance.rules.keys import KEPT_KEYS
from hengku.finance.rules.resolve import ResolvedLine
from hengku.finance.types import Auxiliary, Side, VoucherKind
from hengku.identity.operations.audit import record_change
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import AMOUNT_DIGITS
from hengku.ledger.queries.closing import is_closed
from hengku.masterdata.queries.books import book_facts, today
from hengku.metadata.rules.values import reference_text

ENTITY = "vouchers"


@dataclass(frozen=True, slots=True)
class _Entered:
    """A line as entered and read."""

    line: ResolvedLine
    summary: str


@transaction.atomic
def create_voucher(*, act: Act, values: Mapping[str, Any]) -> int:
    """Make a manual voucher: date, summary, attachments and `lines` (account, debit or credit, summary, auxiliaries).

    Refuses period_closed, future_date, voucher_unbalanced, voucher_line_…, voucher_stock_account.
    """
    fresh = with_book(values)
    day = fresh["date"]
    _require_open(act, fresh["book_id"], day)
    entered = _read_lines(fresh["book_id"], fresh.get("lines") or [])
    _require_balance([one.line for one in entered])
    summary = str(fresh.get("summary") or entered[0].summary)
    voucher = NewVoucher(
        book_id=fresh["book_id"],
        day=day,
        kind=VoucherKind.MANUAL,
        template="",
        lines=[one.line for one in entered],
        summary=summary,
        made_by_id=act.actor_id,
        attachments=int(fresh.get("attachments") or 0),
        line_summaries=[one.summary or summary for one in entered],
    )
    (voucher_id,) = write_vouchers(at=act.at, vouchers=[voucher])
    _tell(act, voucher_id, "create")
    return voucher_id


def _tell(act: Act, voucher_id: int, action: str, **more: str) -> None:
    record_change(act=act, entity=ENTITY, entity_id=voucher_id, action=action, before=None, after=dict(more))


def _require_open(act: Act, book_id: int, day: date) -> None:
    book = book_facts(book_id)
    if is_closed(book_id=book_id, month=day.replace(day=1)):
        raise refuse("period_closed", loc=("date",), month=f"{day:%Y-%m}", date=str(day))
    if day < book.start_month:
        raise refuse("before_start_month", loc=("date",), date=str(day), month=f"{book.start_month:%Y-%m}")
    now = today(book, act.at)
    if day.replace(day=1) > now.replace(day=1):
        raise refuse("future_date", loc=("date",), date=str(day), today=str(now))


def _read_lines(book_id: int, rows: Sequence[Any]) -> list[_Entered]:
    accounts = {str(account.pk): account for account in Account.objects.filter(book_id=book_id, active=True)}
    by_code = {f"code:{account.code}": account for account in accounts.values()}
    parents = {account.parent_id for account in accounts.values()}
    keys = _keys_of(book_id)
    entered: list[_Entered] = []
    wrong: list[Refusal] = []
    for position, row in enumerate(rows):
        loc = ("lines", position)
        text = reference_text(row.get("account")) if isinstance(row, Mapping) else None
        account = accounts.get(text or "") or by_code.get(text or "")
        if account is None or account.pk in parents:
            code = "voucher_line_account" if account is None else "account_has_children"
            wrong.append(Refusal(code, {"account": account.code if account else str(text)}, (*loc, "account")))
            continue
        if keys.get(account.pk, set()) & KEPT_KEYS:
            wrong.append(Refusal("voucher_stock_account", {"account": account.code}, (*loc, "account")))
        try:
            entered.append(_line(account, row))
        except _Bad as bad:
            wrong.append(Refusal(bad.code, {"account": account.code}, (*loc, bad.field)))
    if wrong:
        raise Refused(wrong)
    return entered


def _keys_of(book_id: int) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for account_id, key in AccountMapping.objects.filter(book_id=book_id).values_list("account_id", "key"):
        found.setdefault(account_id, set()).add(key)
    return found


class _Bad(Exception):
    def __init__(self, code: str, field: str) -> None:
        self.code, self.field = code, field
        super().__init__(code)


def _line(account: Account, row: Mapping[str, Any]) -> _Entered:
    debit, credit = _amount(row, "debit"), _amount(row, "credit")
    if (debit == 0) == (credit == 0):
        raise _Bad("voucher_line_one_side", "debit")
    named = {name: _id(row, name) for name in ("partner", "item")}
    department = str(row.get("department") or "")
    for auxiliary, value in ((Auxiliary.PARTNER, named["partner"]), (Auxiliary.ITEM, named["item"])):
        if auxiliary in account.auxiliaries and value is None:
            raise _Bad("voucher_line_auxiliary", auxiliary.value)
    return _Entered(
        ResolvedLine(
            account_id=account.pk,
            side=Side.DEBIT if debit else Side.CREDIT,
            amount=debit or credit,
            item_id=named["item"],
            partner_id=named["partner"],
            department=department[:100],
            quantity=_amount(row, "quantity", places=6) or None,
        ),
        str(row.get("summary") or ""),
    )


def _amount(row: Mapping[str, Any], name: str, *, places: int = 2) -> Decimal:
    raw = row.get(name)
    if raw in (None, ""):
        return ZERO
    try:
        amount = Decimal(str(raw))
    except InvalidOperation:
        raise _Bad("voucher_line_amount", name) from None
    if not amount.is_finite() or (amount and amount.adjusted() >= AMOUNT_DIGITS) or round(amount, places) != amount:
        raise _Bad("voucher_line_amount", name)
    return amount


def _id(row: Mapping[str, Any], name: str) -> int | None:
    text = reference_text(row.get(name)) or ""
    return int(text) if text.isdigit() else None


def _require_balance(lines: Sequence[ResolvedLine]) -> None:
    debit = sum((line.amount for line in lines if line.side is Side.DEBIT), ZERO)
    credit = sum((line.amount for line in lines if line.side is Side.CREDIT), ZERO)
    if len(lines) < 2 or debit != credit:
        raise refuse("voucher_unbalanced", loc=("lines",), debit=f"{debit:.2f}", credit=f"{credit:.2f}")


@transaction.atomic
def reverse_voucher(*, act: Act, voucher_id: int, day: date | None = None, reason: str = "") -> int:
    """红字冲销 of a manual voucher; gives the red voucher's id. Vouchers of documents go with their document, those of a close
    with its reopen.

    Refuses not_found, voucher_of_document, already_reversed, is_reversal, period_closed.
    """
    original = _locked(voucher_id)
    number = f"{original.month:%Y-%m} {original.word}-{original.number}"
    if original.reverses_id is not None:
        raise refuse("is_reversal", number=number)
    if original.kind != VoucherKind.MANUAL:
        raise refuse("voucher_of_document", number=number)
    if Voucher.objects.filter(reverses=original).exists():
        raise refuse("already_reversed", number=number)
    on = day or max(today(book_facts(original.book_id), act.at), original.date)
    _require_open(act, original.book_id, on)
    summary = f"冲销 {number}" + (f" {reason}" if reason else "")
    red = NewVoucher(
        book_id=original.book_id,
        day=on,
        kind=VoucherKind.REVERSAL,
        template=original.template,
        lines=red_lines(original.pk),
        of=original.document_ids,
        summary=summary,
        made_by_id=act.actor_id,
        reverses_id=original.pk,
    )
    (red_id,) = write_vouchers(at=act.at, vouchers=[red])
    _tell(act, original.pk, "reverse", reversed_by=str(red_id), reason=reason)
    return red_id


@transaction.atomic
def review_voucher(*, act: Act, voucher_id: int) -> None:
    """审核: another person than the maker signs. Refuses not_found, same_person, voucher_reviewed."""
    voucher = _locked(voucher_id)
    if voucher.reviewed_by_id is not None:
        raise refuse("voucher_reviewed", number=f"{WORD}-{voucher.number}")
    if voucher.made_by_id is not None and voucher.made_by_id == act.actor_id:
        raise refuse("same_person")
    Voucher.objects.filter(pk=voucher.pk).update(reviewed_by_id=act.actor_id, reviewed_at=act.at)
    _tell(act, voucher.pk, "review")


@transaction.atomic
def unreview_voucher(*, act: Act, voucher_id: int) -> None:
    """反审核: the signature goes. Refuses not_found, voucher_not_reviewed, voucher_exported for a month that was written out."""
    voucher = _locked(voucher_id)
    if voucher.reviewed_by_id is None:
        raise refuse("voucher_not_reviewed", number=f"{WORD}-{voucher.number}")
    if VoucherExport.objects.filter(book_id=voucher.book_id, month=voucher.month).exists():
        raise refuse("voucher_exported", month=f"{voucher.month:%Y-%m}")
    Voucher.objects.filter(pk=voucher.pk).update(reviewed_by_id=None, reviewed_at=None)
    _tell(act, voucher.pk, "unreview", reviewed_by=str(voucher.reviewed_by_id))


def _locked(voucher_id: int) -> Voucher:
    voucher = Voucher.objects.select_for_update().filter(pk=voucher_id).first()
    if voucher is None:
        raise refuse("not_found", status=404)
    return voucher
