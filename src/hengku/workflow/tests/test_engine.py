"""The pure core: what each rule of an approval means, in tables and short stories."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hengku.kernel.errors import Refused
from hengku.workflow.rules.engine import begin, execute, returnable
from hengku.workflow.rules.predict import predict
from hengku.workflow.rules.state import broken, replay
from hengku.workflow.rules.tree import read_tree
from hengku.workflow.types import (
    AddPeople,
    Approve,
    Branch,
    Command,
    Decide,
    Effect,
    End,
    Event,
    Flow,
    HandOver,
    Inform,
    Nudge,
    RunOut,
    SendBack,
    State,
    Submit,
    TakeBack,
)

AT = datetime(2026, 3, 10, 1, tzinfo=UTC)
INITIATOR, ADMIN = 1, 99


@dataclass
class TestWorld:
    """People are written into the tree; conditions hold when they are in `true`."""

    __test__ = False
    at: datetime = AT
    material: str = "a"
    withdraw: str = "first"
    true: set[str] = field(default_factory=set)
    managers: tuple[int, ...] = (ADMIN,)

    def people(self, node: Approve | Inform, state: State) -> Sequence[int]:
        named = node.approvers if isinstance(node, Approve) else node.to
        found: list[int] = []
        for one in named:
            found.extend(state.choices.get(node.id, ()) if one["kind"] == "initiator_choice" else one["ids"])
        return found

    def holds(self, branch: Branch) -> bool:
        return branch.condition in self.true

    def admins(self) -> Sequence[int]:
        return self.managers

    def above(self, people: Sequence[int]) -> Sequence[int]:
        return [person + 50 for person in people]

    def due(self, minutes: int) -> datetime:
        return self.at + timedelta(minutes=minutes)


def ask(id_: str, *people: int, then: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "kind": "approve",
        "name": id_,
        "approvers": [{"kind": "member", "ids": list(people)}],
        "next": then,
        **more,
    }


def fork(id_: str, kind: str, *ways: tuple[str | None, Any], then: Any = None) -> dict[str, Any]:
    branches = [{"id": f"{id_}{n}", "name": "", "condition": one[0], "next": one[1]} for n, one in enumerate(ways)]
    return {"id": id_, "kind": kind, "name": id_, "branches": branches, "next": then}


class Story:
    """A run told step by step; after every step nothing is broken and the events lead to the state."""

    def __init__(self, first: Mapping[str, Any] | None, world: TestWorld | None = None, *, submit: bool = True) -> None:
        self.flow: Flow = read_tree({"id": "start", "kind": "start", "next": first})
        self.world = world or TestWorld()
        self.state = begin(initiator=INITIATOR, material=self.world.material)
        self.start = self.state
        self.events: list[Event] = []
        self.effects: list[Effect] = []
        if submit:
            self.do(INITIATOR, Submit())

    def do(self, actor: int | None, command: Command, behalf: int | None = None) -> "Story":
        out = execute(self.flow, self.state, command, world=self.world, actor=actor, on_behalf_of=behalf)
        self.state, self.effects = out.state, [*self.effects, *out.effects]
        self.events.extend(out.events)
        assert broken(self.state) == []
        again = replay(INITIATOR, self.events)
        assert (again.tasks, again.tokens, again.status, again.path) == (
            self.state.tasks, self.state.tokens, self.state.status, self.state.path,
        )  # fmt: skip
        return self

    def task(self, person: int, node: str | None = None) -> int:
        found = [
            one.number for one in self.state.tasks.values()
            if one.assignee == person and one.state == "pending" and node in (None, one.node)
        ]  # fmt: skip
        assert len(found) == 1, f"{person} has {found}"
        return found[0]

    def yes(self, *people: int, **more: Any) -> "Story":
        for person in people:
            self.do(person, Decide(self.task(person), "approve", **more))
        return self

    def no(self, person: int) -> "Story":
        return self.do(person, Decide(self.task(person), "reject", "nein"))

    def back(self, person: int, target: str, how: str = "replay") -> "Story":
        return self.do(person, SendBack(self.task(person), target, "bitte ändern", how))

    @property
    def asked(self) -> set[int]:
        return {one.assignee for one in self.state.tasks.values() if one.state == "pending"}

    def states(self, node: str) -> list[str]:
        return [str(one.state) for one in self.state.tasks.values() if one.node == node]

    def refused(self, actor: int | None, command: Command, behalf: int | None = None) -> str:
        with pytest.raises(Refused) as caught:
            execute(self.flow, self.state, command, world=self.world, actor=actor, on_behalf_of=behalf)
        return caught.value.code


@pytest.mark.parametrize(
    ("mode", "votes", "status"),
    [
        ({"mode": "all"}, "yyy", "approved"),
        ({"mode": "all"}, "yy", "running"),
        ({"mode": "all"}, "yn", "rejected"),
        ({"mode": "any"}, "y", "approved"),
        ({"mode": "any"}, "n", "rejected"),
        ({"mode": "quorum", "quorum": {"count": 2}}, "y", "running"),
        ({"mode": "quorum", "quorum": {"count": 2}}, "yy", "approved"),
        ({"mode": "quorum", "quorum": {"count": 2}}, "yn", "running"),
        ({"mode": "quorum", "quorum": {"count": 2}}, "nn", "rejected"),
        ({"mode": "quorum", "quorum": {"percent": 34}}, "y", "running"),
        ({"mode": "quorum", "quorum": {"percent": 33}}, "y", "approved"),
        ({"mode": "quorum", "quorum": {"count": 9}}, "yyy", "approved"),
    ],
)
def test_modes(mode: dict[str, Any], votes: str, status: str) -> None:
    story = Story(ask("n", 2, 3, 4, **mode))
    for person, vote in zip((2, 3, 4), votes, strict=False):
        (story.yes if vote == "y" else story.no)(person)
    assert story.state.status == status


def test_in_sequence_one_is_asked_after_the_other() -> None:
    story = Story(ask("n", 2, 3, mode="sequence"))
    assert story.asked == {2}
    assert story.yes(2).asked == {3}
    assert story.yes(3).state.status == "approved"


def test_nobody_acts_twice_nor_for_others() -> None:
    story = Story(ask("n", 2, 3))
    task = story.task(2)
    assert story.refused(3, Decide(task, "approve")) == "flow_not_your_task"
    story.yes(2)
    assert story.refused(2, Decide(task, "approve")) == "flow_task_closed"
    assert story.refused(2, Decide(task, "reject", "x")) == "flow_task_closed"
    story.yes(3)
    assert story.refused(3, Decide(task, "approve")) == "flow_over"


def test_duties_are_apart_also_through_delegates_and_added_people() -> None:
    story = Story(ask("n", INITIATOR, 2))
    assert story.asked == {2}
    task = story.task(2)
    assert story.refused(INITIATOR, Decide(task, "approve"), behalf=2) == "flow_own_document"
    assert story.refused(2, HandOver(task, INITIATOR)) == "flow_cannot_ask"
    assert story.refused(2, AddPeople(task, "before", (INITIATOR,))) == "flow_cannot_ask"
    alone = Story(ask("n", INITIATOR))
    assert alone.asked == {ADMIN}
    free = Story(ask("n", INITIATOR, sod=False))
    assert free.asked == {INITIATOR}


def test_a_delegate_is_named_beside_whom_they_act_for() -> None:
    story = Story(ask("n", 2))
    story.do(7, Decide(story.task(2), "approve"), behalf=2)
    [task] = story.state.tasks.values()
    assert (task.assignee, task.acted_by, task.on_behalf_of) == (2, 7, 2)


@pytest.mark.parametrize(
    ("node", "asked"),
    [
        ({}, {ADMIN}),
        ({"empty": "members", "empty_members": [5, 6]}, {5, 6}),
        ({"empty": "head"}, {INITIATOR + 50}),
        ({"empty": "auto"}, set()),
        ({"empty": "auto", "financial": True}, {ADMIN}),
    ],
)
def test_nobody_found(node: dict[str, Any], asked: set[int]) -> None:
    story = Story(ask("n", **node))
    assert story.asked == asked
    assert (story.state.status == "approved") == (not asked)


def test_nobody_at_all_is_an_error() -> None:
    story = Story(ask("n"), TestWorld(managers=()), submit=False)
    assert story.refused(INITIATOR, Submit()) == "flow_nobody"


def test_gateways() -> None:
    def tree(kind: str) -> dict[str, Any]:
        return fork("g", kind, ("big", ask("a", 2)), ("cold", ask("b", 3)), (None, ask("c", 4)), then=ask("z", 9))

    assert Story(tree("exclusive"), TestWorld(true={"big", "cold"})).asked == {2}
    assert Story(tree("exclusive")).asked == {4}
    assert Story(tree("inclusive"), TestWorld(true={"big", "cold"})).asked == {2, 3}
    assert Story(tree("inclusive")).asked == {4}
    both = Story(fork("g", "parallel", (None, ask("a", 2)), (None, None), (None, ask("b", 3)), then=ask("z", 9)))
    assert both.asked == {2, 3}
    assert both.yes(2).asked == {3}
    assert both.yes(3).asked == {9}
    assert both.yes(9).state.status == "approved"
    nested = fork(
        "g", "exclusive", ("big", fork("h", "parallel", (None, ask("a", 2)), (None, ask("b", 3)))), (None, None)
    )
    assert Story(nested).state.status == "approved"
    assert Story(nested, TestWorld(true={"big"})).yes(2, 3).state.status == "approved"


def test_a_veto_in_one_branch_ends_all() -> None:
    story = Story(fork("g", "parallel", (None, ask("a", 2)), (None, ask("b", 3))))
    assert story.no(2).state.status == "rejected"
    assert story.states("b") == ["superseded"]


def test_added_before_comes_back_added_after_does_not() -> None:
    story = Story(ask("n", 2, then=ask("z", 9)))
    story.do(2, AddPeople(story.task(2), "before", (5,)))
    assert story.asked == {5}
    assert story.yes(5).asked == {2}
    story.do(2, AddPeople(story.task(2), "after", (6, 7)))
    assert story.asked == {6, 7}
    assert story.yes(6).asked == {7}
    assert story.yes(7).asked == {9}


def test_added_beside_counts_in_the_quorum_and_depth_ends() -> None:
    story = Story(ask("n", 2, 3, mode="quorum", quorum={"percent": 60}))
    story.do(2, AddPeople(story.task(2), "parallel", (4, 5)))
    assert story.asked == {2, 3, 4, 5}
    assert story.yes(2, 4).state.status == "running"
    assert story.yes(5).state.status == "approved"
    deep = Story(ask("n", 2))
    for person in (3, 4, 5):
        deep.do(person - 1, AddPeople(deep.task(person - 1), "before", (person,)))
    assert deep.refused(5, AddPeople(deep.task(5), "before", (6,))) == "flow_added_too_deep"
    assert deep.no(5).state.status == "rejected"


def test_handed_over_and_switched_off() -> None:
    story = Story(ask("n", 2, 3))
    story.do(2, HandOver(story.task(2), 8, "Urlaub"))
    assert story.asked == {3, 8}
    assert story.state.tasks[story.task(8)].original == 2
    assert story.refused(3, HandOver(story.task(3), 8)) == "flow_cannot_ask"
    closed = Story(ask("n", 2, allow={"transfer": False, "add": False, "return": False}))
    task = closed.task(2)
    assert closed.refused(2, HandOver(task, 8)) == "flow_not_here"
    assert closed.refused(2, AddPeople(task, "before", (8,))) == "flow_not_here"
    assert closed.refused(2, SendBack(task, "start", "x")) == "flow_not_here"
    assert closed.refused(2, End(task, "x")) == "flow_not_here"


def test_returned_with_replay_asks_everybody_again() -> None:
    story = Story(ask("a", 2, then=ask("b", 3, then=ask("c", 4)))).yes(2, 3)
    assert returnable(story.flow, story.state, story.state.tasks[story.task(4)]) == ["start", "a", "b"]
    story.back(4, "a")
    assert (story.asked, story.states("b")) == ({2}, ["invalidated"])
    assert story.yes(2, 3, 4).state.status == "approved"


def test_returned_directly_only_the_target_and_who_returned_are_asked() -> None:
    story = Story(ask("a", 2, then=ask("b", 3, 5, then=ask("c", 4)))).yes(2, 3, 5).back(4, "a", "direct")
    assert story.asked == {2}
    assert story.yes(2).asked == {4}
    assert story.states("b") == ["approved", "approved", "auto_approved", "auto_approved"]


def test_returned_directly_but_changed_asks_all_later_ones_even_those_that_do_not_mind() -> None:
    story = Story(ask("a", 2, then=ask("b", 3, reapprove=False, then=ask("c", 4)))).yes(2, 3).back(4, "a", "direct")
    story.world.material = "b"
    assert story.yes(2).asked == {3}


def test_returned_to_the_start_waits_for_the_initiator() -> None:
    story = Story(ask("a", 2, then=ask("b", 3))).yes(2).back(3, "start", "direct")
    assert (story.state.status, story.asked) == ("returned", set())
    assert story.refused(2, Nudge()) == "flow_waits_for_initiator"
    assert story.do(INITIATOR, Submit()).asked == {3}
    story.back(3, "start", "direct")
    story.world.material = "b"
    assert story.do(INITIATOR, Submit()).asked == {2}


def test_returned_out_of_a_branch_and_into_one() -> None:
    parts = fork("g", "parallel", (None, ask("a", 2)), (None, ask("b", 3)), then=ask("z", 9))
    story = Story(ask("first", 8, then=parts)).yes(8, 2)
    assert returnable(story.flow, story.state, story.state.tasks[story.task(3)]) == ["start", "first"]
    story.back(3, "first", "direct")
    assert story.asked == {8}
    assert story.yes(8).asked == {3}
    assert story.yes(3).asked == {9}
    story.back(9, "a", "direct")
    assert story.asked == {2}
    assert story.yes(2).asked == {9}
    assert story.yes(9).state.status == "approved"


def test_a_change_that_matters_takes_approvals_back() -> None:
    story = Story(ask("a", 2, then=ask("b", 3, reapprove=False, then=ask("c", 4)))).yes(2, 3)
    story.world.material = "b"
    story.yes(4)
    assert (story.states("a"), story.states("b"), story.asked) == (
        ["invalidated", "pending"],
        ["approved"],
        {2},
    )
    assert story.yes(2).state.status == "approved"
    here = Story(ask("a", 2, 3)).yes(2)
    here.world.material = "b"
    assert here.yes(3).asked == {2}
    assert here.yes(2).state.status == "approved"


@pytest.mark.parametrize(
    ("dedupe", "must", "asked"),
    [("off", False, {2}), ("previous", False, set()), ("any", False, set()), ("previous", True, {2})],
)
def test_the_same_person_is_not_asked_twice(dedupe: str, must: bool, asked: set[int]) -> None:
    story = Story(ask("a", 2, then=ask("b", 2, dedupe=dedupe, must_act=must))).yes(2)
    assert story.asked == asked


def test_asked_again_after_others_or_a_change() -> None:
    story = Story(ask("a", 2, then=ask("m", 3, then=ask("b", 2, dedupe="previous")))).yes(2, 3)
    assert story.asked == {2}
    changed = Story(ask("a", 2, reapprove=False, then=ask("m", 3, then=ask("b", 2, dedupe="any")))).yes(2)
    changed.world.material = "b"
    assert changed.yes(3).asked == {2}


@pytest.mark.parametrize(("policy", "code"), [("off", "flow_withdraw_off"), ("first", None), ("final", None)])
def test_withdrawn_by_the_initiator(policy: str, code: str | None) -> None:
    story = Story(ask("a", 2, then=ask("b", 3)), TestWorld(withdraw=policy))
    if code:
        assert story.refused(INITIATOR, TakeBack()) == code
    else:
        assert story.do(INITIATOR, TakeBack()).state.status == "withdrawn"
    late = Story(ask("a", 2, then=ask("b", 3)), TestWorld(withdraw=policy)).yes(2)
    if policy == "final":
        assert late.do(INITIATOR, TakeBack()).state.status == "withdrawn"
    else:
        assert late.refused(INITIATOR, TakeBack()) == "flow_withdraw_too_late"


def test_taken_back_by_an_approver_until_the_next_acts() -> None:
    story = Story(ask("a", 2, then=ask("b", 3, then=ask("c", 4)))).yes(2)
    assert story.do(2, TakeBack()).asked == {2}
    story.yes(2, 3)
    assert story.refused(2, TakeBack()) == "flow_withdraw_too_late"
    same = Story(ask("a", 2, 3)).yes(2)
    assert same.do(2, TakeBack()).asked == {2, 3}


def test_urged_once_in_a_while() -> None:
    story = Story(ask("a", 2))
    story.do(INITIATOR, Nudge())
    assert story.refused(INITIATOR, Nudge()) == "flow_urged_lately"
    story.world.at = AT + timedelta(minutes=30)
    story.do(INITIATOR, Nudge())
    assert [one.people for one in story.effects if one.name == "urged"] == [(2,), (2,)]


def test_words_and_signatures() -> None:
    story = Story(ask("a", 2, comment="required", signature=True, allow={"terminate": True}))
    task = story.task(2)
    assert story.refused(2, Decide(task, "approve")) == "flow_comment_required"
    assert story.refused(2, Decide(task, "approve", "ja")) == "flow_signature_required"
    assert story.refused(2, SendBack(task, "start")) == "flow_comment_required"
    assert story.refused(2, SendBack(task, "nirgends", "x")) == "flow_target"
    assert story.do(2, End(task, "Schluss")).state.status == "terminated"


@pytest.mark.parametrize(
    ("limit", "state", "asked"),
    [
        ("remind", "running", {2}),
        ("approve", "approved", set()),
        ("return", "returned", set()),
        ("escalate", "running", {52}),
    ],
)
def test_time_runs_out(limit: str, state: str, asked: set[int]) -> None:
    story = Story(ask("a", 2, limit={"minutes": 60, "action": limit}))
    task = story.state.tasks[story.task(2)]
    assert task.due_at == AT + timedelta(hours=1)
    story.do(None, RunOut(task.number))
    assert (story.state.status, story.asked) == (state, asked)


def test_copies_and_what_would_happen() -> None:
    tree = {
        "id": "k",
        "kind": "cc",
        "name": "",
        "to": [{"kind": "member", "ids": [7, 7]}],
        "next": ask("a", 2, then=ask("b")),
    }
    story = Story(tree)
    assert [one.people for one in story.effects if one.kind == "copy"] == [(7,)]
    assert [(one.node.id, list(one.people), one.problem) for one in predict(story.flow, story.start, story.world)] == [
        ("a", [2], None), ("b", [], "flow_nobody_found"),
    ]  # fmt: skip


def test_chosen_by_the_initiator() -> None:
    node = {**ask("a"), "approvers": [{"kind": "initiator_choice"}]}
    story = Story(node, submit=False)
    assert story.do(INITIATOR, Submit({"a": (6,)})).asked == {6}
