"""结转损益: at the close the result accounts go to the profit of the year, in December that to retained earnings; red at a reopen."""

from collections.abc import Sequence
from datetime import timedelta

from hengku.finance.models import Voucher
from hengku.finance.operations.red import red_lines
from hengku.finance.operations.write_vouchers import NewVoucher, write_vouchers
from hengku.finance.queries.carried import CARRY, result_balances
from hengku.finance.queries.charts import chart_of
from hengku.finance.queries.standing import standings
from hengku.finance.rules.closing import Month
from hengku.finance.rules.resolve import ResolvedLine
from hengku.finance.types import Side, VoucherKind
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.kernel.money import ZERO

DECEMBER = 12


def carry_results(act: Act, month: Month) -> None:
    """Closing step before the lock: every result account of the month to 0 against PROFIT. Nothing earned or spent: no voucher.

    Refuses key_unknown when PROFIT, or RETAINED in December, has no account.
    """
    lines = [_against(one) for one in result_balances(book_id=month.book_id, before=month.after)]
    if lines:
        profit = _account(month.book_id, "PROFIT")
        _write(act, month, [*lines, *_profit(profit, lines)], "结转损益")
    if month.first.month == DECEMBER:
        _close_year(act, month)


def _against(one: ResolvedLine) -> ResolvedLine:
    """The same balance on the other side."""
    return ResolvedLine(
        account_id=one.account_id,
        side=Side.CREDIT if one.side is Side.DEBIT else Side.DEBIT,
        amount=one.amount,
        item_id=one.item_id,
        partner_id=one.partner_id,
        document_id=one.document_id,
        department=one.department,
    )


def _profit(account_id: int, lines: Sequence[ResolvedLine]) -> list[ResolvedLine]:
    """What was earned (debited away) and what was spent, each in one line."""
    found = []
    for side, other in ((Side.CREDIT, Side.DEBIT), (Side.DEBIT, Side.CREDIT)):
        amount = sum((line.amount for line in lines if line.side is side), ZERO)
        if amount:
            found.append(ResolvedLine(account_id, other, amount))
    return found


def _close_year(act: Act, month: Month) -> None:
    profit = _account(month.book_id, "PROFIT")
    standing = standings(book_id=month.book_id, first=None, last=month.first).get(profit)
    amount = standing.closing if standing else ZERO
    if amount:
        here, there = (Side.CREDIT, Side.DEBIT) if amount > 0 else (Side.DEBIT, Side.CREDIT)
        retained = _account(month.book_id, "RETAINED")
        pair = [ResolvedLine(profit, here, abs(amount)), ResolvedLine(retained, there, abs(amount))]
        _write(act, month, sorted(pair, key=lambda line: line.side is Side.CREDIT), "结转本年利润")


def _account(book_id: int, key: str) -> int:
    found = chart_of(book_id=book_id).account_of(key)
    if found is None:
        raise refuse("key_unknown", key=key)
    return found


def _write(act: Act, month: Month, lines: Sequence[ResolvedLine], summary: str) -> None:
    write_vouchers(
        at=act.at,
        vouchers=[
            NewVoucher(
                book_id=month.book_id,
                day=month.after - timedelta(days=1),
                kind=VoucherKind.CLOSING,
                template=CARRY,
                lines=sorted(lines, key=lambda line: line.side is Side.CREDIT),
                summary=summary,
                made_by_id=act.actor_id,
            )
        ],
    )


def take_back_results(*, act: Act, month: Month) -> None:
    """A reopened month earns and spends again: its carrying vouchers go in red."""
    standing = Voucher.objects.filter(
        book_id=month.book_id, month=month.first, template=CARRY, reverses__isnull=True
    ).exclude(pk__in=Voucher.objects.filter(template=CARRY, reverses__isnull=False).values("reverses_id"))
    reds = [
        NewVoucher(
            book_id=month.book_id,
            day=one.date,
            kind=VoucherKind.CLOSING,
            template=CARRY,
            lines=red_lines(one.pk),
            summary=f"冲销 {one.summary}",
            made_by_id=act.actor_id,
            reverses_id=one.pk,
        )
        for one in standing.order_by("-pk")
    ]
    write_vouchers(at=act.at, vouchers=reds)
