"""Open periods of the months a posting touches, locked against closing until it commits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused
from hengku.ledger.rules.dates import Window, date_refusal, month_of
from hengku.ledger.types import MethodChangeRequest, PostingRequest, ReversalRequest

Requests = Sequence[PostingRequest] | Sequence[ReversalRequest] | Sequence[MethodChangeRequest]

PERIODS = """
SELECT p.book_id, p.month, p.closed_at, b.start_month,
       CASE WHEN b.backdating = 'FORBID' THEN 0
            WHEN NOT b.free_before_first_close
                 OR EXISTS (SELECT FROM ledger_stock_period c WHERE c.book_id = p.book_id AND c.closed_at IS NOT NULL)
            THEN b.backdate_days END AS backdate_days, b.timezone
FROM unnest(%s::bigint[], %s::date[]) AS k(book_id, month)
JOIN ledger_stock_period p ON p.book_id = k.book_id AND p.month = k.month
JOIN masterdata_book b ON b.id = p.book_id
ORDER BY p.id FOR KEY SHARE OF p
"""
"""Lock periods. Unless the book says otherwise, nothing limits back-dating until its first close: what happened since its start
has to be keyed in. A posting runs it inside its own first statement."""
_MAKE_PERIODS = """
INSERT INTO ledger_stock_period (book_id, month)
SELECT k.book_id, k.month FROM unnest(%s::bigint[], %s::date[]) AS k(book_id, month) ORDER BY 1, 2
ON CONFLICT DO NOTHING
"""

Month = tuple[int, date]
Windows = Mapping[Month, Window]


def month_columns(months: Iterable[Month]) -> list[list[object]]:
    """Parameters of PERIODS."""
    wanted = sorted(set(months))
    return [[book for book, _ in wanted], [month for _, month in wanted]]


def window_of(act: Act, row: Sequence[Any]) -> tuple[Month, Window]:
    """One row of PERIODS."""
    book, month, closed_at, start_month, days, zone = row
    return (book, month), Window(month, closed_at, start_month, days, act.at.astimezone(ZoneInfo(zone)).date())


def months_of(requests: Requests) -> set[Month]:
    """(book, month) of the requests."""
    return {(one.book_id, month_of(one.business_date)) for one in requests}


def lock_windows(*, act: Act, months: Iterable[Month], known: Windows | None = None) -> Windows:
    """Periods of these (book, month), made when they do not exist yet, and locked FOR KEY SHARE; `known` ones are locked already."""
    wanted = set(months)
    windows = dict(known or {})
    if not wanted <= windows.keys():
        windows |= _read(act, wanted - windows.keys())
    missing = wanted - windows.keys()
    if missing:
        sql.write(connection, _MAKE_PERIODS, month_columns(missing))
        windows |= _read(act, missing)
    return windows


def _read(act: Act, months: Iterable[Month]) -> dict[Month, Window]:
    return dict(window_of(act, row) for row in sql.rows(connection, PERIODS, month_columns(months)))


def require_open(*, act: Act, requests: Requests, known: Windows | None = None) -> None:
    """Lock the periods of the requests. Refuses before_start_month, period_closed, future_date, backdate_not_allowed; all at once."""
    windows = lock_windows(act=act, months=months_of(requests), known=known)
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
