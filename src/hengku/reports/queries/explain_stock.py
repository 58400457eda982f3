"""Where figures of stock come from: moves for quantities, cost entries for amounts, reservations for what is promised."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, cast

from hengku.kernel.money import ZERO, round_half_up, share, unit_cost
from hengku.kernel.texts import Text, current_language
from hengku.ledger.queries.behind import Facts, Moved, entries_behind, moves_behind, reservations_behind
from hengku.ledger.queries.behind_legs import legs_behind
from hengku.ledger.queries.cost import pool_states
from hengku.ledger.queries.on_hand import Dimension, OnHandQuestion, on_hand, reading_of
from hengku.ledger.queries.reading import StockFilter
from hengku.ledger.rules.movement import GROUPS, IN_GROUPS, OUT_GROUPS, two_sided_types, types_of_group
from hengku.masterdata.models import Item
from hengku.reports.queries.days import end_of_month
from hengku.reports.queries.stock_filters import filter_of
from hengku.reports.rules.derivation import Node, Operation, difference, negated, total
from hengku.reports.rules.movement_groups import GROUP_LABELS
from hengku.reports.types import ReportQuestion

FIRST_DAY = date(1, 1, 1)
LAST_DAY = date(9999, 12, 31)
_GROUP = Text("各商品合计", "Sum over the items")
_OLDER = Text("更早 {count} 笔", "{count} older")
_ON_HAND = Text("现存量", "On hand")
_UNUSABLE = Text("不可用", "Unusable")
_RESERVED = Text("预留", "Reserved")
_IN_TRANSIT = Text("调拨在途", "In transit")
_OPENING = Text("期初", "Opening")
_IN = Text("收入合计", "Total in")
_OUT = Text("发出合计", "Total out")
_POOL = Text("成本池金额", "Amount of the pool")
_POOL_QUANTITY = Text("成本池数量", "Quantity of the pool")
_HERE = Text("本仓数量", "Quantity here")
_REMAINDER = Text("尾差", "Rounding remainder")
_AMOUNT = Text("库存金额", "Amount")
_AVAILABLE = Text("可用量", "Available")
_UNIT_COST = Text("单位成本", "Unit cost")
_CLOSING = Text("期末", "Closing")
_SHARE = Text("按数量分摊", "Share by quantity")


def _facts(label: str, found: Facts) -> Node:
    """Each fact by its document; older ones as one."""
    parts = [Node(f"{one.business_date}", one.amount, document_id=one.document_id) for one in found.listed]
    if found.older_count:
        parts.append(Node(_OLDER.in_language(current_language(), {"count": found.older_count}), found.older))
    return total(label, parts)


class _Places:
    """The places a question looks at: standing and on the way."""

    def __init__(self, question: ReportQuestion, key: Mapping[str, str]) -> None:
        asked = dict(question.parameters)
        if "warehouse" in key:
            asked["warehouse"] = int(key["warehouse"])
        self.asked = filter_of(asked=asked)
        places = OnHandQuestion(question.book_id, self.asked, ("item",), with_amounts=False)
        reading = reading_of(viewer=question.viewer, question=places)
        self.all = reading.stock.places
        self.moving = reading.transit
        self.standing = tuple(place for place in self.all if place not in set(self.moving))
        self.is_whole = self.all == reading.all_places


def explain_on_hand(question: ReportQuestion, key: Mapping[str, str], column: str) -> Node:
    """A figure of 即时库存 by item, or by item and warehouse; now or at the end of a day."""
    asked = question.parameters
    if asked["known_at"] is not None or asked["status"]:
        raise KeyError(column)
    if "item" not in key:
        return _of_items(question, key, column)
    if not _FINE.isdisjoint(key):
        return _fine(question, key, column)
    return _at_warehouses(question, key, column)


def _at_warehouses(question: ReportQuestion, key: Mapping[str, str], column: str) -> Node:
    places, item_id = _Places(question, key), int(key["item"])
    last = question.parameters["as_of"] or LAST_DAY

    def moved(label: Text, at: tuple[int, ...], *, unusable: bool = False) -> Node:
        which = Moved(question.book_id, item_id, at, FIRST_DAY, last, unusable=unusable)
        return _facts(str(label), moves_behind(which))

    def available() -> Node:
        claims = reservations_behind(book_id=question.book_id, item_id=item_id, place_ids=places.all)
        reserved = _facts(str(_RESERVED), claims)
        return difference(
            str(_AVAILABLE),
            moved(_ON_HAND, places.standing),
            moved(_UNUSABLE, places.standing, unusable=True),
            reserved,
        )

    match column:
        case "on_hand":
            return moved(_ON_HAND, places.standing)
        case "unusable":
            return moved(_UNUSABLE, places.standing, unusable=True)
        case "in_transit":
            return moved(_IN_TRANSIT, places.moving)
        case "reserved":
            return available().parts[2]
        case "available":
            return available()
    here = total(str(_HERE), [moved(_ON_HAND, places.standing), moved(_IN_TRANSIT, places.moving)])
    if column not in {"amount", "unit_cost"}:
        raise KeyError(column)
    amount = _amount_here(question, item_id, places, here, last)
    if column == "amount":
        return amount
    unit = unit_cost(amount.value, here.value)
    if unit is None:
        raise KeyError(column)
    return Node(str(_UNIT_COST), unit, Operation.QUOTIENT, (amount, here), places=6)


_FINE = frozenset({"bin", "lot", "status"})
MOST_ITEMS = 50
"""Items of a group that are derived in place; of more, each is told with the page that derives it."""


def _of_items(question: ReportQuestion, key: Mapping[str, str], column: str) -> Node:
    """A figure of a category or warehouse: the sum over its items."""
    narrowed: tuple[Dimension, ...] = ("warehouse",) if "warehouse" in key else ()
    asked = filter_of(
        asked={
            **question.parameters,
            "warehouse": int(key["warehouse"]) if narrowed else question.parameters["warehouse"],
        }
    )
    reading = OnHandQuestion(question.book_id, asked, ("item", *narrowed), as_of=question.parameters["as_of"])
    rows = on_hand(viewer=question.viewer, question=reading).rows
    categories = dict(Item.objects.filter(pk__in=[row["item_id"] for row in rows]).values_list("pk", "category_id"))
    mine = [
        row
        for row in rows
        if row.get(column) and ("category" not in key or str(categories[row["item_id"]] or "") == key["category"])
    ]
    if column not in {"on_hand", "unusable", "in_transit", "reserved", "available", "amount"}:
        raise KeyError(column)
    finer = replace(question, parameters={**question.parameters, "group_by": ",".join(("item", *narrowed))})
    parts = []
    for row in mine:
        label = f"{row['item_code']} {row['item_name']}"
        item_key: dict[str, str] = {"item": str(row["item_id"]), **{name: key[name] for name in narrowed}}
        if len(mine) <= MOST_ITEMS:
            parts.append(replace(explain_on_hand(finer, item_key, column), label=label))
        else:
            parts.append(
                Node(
                    label,
                    row[column],
                    path=f"/reports/on_hand?group_by={finer.parameters['group_by']}&q={row['item_code']}",
                )
            )
    return total(str(_GROUP), parts)


def _fine(question: ReportQuestion, key: Mapping[str, str], column: str) -> Node:
    """A figure by bin, lot or status: the moves there; its amount is its share of the item's by quantity."""
    last = question.parameters["as_of"] or LAST_DAY
    exact: dict[str, object] = {"owner_id": None}
    for name, at in (("bin", "bin_id"), ("lot", "lot_id")):
        if name in key:
            exact[at] = int(key[name]) if key[name] else None
    if "status" in key:
        exact["status"] = key["status"]
    places = _Places(question, key)

    def moved(label: Text, at: tuple[int, ...], *, unusable: bool = False) -> Node:
        found = legs_behind(
            book_id=question.book_id, item_id=int(key["item"]), exact=exact, place_ids=at, last=last, unusable=unusable
        )
        return _facts(str(label), found)

    match column:
        case "on_hand":
            return moved(_ON_HAND, places.standing)
        case "unusable":
            return moved(_UNUSABLE, places.standing, unusable=True)
        case "in_transit":
            return moved(_IN_TRANSIT, places.moving)
    if column not in {"amount", "unit_cost"}:
        raise KeyError(column)
    here = total(str(_HERE), [moved(_ON_HAND, places.standing), moved(_IN_TRANSIT, places.moving)])
    whole_places = _Places(question, {})
    item_here = total(
        str(_POOL_QUANTITY),
        [_facts("", moves_behind(Moved(question.book_id, int(key["item"]), whole_places.all, FIRST_DAY, last)))],
    )
    whole = _amount_here(question, int(key["item"]), whole_places, item_here, last)
    shown = _reported_fine(question, key)
    by_quantity = share(whole.value, here.value, item_here.value) if item_here.value else ZERO
    part = (
        Node(str(_SHARE), by_quantity, Operation.SHARE, (whole, here, item_here)) if item_here.value else total("", [])
    )
    amount = total(str(_AMOUNT), [part, Node(str(_REMAINDER), shown - by_quantity)])
    if column == "amount":
        return amount
    unit = unit_cost(amount.value, here.value)
    if unit is None:
        raise KeyError(column)
    return Node(str(_UNIT_COST), unit, Operation.QUOTIENT, (amount, here), places=6)


