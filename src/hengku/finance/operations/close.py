"""期末结账: let the vouchers catch up, look at everything in order, then lock the month; and 反结账."""

import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction

from hengku.documents.operations.outbox import sequence
from hengku.finance.models import VoucherExport
from hengku.finance.operations.carry import carry_results, take_back_results
from hengku.finance.operations.estimates import take_back
from hengku.finance.operations.make_vouchers import drain_vouchers, try_again
from hengku.finance.operations.month_end import book_month_end
from hengku.finance.operations.summaries import make_summaries
from hengku.finance.queries.tie_out import ahead_documents
from hengku.finance.rules.closing import CloseCheck, Month, Rows, checks_in_order, steps_after, steps_before
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.ledger.operations import period
from hengku.masterdata.models import Book
from hengku.masterdata.types import CloseWarnings

PATIENCE = 100
"""Turns of a tenth of a second in which another process that makes vouchers may finish."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A check with what it found."""

    check: CloseCheck
    rows: Rows


def month_of(*, book_id: int, month: date) -> Month:
    """The month a day lies in."""
    first = month.replace(day=1)
    return Month(book_id, first, (first + timedelta(days=32)).replace(day=1))


def catch_up(*, act: Act, book_id: int, until: date) -> None:
    """Vouchers of everything posted so far, of what waited for an account, and of days that wait to be summed up until `until`."""
    for turn in range(PATIENCE):
        sequence()
        while drain_vouchers(at=act.at):
            pass
        if not ahead_documents(book_id=book_id):
            break
        if turn:
            time.sleep(0.1)
    try_again(at=act.at)
    make_summaries(at=act.at, until=until, book_id=book_id)


def look(*, act: Act, month: Month) -> list[Checked]:
    """Every check of the month in order, as it stands now."""
    catch_up(act=act, book_id=month.book_id, until=month.after - timedelta(days=1))
    return [Checked(check, check.look(month)) for check in checks_in_order()]


@transaction.atomic
def close_month(*, act: Act, month: Month, confirm: Collection[str] = ()) -> None:
    """Close a month: month-end costing, all checks in order, lock and snapshot, then what follows (estimates reversed).

    The result of the month is carried to profit before the lock. Raises Refused with everything found: what blocks, and warnings
    not in `confirm` (all of them where the book lets warnings block).
    """
    for step in steps_before():
        step(act, month)
    catch_up(act=act, book_id=month.book_id, until=month.after - timedelta(days=1))
    book_month_end(at=act.at, month=month)
    refusals: list[Refusal] = []
    for checked in look(act=act, month=month):
        refusals += checked.check.refusals(checked.rows)
    firm = Book.objects.filter(pk=month.book_id, close_warnings=CloseWarnings.BLOCK).exists()
    standing = [
        replace(one, severity="block") if firm else one
        for one in refusals
        if firm or one.severity == "block" or one.code not in confirm
    ]
    if standing:
        raise Refused(standing)
    carry_results(act, month)
    period.close(act=act, book_id=month.book_id, month=month.first)
    for step in steps_after():
        step(act, month)


@transaction.atomic
def reopen_month(*, act: Act, month: Month, reason: str, confirmed_by_id: int | None) -> None:
    """Open the last closed month again; its vouchers stay, corrections are red. Raises Refused filed_period when its
    vouchers were written out for another system, and as the ledger does."""
    if VoucherExport.objects.filter(book_id=month.book_id, month=month.first).exists():
        raise refuse("filed_period", month=f"{month.first:%Y-%m}")
    take_back(act=act, month=month)
    period.reopen(act=act, book_id=month.book_id, month=month.first, reason=reason, confirmed_by_id=confirmed_by_id)
    take_back_results(act=act, month=month)
