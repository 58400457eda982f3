"""Home: 库存值多少、比上月 · 进出 · 什么卖得动 · 什么会断货 · 什么卖不动 · 什么没做完 · 账平不平. Parts the viewer may not see are missing."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from hengku.identity.queries.restrict import require
from hengku.identity.types import Viewer
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain
from hengku.ledger.queries.idle import daily_amounts, most_sold
from hengku.ledger.queries.light import light
from hengku.ledger.queries.on_hand import OnHandQuestion, on_hand, on_hand_totals
from hengku.ledger.queries.reading import StockFilter, one_snapshot
from hengku.reports.queries.days import today_of
from hengku.reports.queries.low_stock import low_stock, slow_movers
from hengku.reports.queries.open_work import open_orders
from hengku.reports.queries.parameters import first_book_id
from hengku.reports.queries.stock_filters import sees_cost
from hengku.reports.queries.work_queue import work_queue

TREND_DAYS = 30
TOP = 8


def dashboard(*, viewer: Viewer, at: datetime, book_id: int | None = None) -> dict[str, Any]:
    """The figures of the home page. Raises Refused permission_denied."""
    require(viewer, "dashboard", "view")
    book = first_book_id(viewer=viewer) if book_id is None else book_id
    today = today_of(book_id=book, at=at)
    found: dict[str, Any] = {
        "to_do": work_queue(viewer=viewer, at=at),
        "light": light(at=at).status,
        "as_of": at.isoformat(),
    }
    found["open_orders"] = _open_orders(viewer, today)
    if not viewer.may("stock", "view"):
        return found
    with one_snapshot():
        found["low_stock"] = [_shown(row) for row in low_stock(viewer=viewer, book_id=book, limit=TOP)]
        found["slow_movers"] = [_shown(row) for row in slow_movers(viewer=viewer, book_id=book, today=today, limit=TOP)]
        found["top_movers"] = _movers(viewer, book, today)
        if sees_cost(viewer=viewer):
            found["stock_value"] = _stock_value(viewer, book, today)
            found["trend"] = _trend(viewer, book, today)
    return found


def _stock_value(viewer: Viewer, book_id: int, today: date) -> dict[str, Any]:
    """Now, at the end of last month, and by category, largest first."""
    question = OnHandQuestion(book_id, StockFilter(), ("category",))
    now = on_hand(viewer=viewer, question=question)
    month_start = today.replace(day=1)
    before = OnHandQuestion(book_id, StockFilter(), ("category",), as_of=month_start - timedelta(days=1))
    previous = on_hand_totals(viewer=viewer, question=before)["amount"]
    categories = sorted(now.rows, key=lambda row: row["amount"] or ZERO, reverse=True)
    return {
        "amount": f"{now.totals['amount'] or ZERO:.2f}",
        "previous_amount": f"{previous or ZERO:.2f}",
        "by_category": [
            {"name": row["category_name"] or "", "amount": f"{row['amount'] or ZERO:.2f}"} for row in categories[:TOP]
        ],
    }


def _trend(viewer: Viewer, book_id: int, today: date) -> list[dict[str, str]]:
    """Every one of the last TREND_DAYS days, quiet ones as zero."""
    first = today - timedelta(days=TREND_DAYS - 1)
    known = {
        row["business_date"]: row for row in daily_amounts(viewer=viewer, book_id=book_id, first=first, last=today)
    }
    days = (first + timedelta(days=number) for number in range(TREND_DAYS))
    return [
        {
            "date": day.isoformat(),
            "in_amount": f"{known[day]['in_amount'] if day in known else ZERO:.2f}",
            "out_amount": f"{known[day]['out_amount'] if day in known else ZERO:.2f}",
        }
        for day in days
    ]


def _movers(viewer: Viewer, book_id: int, today: date) -> list[dict[str, Any]]:
    first = today - timedelta(days=TREND_DAYS - 1)
    rows = most_sold(viewer=viewer, book_id=book_id, first=first, last=today, limit=TOP)
    found = []
    for row in rows:
        item = {"id": str(row["item_id"]), "code": row["item_code"], "name": row["item_name"]}
        mover = {"item": item, "quantity": plain(row["quantity"]), "unit": row["unit"]}
        found.append(mover | ({"amount": f"{row['amount']:.2f}"} if sees_cost(viewer=viewer) else {}))
    return found


def _open_orders(viewer: Viewer, today: date) -> list[dict[str, Any]]:
    found = []
    for one in open_orders(viewer=viewer, today=today):
        row: dict[str, Any] = {"type": one.type, "label": one.label, "count": one.count, "late": one.late}
        row["path"] = f"/reports/{'purchase' if one.type == 'purchase_order' else 'sales'}_execution?open_only=true"
        if one.type != "purchase_order" or "purchase_price" not in viewer.masked:
            row["amount"] = f"{one.amount:.2f}"
        found.append(row)
    return found


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """Quantities as text; days stay a number."""
    item = row["item"]
    figures = {name: plain(row[name]) for name in ("available", "minimum", "quantity") if name in row}
    days = {"days": row["days"]} if "days" in row else {}
    return {"item": {**item, "id": str(item["id"])}, "unit": row["unit"], **figures, **days}
