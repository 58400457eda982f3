"""Open periods of the months a posting touches, locked against closing until it commits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from django.db import connection

from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused
from hengku.ledger.rules.dates import Window, date_refusal, month_of
from hengku.ledger.types import PostingRequest, ReversalRequest

_PERIODS = """
SELECT p.book_id, p.month, p.closed_at, b.start_month, b.backdate_days, b.timezone
FROM unnest(%s::bigint[], %s::date[]) AS k(book_id, month)
JOIN ledger_stock_period p ON p.book_id = k.book_id AND p.month = k.month
JOIN masterdata_book b ON b.id = p.book_id
ORDER BY p.id FOR KEY SHARE OF p
"""
_MAKE_PERIODS = """
INSERT INTO ledger_stock_period (book_id, month)
SELECT k.book_id, k.month FROM unnest(%s::bigint[], %s::date[]) AS k(book_id, month) ORDER BY 1, 2
ON CONFLICT DO NOTHING
"""

Month = tuple[int, date]


def _read(act: Act, months: Sequence[Month]) -> dict[Month, Window]:
    found = sql.rows(connection, _PERIODS, ([book for book, _ in months], [month for _, month in months]))
    return {
        (book, month): Window(month, closed_at, start_month, days, act.at.astimezone(ZoneInfo(zone)).date())
        for book, month, closed_at, start_month, days, zone in found
    }


def lock_windows(*, act: Act, months: Iterable[Month]) -> Mapping[Month, Window]:
    """Periods of these (book, month), made when they do not exist yet, and locked FOR KEY SHARE."""
    wanted = sorted(set(months))
    windows = _read(act, wanted)
    missing = [month for month in wanted if month not in windows]
    if missing:
        sql.write(connection, _MAKE_PERIODS, ([book for book, _ in missing], [month for _, month in missing]))
        windows |= _read(act, missing)
    return windows


def require_open(*, act: Act, requests: Sequence[PostingRequest] | Sequence[ReversalRequest]) -> None:
    """Lock the periods of the requests. Refuses before_start_month, period_closed, future_date, backdate_not_allowed; all at once."""
    windows = lock_windows(act=act, months={(one.book_id, month_of(one.business_date)) for one in requests})
    refusals: list[Refusal] = []
    for request in requests:
        window = windows[request.book_id, month_of(request.business_date)]
        loc: tuple[str | int, ...] = ("business_date",)
        if len(requests) > 1:
            loc = ("document", request.document_id, "business_date")
        movement = request.movement_type if isinstance(request, PostingRequest) else ""
        refusal = date_refusal(request.business_date, movement, window, loc)
        if refusal is not None:
            refusals.append(refusal)
    if refusals:
        raise Refused(refusals)
