"""收发存 as arithmetic: flows of spans and the state at their end become rows of opening, in, out, closing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hengku.kernel.money import ZERO
from hengku.ledger.types import MovementType as M

Key = tuple[int | None, ...]
ADJUSTMENT = "adjustment"
"""The in-group that takes what no other does: cost adjustments, residuals, and what a pool's average gives or takes between
warehouses that share it."""
IN_GROUPS = ("opening_entry", "purchase", "transfer_in", "gain", "other_in", ADJUSTMENT)
OUT_GROUPS = ("sale", "material", "transfer_out", "loss", "scrap", "other_out")
GROUPS = (*IN_GROUPS, *OUT_GROUPS)
_GROUP_OF: Mapping[str, str] = {
    M.OPENING: "opening_entry",
    M.PURCHASE: "purchase",
    M.PURCHASE_RETURN: "purchase",
    M.COUNT_GAIN: "gain",
    M.OTHER_IN: "other_in",
    M.SALE: "sale",
    M.SALE_RETURN: "sale",
    M.MATERIAL_ISSUE: "material",
    M.MATERIAL_RETURN: "material",
    M.COUNT_LOSS: "loss",
    M.TRANSIT_LOSS: "loss",
    M.SCRAP: "scrap",
    M.OTHER_OUT: "other_out",
    M.CONSIGNMENT_SALE: "sale",
}
"""Types of _BOTH_SIDES stand on both; everything else nets into the adjustment."""
_BOTH_SIDES: Mapping[str, tuple[str, str]] = {
    M.TRANSFER: ("transfer_in", "transfer_out"),
    M.LOAN: ("transfer_in", "transfer_out"),
    M.CONSIGNMENT: ("transfer_in", "transfer_out"),
    M.CUSTODY_USE: ("purchase", "material"),
    M.ASSEMBLY: ("other_in", "other_out"),
    M.CONVERSION: ("other_in", "other_out"),
    M.LOT_CHANGE: ("other_in", "other_out"),
}
"""What comes in and what leaves by the same kind of document."""


def types_of_group(name: str) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """Movement types that stand in a group with both directions: (those, ()); for the adjustment (None, all that other groups take)."""
    if name == ADJUSTMENT:
        return None, (*_GROUP_OF, *_BOTH_SIDES)
    return tuple(kind for kind, group in _GROUP_OF.items() if group == name), ()


def two_sided_types(name: str) -> tuple[str, ...]:
    """Movement types of which a group takes one direction only: what came in, or what went out."""
    return tuple(str(kind) for kind, sides in _BOTH_SIDES.items() if name in sides)


@dataclass(frozen=True, slots=True)
class Span:
    """Days of one row, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Flow:
    """What one key took in and gave out by one movement type in one month (None = in the whole period)."""

    key: Key
    month: date | None
    movement_type: str
    in_quantity: Decimal
    out_quantity: Decimal
    in_amount: Decimal
    out_amount: Decimal


@dataclass(slots=True)
class MovementRow:
    """One row: groups holds (quantity, amount) by name of GROUPS. labels and order are filled by the query."""

    key: Key
    span: Span
    opening: tuple[Decimal, Decimal]
    closing: tuple[Decimal, Decimal]
    groups: dict[str, tuple[Decimal, Decimal]]
    labels: dict[str, Any] = field(default_factory=dict)
    order: tuple[Any, ...] = ()

    def side(self, names: Sequence[str]) -> tuple[Decimal, Decimal]:
        """Sum of some groups: quantity and amount."""
        found = [self.groups[name] for name in names]
        return sum((one[0] for one in found), ZERO), sum((one[1] for one in found), ZERO)

    @property
    def is_empty(self) -> bool:
        figures = (self.opening, self.closing, *self.groups.values())
        return all(quantity == 0 and amount == 0 for quantity, amount in figures)


def nothing(spans: Sequence[Span]) -> MovementRow:
    """The row of a period in which there was and moved nothing."""
    none = (ZERO, ZERO)
    return MovementRow((), Span(spans[0].first, spans[-1].last), none, none, dict.fromkeys(GROUPS, none))


def groups_of(flows: Sequence[Flow]) -> dict[str, tuple[Decimal, Decimal]]:
    """Quantity and amount per group: in minus out in in-groups, out minus in in out-groups."""
    found: dict[str, list[Decimal]] = {name: [ZERO, ZERO] for name in GROUPS}
    for flow in flows:
        if flow.movement_type in _BOTH_SIDES:
            into, out_of = _BOTH_SIDES[M(flow.movement_type)]
            _add(found[into], flow.in_quantity, flow.in_amount)
            _add(found[out_of], flow.out_quantity, flow.out_amount)
            continue
        name = _GROUP_OF.get(flow.movement_type, ADJUSTMENT)
        sign = -1 if name in OUT_GROUPS else 1
        _add(
            found[name],
            sign * (flow.in_quantity - flow.out_quantity),
            sign * (flow.in_amount - flow.out_amount),
        )
    return {name: (quantity, amount) for name, (quantity, amount) in found.items()}


def _add(figures: list[Decimal], quantity: Decimal, amount: Decimal) -> None:
    figures[0] += quantity
    figures[1] += amount


def chain(
    spans: Sequence[Span],
    flows: Sequence[Flow],
    states: Mapping[date, Mapping[Key, tuple[Decimal, Decimal]]],
) -> list[MovementRow]:
    """Rows for every key and span, from the last span backwards: opening = closing - in + out.

    states: (quantity, amount) by key at the end of days. The last span's last day must be there. When the days before and at the
    end of every span are there, amounts follow them, and the adjustment takes the difference to the flows.
    """
    by_key: dict[Key, dict[date | None, list[Flow]]] = defaultdict(lambda: defaultdict(list))
    for flow in flows:
        by_key[flow.key][flow.month].append(flow)
    final = states[spans[-1].last]
    rows: list[MovementRow] = []
    for key in {**final, **by_key}:
        closing = final.get(key, (ZERO, ZERO))
        for span in reversed(spans):
            groups = groups_of(by_key[key][span.first.replace(day=1)] + by_key[key][None])
            row = MovementRow(key, span, (ZERO, ZERO), closing, groups)
            _open(row, states.get(span.first - timedelta(days=1)))
            closing = row.opening
            rows.append(row)
    return [row for row in rows if not row.is_empty]


def _open(row: MovementRow, before: Mapping[Key, tuple[Decimal, Decimal]] | None) -> None:
    in_quantity, in_amount = row.side(IN_GROUPS)
    out_quantity, out_amount = row.side(OUT_GROUPS)
    quantity = row.closing[0] - in_quantity + out_quantity
    amount = row.closing[1] - in_amount + out_amount
    if before is not None:
        known = before.get(row.key, (ZERO, ZERO))[1]
        adjusted = row.groups[ADJUSTMENT]
        row.groups[ADJUSTMENT] = (adjusted[0], adjusted[1] + amount - known)
        amount = known
    row.opening = (quantity, amount)
