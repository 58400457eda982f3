"""缺货分配: who gets how much when there is not enough for everybody."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hengku.kernel.money import ZERO, round_down
from hengku.kernel.texts import Text


class AllocationRule(StrEnum):
    ORDER = "ORDER"  # 先到先得
    PRIORITY = "PRIORITY"  # 按优先级
    PROPORTION = "PROPORTION"  # 按比例
    COMPLETE = "COMPLETE"  # 优先齐单


RULE_LABELS: Mapping[AllocationRule, Text] = {
    AllocationRule.ORDER: Text("先下单先得", "First come, first served"),
    AllocationRule.PRIORITY: Text("按优先级和交期", "By priority, then promised date"),
    AllocationRule.PROPORTION: Text("按需求比例", "In proportion to what is wanted"),
    AllocationRule.COMPLETE: Text("优先满足能齐的单", "As many complete lines as possible"),
}


@dataclass(frozen=True, slots=True)
class Demand:
    """An order line that still wants `wanted` of the item; held: what it has reserved now."""

    line_id: int
    wanted: Decimal
    held: Decimal
    priority: int
    promised: date | None
    ordered: date


def allocate(
    available: Decimal, demands: Sequence[Demand], rule: AllocationRule, *, precision: int
) -> dict[int, Decimal]:
    """Quantity per line, together never more than `available`, none more than it wants.

    ORDER: by order day; PRIORITY: smaller number, then earlier promise, then order; COMPLETE: lines that can be served whole
    first, the smallest first; PROPORTION: everybody the same share, rounded down to the unit's places, the rest one smallest
    unit each in order.
    """
    if rule is AllocationRule.PROPORTION:
        return _in_proportion(available, demands, precision)
    given: dict[int, Decimal] = {}
    left = available
    for demand in sorted(demands, key=_SORTING[rule]):
        given[demand.line_id] = min(demand.wanted, left)
        left -= given[demand.line_id]
    return given


def _order(demand: Demand) -> tuple[object, ...]:
    return demand.ordered, demand.line_id


def _priority(demand: Demand) -> tuple[object, ...]:
    return demand.priority, demand.promised or date.max, demand.ordered, demand.line_id


def _smallest(demand: Demand) -> tuple[object, ...]:
    return demand.wanted, *_priority(demand)


_SORTING: Mapping[AllocationRule, Callable[[Demand], tuple[object, ...]]] = {
    AllocationRule.ORDER: _order,
    AllocationRule.PRIORITY: _priority,
    AllocationRule.COMPLETE: _smallest,
}


def _in_proportion(available: Decimal, demands: Sequence[Demand], precision: int) -> dict[int, Decimal]:
    whole = sum((demand.wanted for demand in demands), ZERO)
    if whole <= available:
        return {demand.line_id: demand.wanted for demand in demands}
    given = {
        demand.line_id: round_down(demand.wanted * available / whole, precision) if whole else ZERO
        for demand in demands
    }
    smallest = Decimal(1).scaleb(-precision)
    left = available - sum(given.values(), ZERO)
    for demand in sorted(demands, key=_order):
        if left < smallest:
            break
        if given[demand.line_id] + smallest <= demand.wanted:
            given[demand.line_id] += smallest
            left -= smallest
    return given
