"""Execution and settlement, derived (architecture 3.9): never stored, never typed."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocTypeSpec, Execution, LinkKind


class LineProgressFacts(NamedTuple):
    """Base units."""

    quantity: Decimal
    linked: Decimal
    executed: Decimal
    returned: Decimal


def is_executed_by_others(code: str) -> bool:
    """Whether some type carries out documents of this type; only then they have an execution axis."""
    return any(
        link.source_type == code and link.kind == LinkKind.EXECUTE for target in DOCUMENT_TYPES for link in target.links
    )


def moves_stock_in_the_end(code: str) -> bool:
    """Whether something other than another order carries out documents of this type: then its open lines are supply or demand."""
    return any(
        link.source_type == code and link.kind == LinkKind.EXECUTE and target.kind != "order"
        for target in DOCUMENT_TYPES
        for link in target.links
    )


def travelling_types() -> list[str]:
    """Types whose posted lines are on the way until somebody takes them in where they go."""
    return sorted(
        {
            link.source_type
            for target in DOCUMENT_TYPES
            for link in target.links
            if target.acts_in == "to_warehouse" and link.kind == LinkKind.EXECUTE
        }
    )


def may_close_short(code: str) -> bool:
    """Whether lines of this type are done when almost all of them was carried out: those that may also be exceeded."""
    return any(link.source_type == code and link.tolerance for target in DOCUMENT_TYPES for link in target.links)


def passing_types() -> list[str]:
    """Types whose lines pass on to their own sources what is carried out of them: the tasks."""
    return [spec.code for spec in DOCUMENT_TYPES if spec.kind == "task"]


def execution_of(
    spec: DocTypeSpec, lines: Sequence[LineProgressFacts], *, stopped: bool, short_tolerance: Decimal
) -> Execution | None:
    """none: nothing carried out · done: every line fully, or all but the book's short tolerance (短装, a fraction) · over: some
    line beyond · stopped: closed by hand before done.

    None for types nobody carries out.
    """
    if not is_executed_by_others(spec.code):
        return None
    enough = 1 - short_tolerance if may_close_short(spec.code) else Decimal(1)
    whole = bool(lines) and all(_gone(spec, line) >= line.quantity * enough for line in lines)
    if stopped and not whole:
        return Execution.STOPPED
    if whole:
        return Execution.OVER if any(line.executed > line.quantity for line in lines) else Execution.DONE
    return Execution.PARTIAL if any(_gone(spec, line) > 0 for line in lines) else Execution.NONE


def _gone(spec: DocTypeSpec, line: LineProgressFacts) -> Decimal:
    """What needs no more doing: carried out, and of a task's line also what was refused."""
    return line.executed + line.returned if spec.kind == "task" else line.executed