def _reported_fine(question: ReportQuestion, key: Mapping[str, str]) -> Decimal:
    """What the report says this row is worth."""
    asked = filter_of(asked={**question.parameters})
    names = cast(tuple[Dimension, ...], tuple(question.parameters["group_by"].split(",")))
    reading = OnHandQuestion(
        question.book_id, replace(asked, item_ids=(int(key["item"]),)), names, as_of=question.parameters["as_of"]
    )
    for row in on_hand(viewer=question.viewer, question=reading).rows:
        if stock_key(row) == dict(key):
            return row["amount"] or ZERO
    raise KeyError("amount")


def stock_key(row: Mapping[str, Any]) -> dict[str, str]:
    """What names a group of stock: its dimensions; "" where it has none (no lot)."""
    found = {}
    for name in ("item", "category", "warehouse", "bin", "lot"):
        if f"{name}_id" in row:
            found[name] = str(row[f"{name}_id"] or "")
    return {**found, **({"status": row["status"]} if "status" in row else {})}


def explain_stock_value(question: ReportQuestion, key: Mapping[str, str], column: str) -> Node:
    """A figure of 库存价值: the sum over the category's items; its share of everything."""
    asked = {**question.parameters, "known_at": None, "status": None, "group_by": "category"}
    finer = replace(question, parameters=asked)
    if column != "share":
        return _of_items(finer, key, column)
    part = _of_items(finer, key, "amount")
    reading = OnHandQuestion(question.book_id, filter_of(asked=asked), ("category",), as_of=asked["as_of"])
    rows = on_hand(viewer=question.viewer, question=reading).rows
    whole = total(str(_AMOUNT), [Node(row["category_name"] or "–", row["amount"] or ZERO) for row in rows])
    value = round_half_up(part.value / whole.value, 4)
    return Node(str(_SHARE), value, Operation.QUOTIENT, (part, whole), places=4)


