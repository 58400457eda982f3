"""Reactions of the books to what was posted: behind the postings, set-wise."""

from datetime import UTC, datetime

from hengku.finance.operations.make_vouchers import drain_vouchers, try_again, what_waits
from hengku.finance.operations.summaries import make_summaries_of_past_days


def drain_finance() -> int:
    """Vouchers of the next outbox rows; when accounts changed, the documents that wait for one are tried again; days that are over
    are summed up."""
    at = datetime.now(UTC)
    done = drain_vouchers(at=at)
    if done:
        return done
    waiting = what_waits()
    tried = try_again(at=at) if waiting.accounts_changed else 0
    return tried or (make_summaries_of_past_days(at=at, first=waiting.first_day) if waiting.first_day else 0)
