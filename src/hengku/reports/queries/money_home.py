"""Home for who keeps the books: 赚了多少 · 库存值多少 by month · 谁欠我们、我们欠谁. From the ledger, so that it equals the statements."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hengku.finance.queries.by_month import figures_by_month
from hengku.finance.queries.open_items import Aged, aged
from hengku.identity.queries.restrict import require
from hengku.identity.types import Viewer
from hengku.kernel.money import ZERO
from hengku.masterdata.queries.books import book_facts
from hengku.reports.queries.days import today_of
from hengku.reports.queries.parameters import first_book_id
from hengku.reports.queries.stock_filters import sees_cost

MONTHS = 6
_LATE = (("d30", slice(1, 2)), ("d90", slice(2, 4)), ("more", slice(4, None)))
"""Columns of the aging report put together: 1–30, 31–90, more than 90 days late."""


def sees_money(*, viewer: Viewer) -> bool:
    """Whoever may look into the ledger and sees cost."""
    return viewer.may("vouchers", "view") and sees_cost(viewer=viewer)


def money_home(*, viewer: Viewer, at: datetime) -> dict[str, Any] | None:
    """The last months and the open items of the viewer's first book; None for those who may not see them. Raises Refused permission_denied."""
    require(viewer, "dashboard", "view")
    if not sees_money(viewer=viewer):
        return None
    book_id = first_book_id(viewer=viewer)
    today = today_of(book_id=book_id, at=at)
    months = last_months(start=book_facts(book_id).start_month, today=today)
    figures = figures_by_month(book_id=book_id, months=months)
    return {
        "months": [
            {
                "month": one.month.isoformat()[:7],
                "revenue": f"{one.revenue:.2f}",
                "cost": f"{one.cost:.2f}",
                "profit": f"{one.revenue - one.cost:.2f}",
                "stock": f"{one.stock:.2f}",
            }
            for one in figures
        ],
        "owed": [
            {"side": side, **_ages(aged(book_id=book_id, on=today, sides=[side]))} for side in ("AR", "AP")
        ],
    }  # fmt: skip


def last_months(*, start: date, today: date) -> list[date]:
    """First days of at most MONTHS months up to the running one, none before the book's start; newest last."""
    found = [today.replace(day=1)]
    while len(found) < MONTHS and found[-1] > start:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


def _ages(found: Sequence[Aged]) -> dict[str, str]:
    columns = [sum(amounts, ZERO) for amounts in zip(*(one.amounts for one in found), strict=True)]
    told: dict[str, Decimal] = {"not_due": columns[0] if columns else ZERO}
    told |= {name: sum(columns[part], ZERO) for name, part in _LATE}
    return {name: f"{amount:.2f}" for name, amount in told.items()} | {"total": f"{sum(columns, ZERO):.2f}"}