def _amount_here(question: ReportQuestion, item_id: int, places: _Places, here: Node, last: date) -> Node:
    """The pools' amount, or this warehouse's share of it by quantity; what rounding in key order leaves is told apart."""
    ids = _pool_ids(question, item_id)
    whole = _facts(str(_POOL), entries_behind(pool_ids=ids, first=FIRST_DAY, last=last))
    if places.is_whole:
        return whole
    every = _Places(question, {})
    moves = moves_behind(Moved(question.book_id, item_id, every.all, FIRST_DAY, last))
    all_quantity = _facts(str(_POOL_QUANTITY), moves)
    if all_quantity.value == 0:
        return total(str(_AMOUNT), [])
    value = share(whole.value, here.value, all_quantity.value)
    part = Node(str(_SHARE), value, Operation.SHARE, (whole, here, all_quantity))
    shown = _reported(question, item_id, places.asked, last)
    return total(str(_AMOUNT), [part, Node(str(_REMAINDER), shown - value)])


def _reported(question: ReportQuestion, item_id: int, asked: StockFilter, last: date) -> Decimal:
    """What the report says the item is worth at these warehouses."""
    reading = OnHandQuestion(
        question.book_id, replace(asked, item_ids=(item_id,)), ("item",), as_of=None if last == LAST_DAY else last
    )
    rows = on_hand(viewer=question.viewer, question=reading).rows
    return next((row["amount"] for row in rows), None) or ZERO


