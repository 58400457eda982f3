"""Figures of the ledger beside document lines: what is there while a document waits, what it cost once it is posted."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from hengku.documents.models import Link
from hengku.documents.queries.lines import LineRow
from hengku.documents.rules.execution import passing_types
from hengku.documents.types import DocTypeSpec, DocumentState, LinkKind
from hengku.identity.types import Viewer
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain
from hengku.ledger.queries.cost import line_costs
from hengku.ledger.queries.custody import open_reservations
from hengku.ledger.queries.line_cost import line_unit_costs
from hengku.ledger.queries.stock import availability

_WAITING = frozenset({DocumentState.DRAFT, DocumentState.SUBMITTED, DocumentState.APPROVED})
_DONE = frozenset({DocumentState.POSTED, DocumentState.REVERSED})


def add_figures(
    viewer: Viewer,
    spec: DocTypeSpec,
    book_id: int,
    state: str,
    lines: Sequence[LineRow],
    answer: dict[str, Any],
) -> None:
    """Put on_hand and available (waiting documents) or cost_amount and unit_cost (posted ones, for viewers who may see cost) into the
    lines, and into the document whether its cost is FINAL or PROVISIONAL."""
    answers = answer["lines"]
    if state in _WAITING:
        _add_stock(viewer, book_id, lines, answers)
        if spec.partner_role == "customer" and spec.kind in {"order", "task"}:
            _add_reserved(viewer, lines, answers)
    elif state in _DONE and spec.movement_type is not None and "cost" not in viewer.masked:
        _add_cost(lines, answer, answers)


def _add_cost(lines: Sequence[LineRow], answer: dict[str, Any], answers: Sequence[dict[str, Any]]) -> None:
    costs = line_costs(line_ids=[line.id for line in lines])
    units = line_unit_costs(line_ids=[line.id for line in lines])
    for line, shown in zip(lines, answers, strict=True):
        unit = units[line.id].unit if line.id in units else None
        shown["cost_amount"] = f"{costs[line.id]:.2f}" if line.id in costs else None
        shown["unit_cost"] = None if unit is None else f"{unit:.6f}"
    if costs:
        answer["cost_state"] = "PROVISIONAL" if any(unit.is_provisional for unit in units.values()) else "FINAL"


def _add_stock(viewer: Viewer, book_id: int, lines: Sequence[LineRow], answers: Sequence[dict[str, Any]]) -> None:
    items: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        if line.warehouse_id is not None and viewer.may("stock", "view"):
            items[line.warehouse_id].add(line.item_id)
    stock = {
        warehouse_id: availability(viewer=viewer, book_id=book_id, item_ids=sorted(wanted), warehouse_id=warehouse_id)
        for warehouse_id, wanted in items.items()
    }
    for line, answer in zip(lines, answers, strict=True):
        known = stock.get(line.warehouse_id or 0, {}).get(line.item_id)
        answer["on_hand"] = plain(known.on_hand) if known else None
        answer["available"] = plain(known.available) if known else None


def _add_reserved(viewer: Viewer, lines: Sequence[LineRow], answers: Sequence[dict[str, Any]]) -> None:
    """What each line holds, with what the notices made from it hold for it."""
    if not viewer.may("stock", "view"):
        return
    own = [line.id for line in lines]
    below = [
        (source, target)
        for source, target in Link.objects.filter(
            source_line_id__in=own, kind=LinkKind.EXECUTE, target_line__type__in=passing_types()
        ).values_list("source_line_id", "target_line_id")
    ]
    held = open_reservations(demand_line_ids=[*own, *(target for _, target in below)])
    total = {line_id: held.get(line_id, ZERO) for line_id in own}
    for source, target in below:
        total[source] += held.get(target, ZERO)
    for line, answer in zip(lines, answers, strict=True):
        answer["reserved_quantity"] = plain(total[line.id])
