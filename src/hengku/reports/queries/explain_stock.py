"""Where figures of stock come from: moves for quantities, cost entries for amounts, reservations for what is promised."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hengku.kernel.money import ZERO, share, unit_cost
from hengku.kernel.texts import Text, current_language
from hengku.ledger.queries.behind import Facts, Moved, entries_behind, moves_behind, reservations_behind
from hengku.ledger.queries.cost import pool_states
from hengku.ledger.queries.on_hand import OnHandQuestion, on_hand, reading_of
from hengku.ledger.queries.reading import StockFilter
from hengku.ledger.rules.movement import GROUPS, IN_GROUPS, OUT_GROUPS, types_of_group
from hengku.reports.queries.days import end_of_month
from hengku.reports.queries.stock_filters import filter_of
from hengku.reports.rules.derivation import Node, Operation, difference, negated, total
from hengku.reports.rules.movement_groups import GROUP_LABELS
from hengku.reports.types import ReportQuestion

FIRST_DAY = date(1, 1, 1)
LAST_DAY = date(9999, 12, 31)
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
    if asked["group_by"] not in {"item", "item,warehouse"} or asked["known_at"] is not None or asked["status"]:
        raise KeyError(column)
    places, item_id = _Places(question, key), int(key["item"])
    last = asked["as_of"] or LAST_DAY

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
    """A figure of 收发存 by item: opening, one way in or out, their totals, closing."""
    asked = question.parameters
    if asked["group_by"] != "item" or asked["warehouse"] is not None:
        raise KeyError(column)
    name, _, figure = column.rpartition("_")
    if figure not in {"quantity", "amount"}:
        raise KeyError(column)
    first, last = asked["from"], asked["to"]
    if asked["by_month"]:
        first = date.fromisoformat(f"{key['month']}-01")
        last = end_of_month(day=first)
    item_id, places = int(key["item"]), _Places(question, {})
    pools = _pool_ids(question, item_id) if figure == "amount" else []

    def facts(label: str, start: date, end: date, types: tuple[str, ...] | None, without: tuple[str, ...] = ()) -> Node:
        if figure == "amount":
            found = entries_behind(pool_ids=pools, first=start, last=end, movement_types=types, without_types=without)
        else:
            which = Moved(question.book_id, item_id, places.all, start, end, types, without)
            found = moves_behind(which)
        return _facts(label, found)

    def group(group_name: str) -> Node:
        types, others = types_of_group(group_name)
        found = facts(str(GROUP_LABELS[group_name]), first, last, types, others)
        return negated(found) if group_name in OUT_GROUPS else found

    def opening() -> Node:
        return facts(str(_OPENING), FIRST_DAY, first - timedelta(days=1), None)

    if name in GROUPS:
        return group(name)
    if name == "opening":
        return opening()
    sides = {"in": (str(_IN), IN_GROUPS), "out": (str(_OUT), OUT_GROUPS)}
    if name in sides:
        label, names = sides[name]
        return total(label, [group(one) for one in names])
    if name != "closing":
        raise KeyError(column)
    incoming = total(str(_IN), [group(one) for one in IN_GROUPS])
    outgoing = total(str(_OUT), [group(one) for one in OUT_GROUPS])
    return total(str(_CLOSING), [opening(), incoming, negated(outgoing)])
