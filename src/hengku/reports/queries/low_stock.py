"""什么会断货, 什么卖不动: items below their minimum, and stock nobody has asked for."""

from datetime import date
from typing import Any

from django.db.models import F

from hengku.identity.queries.restrict import within_reach
from hengku.identity.types import Viewer
from hengku.ledger.queries.idle import idle_stock
from hengku.ledger.queries.stock import availability
from hengku.masterdata.models import Item

ITEMS_MOST = 2000
IDLE_DAYS = 90


def low_stock(*, viewer: Viewer, book_id: int, limit: int) -> list[dict[str, Any]]:
    """Items whose available quantity is below minimum_stock, the emptiest first: item, available, minimum, unit."""
    items = list(
        within_reach(Item.objects.filter(minimum_stock__gt=0), viewer=viewer, resource="items")
        .annotate(unit=F("base_unit__name"))
        .values("id", "code", "name", "unit", "minimum_stock")[:ITEMS_MOST]
    )
    stock = availability(viewer=viewer, book_id=book_id, item_ids=[item["id"] for item in items])
    low = [(item, stock[item["id"]].available) for item in items if stock[item["id"]].available < item["minimum_stock"]]
    low.sort(key=lambda pair: (pair[1] / pair[0]["minimum_stock"], pair[0]["code"]))
    return [
        {
            "item": {"id": item["id"], "code": item["code"], "name": item["name"]},
            "available": available,
            "minimum": item["minimum_stock"],
            "unit": item["unit"],
        }
        for item, available in low[:limit]
    ]


def slow_movers(*, viewer: Viewer, book_id: int, today: date, limit: int) -> list[dict[str, Any]]:
    """Stock that has not moved for IDLE_DAYS, the longest first: item, quantity, unit, days."""
    return [
        {
            "item": {"id": row["item_id"], "code": row["item_code"], "name": row["item_name"]},
            "quantity": row["quantity"],
            "unit": row["unit"],
            "days": (today - row["last_date"]).days,
        }
        for row in idle_stock(viewer=viewer, book_id=book_id, today=today, idle_days=IDLE_DAYS, limit=limit)
    ]
