"""Reactions of the books to what was posted: behind the postings, set-wise."""

from datetime import UTC, datetime

from hengku.finance.operations.make_vouchers import accounts_changed, drain_vouchers, try_again


def drain_finance() -> int:
    """Vouchers of the next outbox rows; when accounts changed, the documents that wait for one are tried again."""
    at = datetime.now(UTC)
    done = drain_vouchers(at=at)
    return done or (try_again(at=at) if accounts_changed() else 0)
