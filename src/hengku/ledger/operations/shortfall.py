"""Refusals about items, with the names people know them by. Looked up only when something is refused."""

from collections.abc import Callable, Iterable, Sequence

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Severity
from hengku.kernel.quantity import plain
from hengku.ledger.rules.second import Unpaired
from hengku.ledger.rules.stock import Key, Planned, Shortage


def item_names(item_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Code and name of items."""
    found = sql.rows(
        connection, "SELECT id, code, name FROM masterdata_item WHERE id = ANY(%s)", [sorted(set(item_ids))]
    )
    return {pk: (code, name) for pk, code, name in found}


def shortage_refusals(shortages: Sequence[Shortage], warns: Callable[[Key | None], bool]) -> list[Refusal]:
    """insufficient_stock for every short line: available = the most that could go out on that date without a later day negative
    and without taking what is reserved for others. warns: stock that may be negative once somebody has read this."""
    names = item_names(one.planned.request.item_id for one in shortages)
    refusals: list[Refusal] = []
    for one in shortages:
        request = one.planned.request
        code, name = names[request.item_id]
        params = {"item": code, "name": name, "available": plain(one.available), "requested": plain(request.quantity)}
        severity: Severity = "warn" if warns(one.planned.source_key) else "block"
        refusals.append(Refusal("insufficient_stock", params, ("line", request.line_id), severity))
    return refusals


def item_refusals(code: str, moves: Sequence[Planned]) -> list[Refusal]:
    """The same refusal for several lines: lot_required, status_not_available."""
    names = item_names(move.request.item_id for move in moves)
    refusals: list[Refusal] = []
    for move in moves:
        item, name = names[move.request.item_id]
        params = {"item": item, "name": name, "status": move.request.source.status.value}
        refusals.append(Refusal(code, params, ("line", move.request.line_id)))
    return refusals


def second_refusals(found: Sequence[Unpaired]) -> list[Refusal]:
    """second_missing where nothing tells how many pieces come; second_left where weight or pieces would be left alone."""
    names = item_names(one.planned.request.item_id for one in found)
    refusals: list[Refusal] = []
    for one in found:
        item, name = names[one.planned.request.item_id]
        where = ("line", one.planned.request.line_id, "second_quantity")
        if one.left is None:
            refusals.append(Refusal("second_missing", {"item": f"{item} {name}"}, where))
        else:
            left = {"weight": plain(one.left.quantity), "second": plain(one.left.second)}
            refusals.append(Refusal("second_left", {"item": f"{item} {name}", **left}, where))
    return refusals
