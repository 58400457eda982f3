"""Invariants of domain specification 10: every room offers its own, the prover, the tests and the light run the same list."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from hengku.kernel.registry import Registry
from hengku.kernel.texts import Text


class CheckStatus(StrEnum):
    """exception: the books agree, and still somebody should look. not_applicable: there was nothing to look at; zero rows is
    never ok."""

    OK = "ok"
    RED = "red"
    EXCEPTION = "exception"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class CheckWindow:
    """What to look at: everything, or only keys touched by postings with id > after_posting_id (the incremental pass)."""

    full: bool = True
    after_posting_id: int = 0


@dataclass(frozen=True, slots=True)
class Findings:
    """rows: how many rows were looked at; failing: readable keys, e.g. {"item": "A1", "warehouse": "WH1", "ledger": "10", "balance": "12"}."""

    rows: int
    failing: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Invariant:
    """exception: what it finds is unusual, not wrong (异常余额); it turns the light amber, never red."""

    id: str
    title: Text
    check: Callable[[CheckWindow], Findings]
    exception: bool = False


@dataclass(frozen=True, slots=True)
class CheckResult:
    id: str
    title: Text
    status: CheckStatus
    rows: int
    failing: tuple[dict[str, str], ...]


INVARIANTS: Registry[Invariant] = Registry("invariant")


def offer_invariant(invariant: Invariant) -> None:
    INVARIANTS.offer(invariant.id, invariant)


def outcome(invariant: Invariant, findings: Findings) -> CheckResult:
    """Judge findings: any failing key is red (or an exception), nothing looked at is not applicable, the rest is ok."""
    if findings.failing:
        status = CheckStatus.EXCEPTION if invariant.exception else CheckStatus.RED
    elif findings.rows == 0:
        status = CheckStatus.NOT_APPLICABLE
    else:
        status = CheckStatus.OK
    return CheckResult(invariant.id, invariant.title, status, findings.rows, findings.failing)
