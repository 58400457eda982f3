"""A run in motion: tokens walk the tree, nodes ask people, votes are settled, approvals lose their ground."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hengku.kernel.errors import refuse
from hengku.workflow.rules.state import apply, tasks_at
from hengku.workflow.rules.voting import Verdict, verdict
from hengku.workflow.types import (
    AGREED,
    START,
    UNDECIDED,
    Approve,
    Effect,
    Event,
    Flow,
    Gateway,
    Inform,
    Outcome,
    Patch,
    State,
    Status,
    Task,
    TaskState,
    Token,
    TokenState,
    World,
)

_LIVE = (TokenState.ACTIVE, TokenState.WAITING)


class Run:
    """One command at work. Everything it changes goes through `emit`, so that events alone lead to the state."""

    def __init__(self, flow: Flow, state: State, world: World, actor: int | None) -> None:
        self.flow, self.state, self.world, self.actor = flow, state, world, actor
        self.events: list[Event] = []
        self.effects: list[Effect] = []

    def outcome(self) -> Outcome:
        return Outcome(self.state, tuple(self.events), tuple(self.effects))

    def emit(
        self,
        kind: str,
        info: Mapping[str, Any] | None = None,
        *,
        tasks: Collection[Task] = (),
        tokens: Collection[Token] = (),
        **fields: Any,
    ) -> None:
        patch = Patch(tuple(tasks), tuple(tokens), fields)
        self.events.append(Event(kind, self.actor, self.world.at, info or {}, patch))
        self.state = apply(self.state, patch)

    # Walking

    def go(self, number: int, place: str | None) -> None:
        """Let a token stand at `place`, or (None) at the end of its way, and go on as far as nobody has to be asked."""
        while True:
            token = self.state.tokens[number]
            if place is None:
                self._end_of_way(token)
                return
            node = self.flow.nodes[place]
            if isinstance(node, Approve):
                self._enter(token, node)
                return
            if isinstance(node, Inform):
                self._inform(node)
                place = self.after(place)
            elif node.kind == "exclusive":
                place = self._way_out(node)
            else:
                self._fork(token, node)
                return

    def after(self, place: str) -> str | None:
        """What follows a node on its token's way; None = the way ends (the tree, or the branch of a fork)."""
        at: str | None = place
        while at is not None:
            following = self.flow.next[at]
            if following is not None:
                return following
            at = self.flow.holder[at]
            holder = self.flow.nodes[at] if at else None
            if isinstance(holder, Gateway) and holder.kind != "exclusive":
                return None
        return None

    def _way_out(self, gateway: Gateway) -> str | None:
        for branch in gateway.branches:
            if branch.condition is None or self.world.holds(branch):
                self.emit("branched", {"node": gateway.id, "branches": [branch.id]})
                return branch.first if branch.first is not None else self.after(gateway.id)
        raise refuse("flow_no_branch", node=gateway.name or gateway.id)

    def _fork(self, token: Token, gateway: Gateway) -> None:
        ways = [number for number, branch in enumerate(gateway.branches) if branch.condition is None]
        if gateway.kind == "inclusive":
            holding = [number for number, branch in enumerate(gateway.branches) if branch.condition is not None]
            ways = [number for number in holding if self.world.holds(gateway.branches[number])] or ways
        children = self._split(token, gateway.id, ways)
        info = {"node": gateway.id, "branches": [gateway.branches[number].id for number in ways]}
        self.emit("branched", info, tokens=children)
        for child in children[1:]:
            self.go(child.number, gateway.branches[child.branch].first)

    def _split(self, token: Token, gateway: str, ways: Sequence[int], *, only: int | None = None) -> list[Token]:
        """The waiting token and its children, the former ones forgotten; `only` that way is still to be walked."""
        parent = replace(token, state=TokenState.WAITING, node=gateway)
        former = [
            replace(one, state=TokenState.CANCELLED)
            for one in self.state.tokens.values()
            if one.parent == token.number and one.gateway == gateway and one.state != TokenState.CANCELLED
        ]
        if former:
            self.emit("walked_again", {"node": gateway}, tokens=former)
        number = max(self.state.tokens) + 1
        children = [
            Token(
                number + position,
                TokenState.ACTIVE if only in (None, way) else TokenState.DONE,
                None, token.number, gateway, way,
            )
            for position, way in enumerate(ways)
        ]  # fmt: skip
        return [parent, *children]

    def _end_of_way(self, token: Token) -> None:
        if token.parent is None:
            self.finish(Status.APPROVED)
            return
        self.emit("branch_done", {"node": token.gateway or ""}, tokens=[replace(token, state=TokenState.DONE)])
        parent = self.state.tokens[token.parent]
        siblings = [
            one for one in self.state.tokens.values() if one.parent == parent.number and one.gateway == token.gateway
        ]
        if parent.state == TokenState.WAITING and not any(one.state in _LIVE for one in siblings):
            gateway = str(token.gateway)
            self.emit("joined", {"node": gateway}, tokens=[replace(parent, state=TokenState.ACTIVE)])
            self._on_from(parent.number, gateway)

    def _on_from(self, number: int, place: str) -> None:
        """Go on behind `place`, unless something before it has to be decided anew."""
        redo = tuple(one for one in self.state.redo if one not in self.flow.later[place])
        mine = sorted((one for one in redo if self.leads_to(number, one)), key=self.flow.order.__getitem__)
        if mine:
            rest = tuple(one for one in redo if one != mine[0] and one not in self.flow.later[mine[0]])
            self.emit("sent_again", {"node": mine[0]}, redo=rest)
            self.stand_at(number, mine[0])
            return
        if redo != self.state.redo:
            self.emit("settled", {"node": place}, redo=redo)
        self.go(number, self.after(place))

    # Going back

    def forks_of(self, number: int) -> tuple[tuple[str, int], ...]:
        """The forks that made a token, outermost first."""
        token = self.state.tokens[number]
        if token.parent is None or token.gateway is None:
            return ()
        return (*self.forks_of(token.parent), (token.gateway, token.branch))

    def leads_to(self, number: int, node: str) -> bool:
        """Whether a node lies on the way of a token: in its branch, at any depth."""
        mine = self.forks_of(number)
        return self.flow.inside[node][: len(mine)] == mine

    def can_go_back(self, number: int, node: str) -> bool:
        """Whether `node` can be returned to from where a token stands: not in a way beside it that is still walked."""
        own, target = self.forks_of(number), self.flow.inside[node]
        shared = 0
        while shared < min(len(own), len(target)) and own[shared] == target[shared]:
            shared += 1
        return not (shared < len(target) and shared < len(own) and own[shared][0] == target[shared][0])

    def go_back(self, number: int, node: str) -> None:
        """Let the token, or the one it came from, stand at a node before; ways beside it end here."""
        while not self.leads_to(number, node):
            parent = self.state.tokens[number].parent
            if parent is None:
                raise refuse("flow_target", node=node)
            number = parent
        below = self._below(number)
        closed = [replace(one, state=TokenState.CANCELLED) for one in below if one.state in _LIVE]
        self.supersede([task for task in self.open_tasks() if task.token in {number, *(one.number for one in below)}])
        waking = replace(self.state.tokens[number], state=TokenState.ACTIVE)
        self.emit("moved_back", {"node": node}, tokens=[*closed, waking])
        self.stand_at(number, node)

    def stand_at(self, number: int, node: str) -> None:
        """Put a token whose way leads to a node there, opening the forks between again for that one way."""
        for gateway, way in self.flow.inside[node][len(self.forks_of(number)) :]:
            walked = {
                one.branch
                for one in self.state.tokens.values()
                if one.parent == number and one.gateway == gateway and one.state == TokenState.DONE
            }
            tokens = self._split(self.state.tokens[number], gateway, sorted(walked | {way}), only=way)
            self.emit("reopened", {"node": gateway}, tokens=tokens)
            number = next(one.number for one in tokens[1:] if one.branch == way)
        self.go(number, node)

    def _below(self, number: int) -> list[Token]:
        children = [one for one in self.state.tokens.values() if one.parent == number]
        return [one for child in children for one in (child, *self._below(child.number))]

    # Asking

    def _enter(self, token: Token, node: Approve) -> None:
        round_ = self.state.rounds.get(node.id, 0) + 1
        people = self._asked(node)
        self.emit(
            "entered",
            {"node": node.id, "round": round_},
            tokens=[replace(token, state=TokenState.ACTIVE, node=node.id)],
            rounds={**self.state.rounds, node.id: round_},
            redo=tuple(one for one in self.state.redo if one != node.id),
        )
        number = max(self.state.tasks, default=0)
        tasks = [
            Task(
                number + seq, node.id, token.number, round_, seq, person, TaskState.BLOCKED, self.world.at,
                material=self.state.material,
            )
            for seq, person in enumerate(people, start=1)
        ]  # fmt: skip
        known = [self._known_answer(node, task) for task in tasks]
        if not people:
            known = [
                replace(self._robot(node, token, number + 1), state=TaskState.AUTO_APPROVED, acted_at=self.world.at)
            ]
        self.emit("asked", {"node": node.id, "people": people}, tasks=known)
        self.settle(token.number, node)

    def _robot(self, node: Approve, token: Token, number: int) -> Task:
        """Nobody is asked, and the node says that this is a yes."""
        round_ = self.state.rounds[node.id]
        return Task(
            number, node.id, token.number, round_, 1, 0, TaskState.AUTO_APPROVED, self.world.at, source="nobody",
            material=self.state.material,
        )  # fmt: skip

    def _asked(self, node: Approve) -> list[int]:
        """Whom a node asks: each once, the initiator not where duties are apart; else what the node says for nobody."""
        found = self.fitting(node, self.world.people(node, self.state))
        if found:
            return found
        if node.empty == "members":
            found = self.fitting(node, node.empty_members)
        elif node.empty == "head":
            found = self.fitting(node, self.world.above(self.world.people(node, self.state) or [self.state.initiator]))
        elif node.empty == "auto" and not node.financial and not self.world.people(node, self.state):
            return []
        found = found or self.fitting(node, self.world.admins())
        if not found:
            raise refuse("flow_nobody", node=node.name or node.id)
        return found

    def fitting(self, node: Approve, people: Sequence[int]) -> list[int]:
        """Whom of `people` the node may ask."""
        return [one for one in dict.fromkeys(people) if not (node.sod and one == self.state.initiator)]

    def _known_answer(self, node: Approve, task: Task) -> Task:
        """The task as it is asked: answered where the person's answer is known already (自动去重, or still valid after a return)."""
        if self._kept(task) is not None:
            return replace(task, state=TaskState.AUTO_APPROVED, source="kept", acted_at=self.world.at)
        if not node.must_act and self._said_before(node, task.assignee):
            return replace(task, state=TaskState.AUTO_APPROVED, source="dedupe", acted_at=self.world.at)
        return task

    def _kept(self, task: Task) -> Task | None:
        for former in self.state.tasks.values():
            same = former.node == task.node and former.assignee == task.assignee and former.round < task.round
            if same and former.state in AGREED:
                return former
        return None

    def _said_before(self, node: Approve, person: int) -> bool:
        if node.dedupe == "off":
            return False
        passed = [one for one in self.state.path if one != node.id]
        if node.dedupe == "previous" and not passed:
            return person == self.state.initiator
        looked_at = passed[-1:] if node.dedupe == "previous" else passed
        return any(
            task.node in looked_at
            and task.state == TaskState.APPROVED
            and task.acted_by == person
            and task.material == self.state.material
            for task in self.state.tasks.values()
        ) or (node.dedupe == "any" and person == self.state.initiator)

    def _inform(self, node: Inform) -> None:
        people = tuple(dict.fromkeys(self.world.people(node, self.state)))
        self.emit("copied", {"node": node.id, "people": list(people)})
        if people:
            self.effects.append(Effect("copy", "copied", node.id, people))

    # Settling

    def settle(self, number: int, node: Approve) -> None:
        """See what the node's votes come to, and go on."""
        tasks = tasks_at(self.state, node.id)
        result = verdict(node, tasks)
        if result == Verdict.OPEN:
            self._wake(node)
            return
        self.supersede([task for task in tasks if task.state in UNDECIDED])
        if result == Verdict.FAILED:
            said = [task.comment for task in tasks if task.state == TaskState.REJECTED and task.comment]
            self.finish(Status.REJECTED, comment="；".join(said))
            return
        self.emit("passed", {"node": node.id}, path=(*self.state.path, node.id))
        self.resume(node.id)
        self._on_from(number, node.id)

    def resume(self, place: str) -> None:
        """The end of a return: what came later stands only if it was to stand and nothing that matters changed."""
        if place not in self.state.resumes:
            return
        how, material = self.state.resumes[place]
        rest = {key: value for key, value in self.state.resumes.items() if key != place}
        self.emit("resumed", {"node": place}, resumes=rest)
        if how == "direct" and material != self.state.material:
            self.invalidate(self.flow.later[place], reason="changed")

    def _wake(self, node: Approve) -> None:
        """Ask those whose turn it is: those added before somebody go first, and 依次 asks one at a time."""
        tasks = tasks_at(self.state, node.id)
        open_ = [task for task in tasks if task.state in UNDECIDED]
        first = min((task.seq for task in open_ if task.parent is None), default=0)
        woken = []
        for task in open_:
            waits_for_added = any(
                one.parent == task.number and one.source == "add_before" and one.state in UNDECIDED for one in tasks
            )
            in_line = node.mode == "sequence" and task.parent is None and task.seq != first
            wanted = TaskState.BLOCKED if waits_for_added or in_line else TaskState.PENDING
            if wanted != task.state:
                woken.append(self._timed(node, replace(task, state=wanted)))
        if woken:
            self.emit("turned_to", {"node": node.id}, tasks=woken)
            people = tuple(task.assignee for task in woken if task.state == TaskState.PENDING)
            if people:
                self.effects.append(Effect("notify", "todo", node.id, people))

    def _timed(self, node: Approve, task: Task) -> Task:
        if task.state != TaskState.PENDING or not node.limit:
            return task
        return replace(task, due_at=self.world.due(int(node.limit["minutes"])))

    def supersede(self, tasks: Sequence[Task]) -> None:
        if tasks:
            gone = [replace(task, state=TaskState.SUPERSEDED) for task in tasks]
            self.emit("superseded", {"people": [task.assignee for task in tasks]}, tasks=gone)

    def invalidate(self, nodes: Collection[str], *, reason: str, besides: str = "") -> None:
        """Approvals of these nodes hold no more (but for those given for the material `besides`); they stay on record."""
        gone = [
            replace(task, state=TaskState.INVALIDATED)
            for task in self.state.tasks.values()
            if task.node in nodes and task.state in AGREED and not (besides and task.material == besides)
        ]
        if gone:
            places = list(dict.fromkeys(task.node for task in gone))
            info = {"nodes": places, "people": [task.assignee for task in gone], "reason": reason}
            self.emit("invalidated", info, tasks=gone)

    def changed(self) -> None:
        """Something that matters changed: nodes that want to be asked again lose their approvals of what was before."""
        new = self.world.material
        if new == self.state.material:
            return
        self.emit("changed", {}, material=new)
        again = [one.id for one in self.flow.nodes.values() if isinstance(one, Approve) and one.reapprove]
        before = {task.number for task in self.state.tasks.values() if task.state in AGREED}
        self.invalidate(again, reason="changed", besides=new)
        lost = [self.state.tasks[one] for one in before if self.state.tasks[one].state == TaskState.INVALIDATED]
        standing = {token.node for token in self.state.tokens.values() if token.state == TokenState.ACTIVE}
        redo = sorted({task.node for task in lost} - standing, key=self.flow.order.__getitem__)
        if redo:
            self.emit("to_redo", {"nodes": redo}, redo=tuple(dict.fromkeys([*self.state.redo, *redo])))
        self._ask_again([task for task in lost if task.node in standing])

    def _ask_again(self, lost: Sequence[Task]) -> None:
        """Where the node still stands its lost votes are asked anew in the same round."""
        number = max(self.state.tasks, default=0)
        fresh = [
            replace(
                task, number=number + position, state=TaskState.BLOCKED, arrived_at=self.world.at, acted_at=None,
                acted_by=None, on_behalf_of=None, comment="", signature=None, material=self.state.material,
                source="reapprove", parent=None, depth=0,
            )
            for position, task in enumerate(lost, start=1)
            if task.round == self.state.rounds[task.node] and task.is_vote and task.assignee
        ]  # fmt: skip
        if fresh:
            self.emit("asked", {"people": [task.assignee for task in fresh]}, tasks=fresh)
            for node in {task.node for task in fresh}:
                approval = self.flow.nodes[node]
                assert isinstance(approval, Approve)
                self._wake(approval)

    # Ending

    def open_tasks(self) -> list[Task]:
        return [task for task in self.state.tasks.values() if task.state in UNDECIDED]

    def finish(self, status: Status, *, comment: str = "") -> None:
        """The run is over."""
        self.supersede(self.open_tasks())
        end = TokenState.DONE if status == Status.APPROVED else TokenState.CANCELLED
        live = [replace(one, state=end) for one in self.state.tokens.values() if one.state in _LIVE]
        self.emit("finished", {"status": str(status)}, tokens=live, status=status, redo=(), resumes={})
        self.effects.append(Effect("document", str(status), comment=comment))
        if self.state.initiator:
            self.effects.append(Effect("notify", str(status), people=(self.state.initiator,), comment=comment))

    def hand_back(self, *, comment: str) -> None:
        """退回 to the start: the document is the initiator's again, the run waits."""
        self.supersede(self.open_tasks())
        root = next(one for one in self.state.tokens.values() if one.parent is None)
        others = [
            replace(one, state=TokenState.CANCELLED)
            for one in self.state.tokens.values()
            if one.state in _LIVE and one is not root
        ]
        waiting = replace(root, state=TokenState.ACTIVE, node=START)
        self.emit("handed_back", {"node": START}, tokens=[*others, waiting], status=Status.RETURNED)
        self.effects.append(Effect("document", str(Status.RETURNED), comment=comment))
        self.effects.append(Effect("notify", str(Status.RETURNED), people=(self.state.initiator,), comment=comment))
