"""Where quantities at a place come from: the moves that brought and took them."""

from collections.abc import Mapping

from hengku.kernel.texts import Text, current_language
from hengku.ledger.queries.behind import Facts
from hengku.ledger.queries.behind_legs import legs_behind
from hengku.ledger.queries.reading import seen_warehouses
from hengku.reports.queries.explain_rows import Cell, Rule, path_of
from hengku.reports.rules.derivation import Node, total

_OLDER = Text("更早 {count} 笔", "{count} older")
_LEFT = Text("{today} 至 {expiry}，首尾都算", "{today} to {expiry}, both days counted")


def fact_nodes(label: str, found: Facts) -> Node:
    """Each fact by its document; older ones as one."""
    parts = [Node(f"{one.business_date}", one.amount, document_id=one.document_id) for one in found.listed]
    if found.older_count:
        parts.append(Node(_OLDER.in_language(current_language(), {"count": found.older_count}), found.older))
    return total(label, parts)


def _id(cell: Cell, name: str) -> int | None:
    named = cell.row.get(name)
    return int(str(named["id"])) if isinstance(named, Mapping) else None


def at_place(*names: str) -> Rule:
    """A quantity of the row's item. names: what of the row narrows the place: place_kind, warehouse, partner, owner, lot, status."""

    def rule(cell: Cell, column: str) -> Node:
        return fact_nodes(cell.label(column), _legs(cell, names))

    return rule


def _legs(cell: Cell, names: tuple[str, ...]) -> Facts:
    exact: dict[str, object] = {}
    documents = cell.row.get("documents") or None
    for name in names:
        if name == "partner" and documents:
            continue  # goods outside belong to whom their documents name
        if name in {"warehouse", "partner", "owner"}:
            exact[f"{name}_id"] = _id(cell, name)
        else:
            exact[name] = cell.row.get("place" if name == "place_kind" else name)
    item_id = _id(cell, "item") or int(cell.question.parameters["item"])
    return legs_behind(book_id=cell.question.book_id, item_id=item_id, exact=exact, document_ids=documents)  # type: ignore[arg-type]


def in_warehouses(*, ours: bool) -> Rule:
    """What stands in the warehouses the viewer sees (or the one asked for): ours, or one owner's."""

    def rule(cell: Cell, column: str) -> Node:
        asked = cell.question.parameters.get("warehouse")
        allowed = seen_warehouses(viewer=cell.question.viewer)
        seen = [int(asked)] if asked is not None else None if allowed is None else sorted(allowed)
        exact = {"place_kind": "WH", "owner_id": None if ours else _id(cell, "owner")}
        item_id = _id(cell, "item")
        if item_id is None:
            raise KeyError(column)
        found = legs_behind(book_id=cell.question.book_id, item_id=item_id, exact=exact, warehouse_ids=seen)
        return fact_nodes(cell.label(column), found)

    return rule


def days_left(cell: Cell, column: str) -> Node:
    """Days of a lot from today to its expiry."""
    told = _LEFT.in_language(current_language(), {"today": cell.row["today"], "expiry": cell.row["expires"]})
    return total(cell.label(column), [Node(told, cell.figure(column), path=path_of(cell.row))])
