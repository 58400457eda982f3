"""收发存汇总表: opening, in by type, out by type, closing; quantity and amount (domain specification 9.1).

closing = opening + in - out in every row and in total. Closing amounts are those of the cost pools; where a pool is divided (by
warehouse, or because part of it is out of the viewer's sight) its amount is spread by quantity, and what the pool's average
thereby gives or takes stands under adjustment.

Stock on the way between two of our warehouses counts with the one it goes to (调拨在途), so that closing amounts are the pools'.

A reversal is negative on the side of its original; a purchase return is negative in, a sales return negative out. Transfers inside
a cost pool show when warehouses are told apart, and cancel out when they are not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from hengku.identity.types import Viewer
from hengku.kernel.money import ZERO
from hengku.ledger.queries.movement_rows import amount_flows, quantity_flows, summed, without_arrivals
from hengku.ledger.queries.on_hand import OnHandQuestion, count_items, grouped, page_of_items, reading_of
from hengku.ledger.queries.reading import Sql, StockFilter, fetch
from hengku.ledger.queries.stock_rows import StockRows
from hengku.ledger.rules.months import month_end, next_month
from hengku.ledger.rules.movement import Flow, Key, MovementRow, Span, chain, nothing

Dimension = Literal["item", "category", "warehouse"]


@dataclass(frozen=True, slots=True)
class MovementQuestion:
    """A period, both days included; by_month splits it into calendar months. A last day in the future is fine: the running month
    then counts as a whole one, which is quicker and says the same."""

    book_id: int
    asked: StockFilter
    first: date
    last: date
    group_by: tuple[Dimension, ...] = ("item",)
    by_month: bool = False
    with_amounts: bool = True

    @property
    def spans(self) -> list[Span]:
        """The period, or its months."""
        if not self.by_month:
            return [Span(self.first, self.last)]
        found = [Span(self.first, min(month_end(self.first), self.last))]
        while found[-1].last < self.last:
            start = next_month(found[-1].first)
            found.append(Span(start, min(month_end(start), self.last)))
        return found


@dataclass(frozen=True, slots=True)
class Movement:
    """rows in the order of items, then the other groups, then months; totals over everything, whatever the page. count: items
    (or groups without items), capped as in on_hand."""

    rows: list[MovementRow]
    totals: MovementRow
    count: int
    has_more: bool


def movement_summary(
    *, viewer: Viewer, question: MovementQuestion, limit: int | None = None, offset: int = 0
) -> Movement:
    """The summary of the warehouses the viewer may see. A page is `limit` items with all their warehouses and months."""
    reading = _before(viewer, question)
    whole = replace(question, by_month=False, group_by=())
    totals = next(iter(_rows(whole, reading.totals_only())), nothing(question.spans))
    if "item" not in question.group_by:
        rows = _rows(question, reading)
        return Movement(rows, totals, len(rows), has_more=False)
    count = count_items(reading=reading)
    if limit is None:
        return Movement(_rows(question, reading), totals, count, has_more=False)
    keys = page_of_items(reading=reading, limit=limit + 1, offset=offset)
    rows = _rows(question, reading.of_items(keys[:limit])) if keys else []
    return Movement(rows, totals, count, has_more=len(keys) > limit)


def _before(viewer: Viewer, question: MovementQuestion) -> StockRows:
    """Stock before the period. What moved since is among its pieces, so its items are the ones to show."""
    asked = OnHandQuestion(
        question.book_id,
        question.asked,
        question.group_by,
        as_of=question.first - timedelta(days=1),
        with_amounts=question.with_amounts,
    )
    return reading_of(viewer=viewer, question=asked)


def _rows(question: MovementQuestion, reading: StockRows) -> list[MovementRow]:
    """Flows of all spans in one statement; the state at the end in another. Divided pools need the state of every span's end,
    because their share of the pool changes with the stock of others."""
    spans = question.spans
    flows = _flows(question, reading)
    ends = [span.last for span in spans]
    days = [spans[0].first - timedelta(days=1), *ends] if reading.cuts_pools else ends[-1:]
    states = {day: _state(question, reading.on(day)) for day in days}
    return _labelled(question.group_by, chain(spans, flows, states))


def _state(question: MovementQuestion, reading: StockRows) -> dict[Key, tuple[Decimal, Decimal]]:
    rows = fetch(grouped(reading))
    return {
        _key(question.group_by, row): ((row["on_hand"] or ZERO) + (row["in_transit"] or ZERO), row["amount"] or ZERO)
        for row in rows
    }


def _key(group_by: Sequence[str], row: Mapping[str, Any]) -> Key:
    return tuple(row[f"{name}_id"] for name in group_by)


_COLUMN = {"item": "x.item_id", "category": "i.category_id", "warehouse": "x.place_id"}
"""Places become warehouses when everything is added up: they are few then."""
_PARENT = {"category": " JOIN masterdata_item i ON i.id = x.item_id"}
_FIGURES = ("in_quantity", "out_quantity", "in_amount", "out_amount")


def _flows(question: MovementQuestion, reading: StockRows) -> list[Flow]:
    """Whole pools know quantity and amount of what crossed their border; divided ones take quantities from the places."""
    columns = {f"{name}_id": _COLUMN[name] for name in question.group_by}
    if question.by_month:
        columns["month"] = "x.month"
    columns["movement_type"] = "x.movement_type"
    parents = "".join(_PARENT.get(name, "") for name in question.group_by)
    days = {"first": question.first, "last": question.last}
    divided = reading.divides_pools
    amounts = amount_flows(reading.stock, **days, is_cut=divided)
    amounts = without_arrivals(amounts, reading.transit)
    if not divided:
        return _added_up(question, summed(amounts, columns, _FIGURES, parents=parents))
    names = ", ".join(f"f.{name}" for name in columns)
    moved = without_arrivals(quantity_flows(reading.stock, **days), reading.transit)
    quantities = summed(moved, columns, _FIGURES[:2], parents=parents)
    statement = _padded(names, ", f.in_quantity, f.out_quantity, 0 AS in_amount, 0 AS out_amount", quantities)
    if question.with_amounts:
        money = summed(amounts, columns, _FIGURES[2:], parents=parents)
        statement += Sql(" UNION ALL ") + _padded(names, ", 0, 0, f.in_amount, f.out_amount", money)
    return _added_up(question, statement)


def _padded(names: str, figures: str, source: Sql) -> Sql:
    return Sql("SELECT ") + Sql(names) + Sql(figures) + Sql(" FROM (") + source + Sql(") f")


def _added_up(question: MovementQuestion, statement: Sql) -> list[Flow]:
    by = ["p.warehouse_id" if name == "warehouse" else f"v.{name}_id" for name in question.group_by]
    by += ["v.month", "v.movement_type"] if question.by_month else ["v.movement_type"]
    sums = ", ".join(f"sum(v.{name}) AS {name}" for name in _FIGURES)
    parent = " JOIN masterdata_place p ON p.id = v.warehouse_id" if "warehouse" in question.group_by else ""
    selected = Sql("SELECT ") + Sql(", ".join([*by, sums])) + Sql(" FROM (")
    rows = fetch(selected + statement + Sql(f") v{parent} GROUP BY {', '.join(by)}"))
    return [
        Flow(_key(question.group_by, row), row.get("month"), row["movement_type"], *(row[name] for name in _FIGURES))
        for row in rows
    ]


_LABELS = {
    "item": Sql(
        "SELECT i.id, i.code AS sort, i.code AS item_code, i.name AS item_name, i.spec AS item_spec, u.name AS unit"
        " FROM masterdata_item i JOIN masterdata_unit u ON u.id = i.base_unit_id WHERE i.id = ANY(%s)"
    ),
    "category": Sql(
        "SELECT c.id, c.path AS sort, c.code AS category_code, c.name AS category_name"
        " FROM masterdata_item_category c WHERE c.id = ANY(%s)"
    ),
    "warehouse": Sql(
        "SELECT w.id, w.code AS sort, w.code AS warehouse_code, w.name AS warehouse_name"
        " FROM masterdata_warehouse w WHERE w.id = ANY(%s)"
    ),
}
_LAST = "\U0010ffff"


def _labelled(group_by: Sequence[str], rows: list[MovementRow]) -> list[MovementRow]:
    """Names of items, categories and warehouses; rows in their order. What has no category comes last."""
    labels: list[dict[int, dict[str, Any]]] = []
    for position, name in enumerate(group_by):
        ids = list({row.key[position] for row in rows} - {None})
        found = fetch(replace(_LABELS[name], params=(ids,)))
        labels.append({label.pop("id"): label for label in found})
    for row in rows:
        order: list[str] = []
        for position, name in enumerate(group_by):
            label = dict(labels[position].get(row.key[position] or 0, {}))
            order.append(str(label.pop("sort", _LAST)))
            row.labels[f"{name}_id"] = row.key[position]
            row.labels.update(label)
        row.order = (*order, row.span.first)
    return sorted(rows, key=lambda row: row.order)
