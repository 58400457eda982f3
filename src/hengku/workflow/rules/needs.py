"""Nodes for which somebody has to choose people first."""

from collections.abc import Iterable, Mapping

from hengku.workflow.rules.engine import begin
from hengku.workflow.rules.predict import predict, ways
from hengku.workflow.types import Approve, Flow, Gateway, World


def choices_needed(flow: Flow, world: World, initiator: int, choices: Mapping[str, tuple[int, ...]]) -> list[Approve]:
    """Nodes the document will pass at which the initiator must say whom to ask, and did not."""
    state = begin(initiator=initiator, material="")
    steps = predict(flow, state, world)
    return [step.node for step in steps if _leaves_to(step.node, "initiator_choice") and not choices.get(step.node.id)]


def chosen_next(flow: Flow, world: World, node: str) -> list[Approve]:
    """Nodes right behind `node` at which its approver says whom to ask."""
    return [one for one in _behind(flow, world, node) if _leaves_to(one, "previous_choice")]


def _leaves_to(node: Approve, kind: str) -> bool:
    return any(rule.get("kind") == kind for rule in node.approvers)


def _behind(flow: Flow, world: World, node: str) -> Iterable[Approve]:
    at: str | None = node
    while at is not None:
        following = flow.next[at]
        if following is not None:
            yield from _first(flow, world, following)
            return
        at = flow.holder[at]


def _first(flow: Flow, world: World, place: str | None) -> Iterable[Approve]:
    """The approval nodes met first from `place` on."""
    while place is not None:
        node = flow.nodes[place]
        if isinstance(node, Approve):
            yield node
            return
        if isinstance(node, Gateway):
            met = [one for branch in ways(node, world) for one in _first(flow, world, branch.first)]
            if met:
                yield from met
                return
        place = flow.next[place]
