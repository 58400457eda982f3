"""即时库存: what stands where now, at the end of any past day, or as it was known at any moment (domain specification 3.3, 3.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from hengku.identity.types import Viewer
from hengku.ledger.queries.reading import (
    Sql,
    Stock,
    StockFilter,
    fetch,
    item_conditions,
    joined,
    key_conditions,
    place_scopes,
    seen_items,
    stock_places,
)
from hengku.ledger.queries.state import Moment, carried_months
from hengku.ledger.queries.stock_rows import StockRows, with_parents

Dimension = Literal["item", "category", "warehouse", "bin", "lot", "status"]
DIMENSIONS: tuple[Dimension, ...] = ("item", "category", "warehouse", "bin", "lot", "status")
COUNT_MOST = 10_000
"""Counting stops here: nobody pages further, and exact counts of large sets cost more than the page."""

_COLUMN = {
    "item": "item_id",
    "category": "category_id",
    "warehouse": "warehouse_id",
    "bin": "bin_id",
    "lot": "lot_id",
    "status": "status",
}
_SOURCE = {"category": "i.category_id", "warehouse": "p.warehouse_id"}
_SHOWN = {
    "item": ", i.code AS item_code, i.name AS item_name, i.spec AS item_spec, u.name AS unit",
    "category": ", c.code AS category_code, c.name AS category_name",
    "warehouse": ", w.code AS warehouse_code, w.name AS warehouse_name",
    "bin": ", b.code AS bin_code, b.name AS bin_name",
    "lot": ", l.number AS lot_number, l.expiry_date",
}
_JOIN = {
    "item": " JOIN masterdata_item i ON i.id = g.item_id JOIN masterdata_unit u ON u.id = i.base_unit_id",
    "category": " LEFT JOIN masterdata_item_category c ON c.id = g.category_id",
    "warehouse": " JOIN masterdata_warehouse w ON w.id = g.warehouse_id",
    "bin": " LEFT JOIN masterdata_bin b ON b.id = g.bin_id",
    "lot": " LEFT JOIN masterdata_lot l ON l.id = g.lot_id",
}
_ORDER = {
    "item": "i.code",
    "category": "c.path NULLS LAST",
    "warehouse": "w.code",
    "bin": "b.code NULLS FIRST",
    "lot": "l.number NULLS FIRST",
    "status": "g.status",
}


@dataclass(frozen=True, slots=True)
class OnHandQuestion:
    """What is asked. as_of: at the end of that business day; known_at: by what had been posted at that moment (both may be
    given). with_amounts False saves the work when the viewer may not see cost."""

    book_id: int
    asked: StockFilter
    group_by: tuple[Dimension, ...]
    as_of: date | None = None
    known_at: datetime | None = None
    with_amounts: bool = True


@dataclass(frozen=True, slots=True)
class OnHand:
    """rows: one a group, with its labels and on_hand OH, unusable U, in_transit (on the way to the warehouse), reserved R, available
    = OH - U - R, and amount (of what stands and of what is on the way, so that it adds up to the pools). reserved and available are None below the grain of reservations and in the past, amount when it was not asked for.

    totals: the same figures over all groups, whatever the page. count: items (or groups without items), at most COUNT_MOST + 1.
    """

    rows: list[dict[str, Any]]
    totals: dict[str, Decimal | None]
    count: int
    has_more: bool


def on_hand(*, viewer: Viewer, question: OnHandQuestion, limit: int | None = None, offset: int = 0) -> OnHand:
    """Stock owned by the book in the warehouses the viewer may see, grouped; items first when they are among the dimensions.

    A page is `limit` items, each with all its groups. Without items all groups come at once.
    """
    reading = reading_of(viewer=viewer, question=question)
    totals = totals_of(reading=reading)
    if "item" not in question.group_by:
        rows = fetch(_labelled(reading))
        return OnHand(rows, totals, len(rows), has_more=False)
    count = count_items(reading=reading)
    if limit is None:
        return OnHand(fetch(_labelled(reading)), totals, count, has_more=False)
    keys = page_of_items(reading=reading, limit=limit + 1, offset=offset)
    rows = fetch(_labelled(reading.of_items(keys[:limit]))) if keys else []
    return OnHand(rows, totals, count, has_more=len(keys) > limit)


def on_hand_totals(*, viewer: Viewer, question: OnHandQuestion) -> dict[str, Decimal | None]:
    """Only the totals: on_hand, unusable, reserved, available, amount of everything asked about."""
    return totals_of(reading=reading_of(viewer=viewer, question=question))


def totals_of(*, reading: StockRows) -> dict[str, Decimal | None]:
    """The figures over all groups."""
    return fetch(grouped(reading.totals_only()))[0]


def reading_of(*, viewer: Viewer, question: OnHandQuestion) -> StockRows:
    """The question as rows to read: which places the viewer sees of those the pools cover."""
    visible = stock_places(viewer=viewer, book_id=question.book_id, warehouse_ids=question.asked.warehouse_ids)
    everything = stock_places(viewer=None, book_id=question.book_id)
    is_now = question.as_of is None and question.known_at is None
    carried = () if is_now else carried_months(book_id=question.book_id)
    return StockRows(
        stock=Stock(question.book_id, visible.all, question.asked, seen=seen_items(viewer=viewer)),
        transit=visible.transit,
        all_places=everything.all,
        dimensions=question.group_by,
        moment=Moment(question.as_of, question.known_at, carried),
        with_amounts=question.with_amounts,
        scopes=place_scopes(book_id=question.book_id),
    )


def count_items(*, reading: StockRows) -> int:
    """How many items there are, at most COUNT_MOST + 1."""
    statement = Sql("SELECT count(*) AS n FROM (") + _items(reading, "1", COUNT_MOST + 1, 0) + Sql(") x")
    return int(fetch(statement)[0]["n"])


def page_of_items(*, reading: StockRows, limit: int, offset: int) -> list[int]:
    """Ids of the items of one page, by code."""
    return [row["id"] for row in fetch(_items(reading, "i.id", limit, offset))]


def _items(reading: StockRows, selected: str, limit: int, offset: int) -> Sql:
    """Items by code that have stock (or, for the past, ever had a balance): index probes, item by item, until the page is full."""
    asked = reading.stock.asked
    now = " AND b.quantity <> 0" if reading.moment.is_now else ""
    held = Sql("SELECT FROM ledger_balance b WHERE b.item_id = i.id AND ") + reading.stock.condition("b")
    held += reading.stock.at_places("b.place_id") + key_conditions(asked, "b")
    order = " ORDER BY i.code" if selected != "1" else ""
    return (
        Sql(f"SELECT {selected} FROM masterdata_item i WHERE EXISTS (")  # noqa: S608 (constants only)
        + held
        + Sql(f"{now})")
        + item_conditions(asked)
        + Sql(f"{order} LIMIT %s OFFSET %s", (limit, offset))
    )


def grouped(reading: StockRows) -> Sql:
    """One row a group: the columns of the dimensions and the figures. Groups of nothing are left out."""
    columns = [_COLUMN[one] for one in reading.dimensions]
    selected = "".join(f"{_SOURCE.get(one, f'v.{_COLUMN[one]}')}, " for one in reading.dimensions)
    reserved = "sum(v.reserved)" if reading.has_reservations else "NULL::numeric"
    statement = Sql(
        f"SELECT {selected}sum(v.on_hand) AS on_hand, sum(v.unusable) AS unusable, sum(v.in_transit) AS in_transit,"
        f" {reserved} AS reserved,"
        f" sum(v.on_hand) - sum(v.unusable) - {reserved} AS available, sum(v.amount) AS amount"
    ) + with_parents(reading.values(), columns)
    if not columns:
        return statement
    by = ", ".join(str(position + 1) for position in range(len(columns)))
    return statement + Sql(
        f" GROUP BY {by} HAVING sum(v.on_hand) <> 0 OR sum(v.in_transit) <> 0 OR sum(v.reserved) <> 0 OR coalesce(sum(v.amount), 0) <> 0"
    )


def _labelled(reading: StockRows) -> Sql:
    by = reading.dimensions
    return (
        Sql("SELECT g.*")
        + joined("", [Sql(_SHOWN.get(one, "")) for one in by])
        + Sql(" FROM (")
        + grouped(reading)
        + Sql(f") g{''.join(_JOIN.get(one, '') for one in by)} ORDER BY ")
        + Sql(", ".join(_ORDER[one] for one in _in_order(by)))
    )


def _in_order(by: Sequence[str]) -> list[str]:
    return [one for one in DIMENSIONS if one in by]
