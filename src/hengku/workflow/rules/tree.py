"""A flow's tree made walkable: from JSON to nodes that know what follows them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hengku.workflow.types import Approve, Branch, Flow, Gateway, Inform, Node

FORKS = frozenset({"parallel", "inclusive"})
GATEWAYS = FORKS | {"exclusive"}


def chain(node: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    """A node and what follows it, without what lies in branches."""
    while node:
        yield node
        node = node.get("next")


def every_node(tree: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """All nodes in reading order, the start included."""
    for node in chain(tree):
        yield node
        for branch in node.get("branches") or ():
            if branch.get("next"):
                yield from every_node(branch["next"])


def read_tree(tree: Mapping[str, Any]) -> Flow:
    """The walkable flow of a tree that has no problems (rules.problems)."""
    reading = _Reading()
    first = tree.get("next")
    reading.read(first, holder=None, inside=())
    later = {id_: reading.later(id_) for id_ in reading.nodes}
    later["start"] = frozenset(reading.nodes)
    order = {id_: position for position, id_ in enumerate(reading.nodes)}
    return Flow(
        reading.nodes, str(first["id"]) if first else None, reading.next, reading.holder, reading.inside, later, order
    )


class _Reading:
    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.next: dict[str, str | None] = {}
        self.holder: dict[str, str | None] = {}
        self.inside: dict[str, tuple[tuple[str, int], ...]] = {}

    def read(self, node: Mapping[str, Any] | None, *, holder: str | None, inside: tuple[tuple[str, int], ...]) -> None:
        for one in chain(node):
            id_ = str(one["id"])
            self.nodes[id_] = _node(one)
            following = one.get("next")
            self.next[id_] = str(following["id"]) if following else None
            self.holder[id_], self.inside[id_] = holder, inside
            for number, branch in enumerate(one.get("branches") or ()):
                within = (*inside, (id_, number)) if one["kind"] in FORKS else inside
                self.read(branch.get("next"), holder=id_, inside=within)

    def later(self, id_: str) -> frozenset[str]:
        found: set[str] = set()
        at: str | None = id_
        while at is not None:
            following = self.next[at]
            while following is not None:
                found |= {following, *self._within(following)}
                following = self.next[following]
            at = self.holder[at]
        return frozenset(found)

    def _within(self, gateway: str) -> set[str]:
        found: set[str] = set()
        for id_ in self.nodes:
            up = self.holder[id_]
            while up is not None and up != gateway:
                up = self.holder[up]
            if up == gateway:
                found.add(id_)
        return found


def _node(raw: Mapping[str, Any]) -> Node:
    id_, name = str(raw["id"]), str(raw.get("name") or "")
    if raw["kind"] == "cc":
        return Inform(id_, name, tuple(raw.get("to") or ()))
    if raw["kind"] in GATEWAYS:
        return Gateway(id_, str(raw["kind"]), name, tuple(_branch(branch) for branch in raw["branches"]))
    returns_to = raw.get("returns_to")
    return Approve(
        id_, name, tuple(raw.get("approvers") or ()),
        mode=str(raw.get("mode") or "all"), quorum=raw.get("quorum") or {}, empty=str(raw.get("empty") or "stop"),
        empty_members=tuple(int(one) for one in raw.get("empty_members") or ()), dedupe=str(raw.get("dedupe") or "off"),
        must_act=bool(raw.get("must_act")), financial=bool(raw.get("financial")), sod=raw.get("sod") is not False,
        fields=raw.get("fields") or {}, check=raw.get("check"), limit=raw.get("limit"),
        returns_to=None if returns_to is None else tuple(str(one) for one in returns_to),
        resume=str(raw.get("resume") or "replay"), allow=raw.get("allow") or {},
        comment=str(raw.get("comment") or "optional"), signature=bool(raw.get("signature")),
        reapprove=raw.get("reapprove") is not False,
    )  # fmt: skip


def _branch(raw: Mapping[str, Any]) -> Branch:
    first = raw.get("next")
    condition = str(raw.get("condition") or "").strip()
    return Branch(str(raw["id"]), str(raw.get("name") or ""), condition or None, str(first["id"]) if first else None)


def resolvers(tree: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Every way the tree names people."""
    return [one for node in every_node(tree) for one in (*(node.get("approvers") or ()), *(node.get("to") or ()))]
