"""Random trees and random commands: nothing is ever broken, and events alone lead to the same state."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hengku.kernel.errors import Refused
from hengku.workflow.rules.engine import execute, returnable
from hengku.workflow.rules.state import broken, replay
from hengku.workflow.tests.test_engine import INITIATOR, Story, TestWorld, ask, fork
from hengku.workflow.types import AddPeople, Command, Decide, HandOver, Nudge, RunOut, SendBack, Submit, TakeBack

PEOPLE = (2, 3, 4, 5, 6)
MODES: tuple[dict[str, Any], ...] = (
    {"mode": "all"}, {"mode": "any"}, {"mode": "sequence"}, {"mode": "quorum", "quorum": {"percent": 50}},
)  # fmt: skip


@st.composite
def trees(draw: st.DrawFn, depth: int = 2) -> Any:
    """A chain of approvals and gateways; ids are given afterwards by `named`."""
    chain: Any = None
    for _ in range(draw(st.integers(0 if depth < 2 else 1, 2))):
        if depth and draw(st.booleans()):
            kind = draw(st.sampled_from(["exclusive", "inclusive", "parallel"]))
            first = None if kind == "parallel" else draw(st.sampled_from(["x", "y"]))
            conditions: list[str | None] = [first, None]
            chain = fork("g", kind, *((one, draw(trees(depth=depth - 1))) for one in conditions), then=chain)
        else:
            asked = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True))
            more = draw(st.sampled_from(MODES)) | {
                "dedupe": draw(st.sampled_from(["off", "previous", "any"])), "reapprove": draw(st.booleans()),
                "resume": draw(st.sampled_from(["replay", "direct"])),
            }  # fmt: skip
            chain = ask("n", *asked, then=chain, **more)
    return chain


def named(node: Any, counter: list[int]) -> Any:
    """The same tree with every id once."""
    if node is None:
        return None
    counter[0] += 1
    node["id"] = f"{node['kind'][0]}{counter[0]}"
    for way, branch in enumerate(node.get("branches", ())):
        branch["id"] = f"{node['id']}-{way}"
        branch["next"] = named(branch["next"], counter)
    node["next"] = named(node["next"], counter)
    return node


@st.composite
def commands(draw: st.DrawFn, story: Story) -> tuple[int | None, Command]:
    """Something somebody might do now; it may well be refused."""
    pending = [one for one in story.state.tasks.values() if one.state == "pending"]
    if story.state.status == "returned" or not pending:
        again: list[Command] = [Submit(), TakeBack(), Nudge()]
        return INITIATOR, draw(st.sampled_from(again))
    task = draw(st.sampled_from(pending))
    targets = returnable(story.flow, story.state, task) or ["start"]
    other = draw(st.sampled_from((*PEOPLE, 7, 8)))
    mine, yes = task.assignee, Decide(task.number, "approve")
    offered: list[tuple[int | None, Command]] = [
        (mine, yes), (mine, yes), (mine, yes), (other, yes), (other, TakeBack()), (None, RunOut(task.number)),
        (mine, Decide(task.number, "reject", "x")), (mine, HandOver(task.number, other)),
        (mine, SendBack(task.number, draw(st.sampled_from(targets)), "x")),
        (mine, AddPeople(task.number, draw(st.sampled_from(["before", "after", "parallel"])), (other,))),
    ]  # fmt: skip
    return draw(st.sampled_from(offered))


@settings(max_examples=60, deadline=None)
@given(st.data(), trees(), st.sets(st.sampled_from(["x", "y"])))
def test_whatever_people_do(data: st.DataObject, tree: Any, true: set[str]) -> None:
    story = Story(named(tree, [0]), TestWorld(true=true, withdraw="final"))
    acted: dict[int, str] = {}
    for _ in range(12):
        if story.state.status not in ("running", "returned"):
            break
        if data.draw(st.integers(0, 9)) == 0:
            story.world.material += "'"
        actor, what = data.draw(commands(story))
        try:
            out = execute(story.flow, story.state, what, world=story.world, actor=actor)
        except Refused:
            continue
        for number, task in out.state.tasks.items():
            before = acted.get(number)
            assert before in (None, "invalidated", str(task.state)) or task.state == "invalidated", (before, task)
            if task.acted_at is not None:
                acted[number] = str(task.state)
            assert task.state != "approved" or task.acted_by != INITIATOR
        story.state = out.state
        story.events.extend(out.events)
        assert broken(story.state) == [], broken(story.state)
        again = replay(INITIATOR, story.events)
        assert (again.tasks, again.tokens, again.status) == (story.state.tasks, story.state.tokens, story.state.status)
