"""Who would be asked: the flow walked as if everybody agreed."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hengku.workflow.rules.run import Run
from hengku.workflow.types import Approve, Branch, Flow, Gateway, Inform, State, World


class Step(NamedTuple):
    """One approval node on the way; problem: code when nobody is found for it."""

    node: Approve
    people: Sequence[int]
    problem: str | None


def predict(flow: Flow, state: State, world: World) -> list[Step]:
    """The approval nodes a document would pass, in order, with the people asked there."""
    return list(_walk(Run(flow, state, world, None), flow.first))


def _walk(run: Run, place: str | None) -> Iterator[Step]:
    while place is not None:
        node = run.flow.nodes[place]
        if isinstance(node, Approve):
            people = run.fitting(node, run.world.people(node, run.state))
            yield Step(node, people, None if people else "flow_nobody_found")
        elif not isinstance(node, Inform):
            for branch in ways(node, run.world):
                yield from _walk(run, branch.first)
        place = run.flow.next[place]


def ways(gateway: Gateway, world: World) -> list[Branch]:
    """The branches a document takes now."""
    if gateway.kind == "parallel":
        return list(gateway.branches)
    holding = [one for one in gateway.branches if one.condition is not None and world.holds(one)]
    otherwise = [one for one in gateway.branches if one.condition is None]
    return (holding[:1] if gateway.kind == "exclusive" else holding) or otherwise