def _pool_ids(question: ReportQuestion, item_id: int) -> list[int]:
    return [one.id for one in pool_states(book_id=question.book_id, item_ids=[item_id]) if one.place is None]


def explain_movement(question: ReportQuestion, key: Mapping[str, str], column: str) -> Node:
    """A figure of 收发存 by item: opening, one way in or out, their totals, closing. Raises KeyError for what only the stock ledger
    of one of several warehouses tells."""
    name, _, figure = column.rpartition("_")
    if figure not in {"quantity", "amount"}:
        raise KeyError(column)
    return _Movement(question, key, figure).told(name)


class _Movement:
    """One item's movements; in one warehouse of several only the quantities that move in one direction."""

    def __init__(self, question: ReportQuestion, key: Mapping[str, str], figure: str) -> None:
        asked = question.parameters
        self.first, self.last, self.figure = asked["from"], asked["to"], figure
        if asked["by_month"]:
            self.first = date.fromisoformat(f"{key['month']}-01")
            self.last = end_of_month(day=self.first)
        self.book_id, self.item_id, self.places = question.book_id, int(key["item"]), _Places(question, key)
        if figure == "amount" and not self.places.is_whole:
            raise KeyError(figure)
        self.pools = _pool_ids(question, self.item_id)

    def told(self, name: str) -> Node:
        sides = {"in": (str(_IN), IN_GROUPS), "out": (str(_OUT), OUT_GROUPS)}
        if name in GROUPS:
            return self.group(name)
        if name == "opening":
            return self._net(str(_OPENING), FIRST_DAY, self.first - timedelta(days=1), None)
        if name in sides:
            label, names = sides[name]
            return total(label, [self.group(one) for one in names])
        if name != "closing":
            raise KeyError(name)
        if not self.places.is_whole:
            return self._net(str(_CLOSING), FIRST_DAY, self.last, None)
        return total(str(_CLOSING), [self.told("opening"), self.told("in"), negated(self.told("out"))])

    def group(self, name: str) -> Node:
        types, others = types_of_group(name)
        label, inward = str(GROUP_LABELS[name]), name in IN_GROUPS
        found = self._net(label, self.first, self.last, types, others)
        two_sided = two_sided_types(name)
        if two_sided:
            found = total(label, [*found.parts, *self._one_way(label, two_sided, inward=inward).parts])
        return found if inward else negated(found)

    def _net(
        self, label: str, start: date, end: date, types: tuple[str, ...] | None, without: tuple[str, ...] = ()
    ) -> Node:
        if self.figure == "amount":
            found = entries_behind(
                pool_ids=self.pools, first=start, last=end, movement_types=types, without_types=without
            )
        else:
            which = Moved(self.book_id, self.item_id, self.places.all, start, end, types, without)
            found = moves_behind(which)
        return _facts(label, found)

    def _one_way(self, label: str, types: tuple[str, ...], *, inward: bool) -> Node:
        """What came in, or what left, by documents that do both."""
        if not self.places.is_whole:
            raise KeyError(label)
        figure: Literal["amount", "quantity"] = "amount" if self.figure == "amount" else "quantity"
        found = entries_behind(
            pool_ids=self.pools, first=self.first, last=self.last, movement_types=types, inward=inward, figure=figure
        )
        return _facts(label, found)
