"""期末结账: the ordered list of what is looked at before a month closes, and what is done with it. Registered once, at start."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.kernel.registry import Registry
from hengku.kernel.texts import Text


class CheckState(StrEnum):
    OK = "ok"
    WARN = "warn"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a book: its first day, and the first day of the next."""

    book_id: int
    first: date
    after: date


Rows = Sequence[Mapping[str, str]]
Look = Callable[[Month], Rows]
"""What stands in the way, one row a finding; empty when all is well. Rows are the refusal's parameters."""


@dataclass(frozen=True, slots=True)
class CloseCheck:
    """id is the refusal's code. order: place in the list. blocks: else it is a warning that can be confirmed."""

    id: str
    order: int
    title: Text
    blocks: bool
    look: Look

    def state(self, rows: Rows) -> CheckState:
        if not rows:
            return CheckState.OK
        return CheckState.BLOCK if self.blocks else CheckState.WARN

    def refusals(self, rows: Rows) -> list[Refusal]:
        return [Refusal(self.id, row, severity="block" if self.blocks else "warn") for row in rows]


CLOSE_CHECKS: Registry[CloseCheck] = Registry("close check")


def offer_close_check(check: CloseCheck) -> None:
    """Let a check be part of every close."""
    CLOSE_CHECKS.offer(check.id, check)


def checks_in_order() -> list[CloseCheck]:
    return sorted(CLOSE_CHECKS, key=lambda check: check.order)


Step = Callable[[Act, Month], None]
_before: list[Step] = []
_after: list[Step] = []


def offer_closing_step(*, before: Step | None = None, after: Step | None = None) -> None:
    """Something a close does: `before` the checks (month-end costing), or `after` the month is locked (estimates reversed)."""
    if before is not None:
        _before.append(before)
    if after is not None:
        _after.append(after)


def steps_before() -> tuple[Step, ...]:
    return tuple(_before)


def steps_after() -> tuple[Step, ...]:
    return tuple(_after)
