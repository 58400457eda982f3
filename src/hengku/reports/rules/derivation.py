"""A figure as a tree: what it was computed from, down to the rows of the books. Pure; evaluating the tree gives the figure again."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from hengku.kernel.money import ZERO, round_half_up, share, unit_cost
from hengku.kernel.quantity import plain


class Operation(StrEnum):
    """How a node follows from its parts: FACT stands in the books; DIFFERENCE is the first part less the others; QUOTIENT is the
    first by the second, rounded; SHARE is the first times the second by the third, rounded."""

    FACT = "FACT"
    SUM = "SUM"
    DIFFERENCE = "DIFFERENCE"
    QUOTIENT = "QUOTIENT"
    SHARE = "SHARE"
    PERCENT = "PERCENT"
    PRODUCT = "PRODUCT"


@dataclass(frozen=True, slots=True)
class Node:
    """value is what the report says, or what stands in the books. document_id: whose doing a fact is. places: of a rounding."""

    label: str
    value: Decimal
    operation: Operation = Operation.FACT
    parts: "tuple[Node, ...]" = ()
    document_id: int | None = None
    path: str = ""
    places: int = 2


def total(label: str, parts: Sequence[Node], value: Decimal | None = None) -> Node:
    """The sum of its parts; value: what the report says, when that is to be checked against them."""
    return Node(
        label, sum((part.value for part in parts), ZERO) if value is None else value, Operation.SUM, tuple(parts)
    )


def difference(label: str, first: Node, *others: Node) -> Node:
    """The first less the others."""
    value = first.value - sum((part.value for part in others), ZERO)
    return Node(label, value, Operation.DIFFERENCE, (first, *others))


def negated(node: Node) -> Node:
    """The same amount seen from the other side."""
    return difference(node.label, Node("0", ZERO), node)


def evaluate(node: Node) -> Decimal:
    """The value computed from the facts alone, whatever the nodes between say."""
    values = [evaluate(part) for part in node.parts]
    match node.operation:
        case Operation.FACT:
            return node.value
        case Operation.SUM:
            return sum(values, ZERO)
        case Operation.DIFFERENCE:
            return values[0] - sum(values[1:], ZERO)
        case Operation.QUOTIENT:
            return unit_cost(values[0], values[1], node.places) or ZERO
        case Operation.SHARE:
            return share(*values)
        case Operation.PERCENT:
            return unit_cost(values[0] * 100, values[1], node.places) or ZERO
        case Operation.PRODUCT:
            return round_half_up(values[0] * values[1], node.places)


_MOST_WRITTEN = 6


def formula(node: Node) -> str:
    """The operation with the values of its parts, as people write it."""
    values = [plain(part.value) for part in node.parts]
    match node.operation:
        case Operation.FACT:
            return ""
        case Operation.SUM:
            shown = " + ".join(values[:_MOST_WRITTEN]).replace("+ -", "− ")
            return f"{shown} + …" if len(values) > _MOST_WRITTEN else shown
        case Operation.DIFFERENCE:
            return " − ".join([values[0], *(f"({one})" if one.startswith("-") else one for one in values[1:])])
        case Operation.QUOTIENT:
            return f"{values[0]} ÷ {values[1]}"
        case Operation.SHARE:
            return f"{values[0]} × {values[1]} ÷ {values[2]}"
        case Operation.PERCENT:
            return f"{values[0]} ÷ {values[1]} × 100 %"
        case Operation.PRODUCT:
            return f"{values[0]} × {values[1]}"
