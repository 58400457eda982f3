"""期末调汇: a voucher at the month's end, taken back in red on the first of the next, so that settling starts from the old rate."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from hengku.finance.models import Voucher
from hengku.finance.operations.red import red_lines
from hengku.finance.operations.write_vouchers import NewVoucher, write_vouchers
from hengku.finance.queries.charts import chart_of
from hengku.finance.queries.foreign_debts import TEMPLATE, foreign_debts, standing_revaluation
from hengku.finance.rules.closing import Month
from hengku.finance.rules.resolve import MissingAccount
from hengku.finance.rules.revaluation import Revalued, lines_of, revalued
from hengku.finance.types import VoucherDraft, VoucherKind
from hengku.identity.operations.audit import record_change
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.kernel.quantity import plain
from hengku.ledger.queries.closing import is_closed


def try_revaluation(*, month: Month, rates: Mapping[str, Decimal]) -> list[Revalued]:
    """What revaluing would do; writes nothing. Raises Refused closing_rate_missing, bad_value."""
    debts = foreign_debts(book_id=month.book_id, last=month.after - timedelta(days=1))
    missing = sorted({one.currency for one in debts} - set(rates))
    if missing:
        raise refuse("closing_rate_missing", loc=("rates",), currencies="、".join(missing))
    for currency, rate in rates.items():
        if not rate.is_finite() or rate <= 0:
            raise refuse("bad_value", loc=("rates", currency), label=currency, value=str(rate))
    return revalued(debts, rates)


@transaction.atomic
def revalue(*, act: Act, month: Month, rates: Mapping[str, Decimal]) -> list[Revalued]:
    """Write the voucher of the month's end and its red one of the next month's first day; an earlier one of the month goes in red first.
    Nothing changes: no voucher.

    Raises Refused period_closed, closing_rate_missing, bad_value, key_unknown.
    """
    if is_closed(book_id=month.book_id, month=month.first):
        raise refuse("period_closed", month=f"{month.first:%Y-%m}", date=str(month.first))
    found = try_revaluation(month=month, rates=rates)
    _take_back(act, month)
    told = "、".join(f"{currency} {plain(rate)}" for currency, rate in sorted(rates.items()))
    draft = VoucherDraft(month.book_id, month.after, VoucherKind.CLOSING, TEMPLATE, (), tuple(lines_of(found)))
    try:
        lines = chart_of(book_id=month.book_id).resolve(draft)
    except MissingAccount as missing:
        raise refuse("key_unknown", key="、".join(sorted(missing.keys))) from missing
    if lines:
        last = month.after - timedelta(days=1)
        (voucher_id,) = write_vouchers(at=act.at, vouchers=[NewVoucher(
            book_id=month.book_id, day=last, kind=VoucherKind.CLOSING, template=TEMPLATE, lines=lines,
            summary=f"期末调汇 {told}", made_by_id=act.actor_id,
        )])  # fmt: skip
        _red(act, month.after, voucher_id, reverses=voucher_id)
    after = {"month": f"{month.first:%Y-%m}", "rates": told, "vouchers": str(len(lines) and 2)}
    record_change(act=act, entity="periods", entity_id=month.book_id, action="revalue", before=None, after=after)
    return found


def _take_back(act: Act, month: Month) -> None:
    """The month's earlier revaluation and its red one of the next month, each with its signs turned."""
    standing = standing_revaluation(month=month)
    if standing is not None:
        next_red = standing.reversed_by
        _red(act, month.after, next_red.pk, reverses=next_red.pk)
        _red(act, standing.date, standing.pk, reverses=None)


def _red(act: Act, day: date, voucher_id: int, *, reverses: int | None) -> None:
    """A voucher once more with its signs turned."""
    red = NewVoucher(
        book_id=Voucher.objects.values_list("book_id", flat=True).get(pk=voucher_id),
        day=day,
        kind=VoucherKind.REVERSAL,
        template=TEMPLATE,
        lines=red_lines(voucher_id),
        summary="冲回期末调汇",
        made_by_id=act.actor_id,
        reverses_id=reverses,
    )
    write_vouchers(at=act.at, vouchers=[red])
