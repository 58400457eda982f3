"""核销 by hand: two open items of one partner settle each other; taken back while the period is open."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from hengku.finance.models import Match, OpenItem
from hengku.finance.operations.open_items import is_debit, left, settle, unsettle
from hengku.finance.operations.write_vouchers import NewVoucher, write_vouchers
from hengku.finance.queries.charts import chart_of
from hengku.finance.rules.templates_money import match_lines
from hengku.finance.types import VoucherDraft, VoucherKind
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.ledger.queries.closing import is_closed
from hengku.masterdata.queries.books import book_facts, today

_TEMPLATES = {("AP", "PREPAID"): "P7", ("ADV-R", "AR"): "S7"}
"""Debit and credit of the voucher -> its template; other pairs of sides are offsets (AP / AR)."""


@transaction.atomic
def create_match(*, act: Act, values: Mapping[str, Any]) -> int:
    """Settle `debit` and `credit` (open items) for `amount` on `date`. Items of different accounts make a voucher.

    In another currency `amount` is in it. Refuses not_found, match_sides, match_currencies, match_exceeds, amount_not_positive, period_closed.
    """
    wanted = [int(values["debit"]), int(values["credit"])]
    found = {item.pk: item for item in OpenItem.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    if len(found) != 2:
        raise refuse("not_found", status=404)
    debit, credit = (found[key] for key in wanted)
    if (
        not is_debit(debit)
        or is_debit(credit)
        or (debit.book_id, debit.partner_id) != (credit.book_id, credit.partner_id)
    ):
        raise refuse("match_sides", loc=("credit",))
    if debit.currency != credit.currency:
        raise refuse("match_currencies", loc=("credit",))
    amount = Decimal(values["amount"])
    if amount <= 0:
        raise refuse("amount_not_positive", loc=("amount",))
    open_now = min(left(debit), left(credit))
    if amount > open_now:
        raise refuse(
            "match_exceeds", loc=("amount",), number="", remaining=f"{open_now:.2f}", requested=f"{amount:.2f}"
        )
    book = book_facts(debit.book_id)
    day = values.get("date") or today(book, act.at)
    _refuse_closed(debit.book_id, day)
    match = settle(act=act, debit=debit, credit=credit, amount=amount, day=day)
    _write_voucher(act, match, match.amount, day)
    return match.pk


def _refuse_closed(book_id: int, day: date) -> None:
    if is_closed(book_id=book_id, month=day.replace(day=1)):
        raise refuse("period_closed", loc=("date",), month=f"{day:%Y-%m}", date=str(day))


def _write_voucher(act: Act, match: Match, amount: Decimal, day: date) -> None:
    """P7, S7: what stood on one account settles what stood on another. Inside one account nothing moves."""
    one, other = match.debit, match.credit
    exchange = match.exchange if amount > 0 else -match.exchange
    lines = match_lines(amount, debit=other.side, credit=one.side, partner_id=one.partner_id, exchange=exchange)
    if not lines or (one.side == other.side and not exchange):
        return
    kind = VoucherKind.NORMAL if amount > 0 else VoucherKind.REVERSAL
    template = _TEMPLATES.get((other.side, one.side), "P7")
    of = tuple(sorted({one.document_id, other.document_id}))
    draft = VoucherDraft(match.book_id, day, kind, template, of, lines)
    (voucher_id,) = write_vouchers(
        at=act.at,
        vouchers=[
            NewVoucher(
                book_id=match.book_id,
                day=day,
                kind=kind,
                template=template,
                lines=chart_of(book_id=match.book_id).resolve(draft),
                of=of,
                summary="核销",
                made_by_id=act.actor_id,
            )
        ],
    )
    if match.voucher_id is None:
        match.voucher_id = voucher_id
        match.save(update_fields=["voucher_id"])


@transaction.atomic
def undo_match(*, act: Act, record_id: int) -> None:
    """Take a match back today; its voucher goes in red. Refuses not_found, match_undone, period_closed, matched (of a payment's
    own settlement: reverse the payment)."""
    match = Match.objects.select_for_update(of=("self",)).select_related("debit", "credit").filter(pk=record_id).first()
    if match is None:
        raise refuse("not_found", status=404)
    if match.undone_on is not None:
        raise refuse("match_undone")
    if match.document_id is not None and match.debit.side != match.credit.side:
        raise refuse("matched", number="")
    _refuse_closed(match.book_id, match.date)
    unsettle(match=match, act=act, day=match.date)
    if match.voucher_id is not None:
        _write_voucher(act, match, -match.amount, match.date)
