"""Performing stories: company, steps, checks, the prover; every difference with its step."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hengku.config.scenario.actions import act
from hengku.config.scenario.checks import check_all
from hengku.config.scenario.checks.compare import Difference, same
from hengku.config.scenario.company import make_company
from hengku.config.scenario.counting import adjust, count
from hengku.config.scenario.crowd import perform_at_once
from hengku.config.scenario.door import Answer, Door, NotOffered, Unexpected
from hengku.config.scenario.grammar import oddities
from hengku.config.scenario.story import Story
from hengku.config.scenario.telling import tell
from hengku.config.scenario.words import reasons
from hengku.config.scenario.world import World

COUNTING = frozenset({"CPL", "CTS"})
DIFFERENCES = frozenset({"CGN", "CLS"})


@dataclass(frozen=True, slots=True)
class FreshSet:
    """A new sandbox account set and the one-time token of its set-up page."""

    name: str
    token: str


@dataclass(slots=True)
class Result:
    """What became of one story. differences: (step or "final", difference)."""

    story: Story
    steps: int = 0
    checks: int = 0
    differences: list[tuple[str, Difference]] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not self.differences

    def note(self, step: str, check: str, where: str, expected: str, found: str) -> None:
        self.differences.append((step, Difference(check, where, expected, found)))


MALFORMED = (KeyError, IndexError, StopIteration, TypeError, ValueError, AttributeError, ArithmeticError)
"""What reading a file trips over that names things it does not have: told as a difference, so that the next story runs."""

Prover = Callable[[], list[dict[str, Any]]]
"""Runs the product's own full check; gives [{id, status, rows, failing}]."""


def perform(story: Story, door: Door, fresh: FreshSet, prover: Prover) -> Result:
    """Perform one story in a fresh account set and compare everything it says."""
    result = Result(story)
    try:
        for label, where, names in oddities(story.given, story.steps, story.final):
            result.note(label, "unknown", where, "", names)
        world = make_company(story, door, fresh.token, fresh.name)
        for step in story.steps:
            _one(world, step, result, prover)
        _check(world, "final", story.final, result)
    except NotOffered as missing:
        result.note("given", "not implemented", "", "", str(missing))
    except Unexpected as problem:
        result.note("given", "unexpected", "", "", str(problem))
    except MALFORMED as problem:
        result.note("given", "not understood", "", "", _puzzle(problem))
    return result


def _puzzle(problem: Exception) -> str:
    """What could not be read, in words."""
    if isinstance(problem, KeyError):
        return f"{problem.args[0]} is not known here"
    return repr(problem)


def _one(world: World, step: Mapping[str, Any], result: Result, prover: Prover) -> None:
    label = str(step["id"])
    world.door.now = world.at(str(step.get("entered", step["date"])), step.get("time"))
    try:
        if "concurrent" in step:
            differences, accepted = list(perform_at_once(world, step)), True
        else:
            answer = _perform(world, step)
            differences, accepted = list(_verdict(step.get("expect", "ok"), answer)), answer.ok
    except NotOffered as missing:
        result.note(label, "not implemented", "", "", str(missing))
        return
    except Unexpected as problem:
        result.note(label, "unexpected", "", "", str(problem))
        return
    except MALFORMED as problem:
        result.note(label, "not understood", "", "", _puzzle(problem))
        return
    result.steps += 1
    result.differences += [(label, difference) for difference in differences]
    _check(world, label, step.get("check") or {}, result)
    if accepted and world.story.prove:
        _prove(world, label, prover, result)


def _perform(world: World, step: Mapping[str, Any]) -> Answer:
    if "action" in step:
        return act(world, step)
    if step["doc"] in COUNTING:
        return count(world, step)
    return adjust(world, step) if step["doc"] in DIFFERENCES else tell(world, step)


def _verdict(expected: str | Mapping[str, Any], answer: Answer) -> Iterator[Difference]:
    words = "; ".join(f"{one.code} {dict(one.params)} ({one.message})" for one in answer.refusals) or str(answer.status)
    if expected == "ok":
        if not answer.ok:
            yield Difference("expect", "", "ok", words)
        return
    assert isinstance(expected, Mapping)
    codes = reasons(expected["refused"])
    hit = next((one for one in answer.refusals if one.code in codes), None)
    if answer.ok or hit is None:
        yield Difference("expect", "", f"refused: {expected['refused']}", "accepted" if answer.ok else words)
        return
    for name, value in (expected.get("detail") or {}).items():
        told = hit.params.get({"qty": "quantity"}.get(name, name))
        if not same(value, told):
            yield Difference("expect", name, str(value), str(told))


def _check(world: World, label: str, expected: Mapping[str, Any], result: Result) -> None:
    result.checks += len(expected)
    try:
        result.differences += [(label, difference) for difference in check_all(world, expected)]
    except Unexpected as problem:
        result.note(label, "unexpected", "", "", str(problem))
    except MALFORMED as problem:
        result.note(label, "not understood", "", "", _puzzle(problem))


def _prove(world: World, label: str, prover: Prover, result: Result) -> None:
    world.door.settle(world.door)
    for invariant in prover():
        if invariant["status"] == "red":
            result.note(label, "invariants", str(invariant["id"]), "green", str(invariant.get("failing"))[:300])
