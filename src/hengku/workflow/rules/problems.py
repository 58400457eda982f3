"""What keeps a tree from being published, all of it at once, each problem at its node."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hengku.workflow.rules.tree import GATEWAYS, every_node
from hengku.workflow.types import START, Problem

MOST_NODES = 100
_MODES = {"all", "any", "sequence", "quorum"}
_EMPTY = {"stop", "members", "auto", "head"}
_LIMIT_ACTIONS = {"remind", "approve", "return", "escalate"}
_FIELD_RIGHTS = {"hidden", "read", "edit", "required"}
_SHORTEST_MINUTES, _LONGEST_MINUTES = 1, 30 * 24 * 60


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a tree may refer to. formula: text -> problem code or None. fields: paths of the document type that nodes may open.
    resolvers: kinds of ways to name people. moves_stock: the type's documents move stock or money when posted."""

    formula: Callable[[str], tuple[str, Mapping[str, str]] | None]
    fields: frozenset[str]
    people_fields: frozenset[str]
    resolvers: Mapping[str, tuple[str, ...]]
    moves_stock: bool


def problems_of(tree: Mapping[str, Any], around: Surroundings) -> list[Problem]:
    """Every problem; an empty list means that the tree can run."""
    if tree.get("kind") != START or tree.get("id") != START:
        return [Problem("", "flow_no_start")]
    nodes = list(every_node(tree))
    found = list(_ids(nodes))
    if len(nodes) > MOST_NODES:
        found.append(Problem("", "flow_too_large", {"most": str(MOST_NODES)}))
    if not any(node.get("kind") == "approve" for node in nodes):
        found.append(Problem("", "flow_no_approval"))
    known = {str(node.get("id")) for node in nodes}
    for node in nodes[1:]:
        found.extend(_of_node(node, known, around))
    return found


def _ids(nodes: list[Mapping[str, Any]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for node in nodes:
        for one in (node, *(node.get("branches") or ())):
            id_ = str(one.get("id") or "")
            if not id_:
                yield Problem("", "flow_node_without_id")
            elif id_ in seen:
                yield Problem(id_, "flow_id_twice")
            seen.add(id_)


def _of_node(node: Mapping[str, Any], known: set[str], around: Surroundings) -> Iterator[Problem]:
    id_, kind = str(node.get("id") or ""), str(node.get("kind") or "")
    if kind == "approve":
        yield from _of_approval(id_, node, known, around)
    elif kind in GATEWAYS:
        yield from _of_gateway(id_, kind, node, around)
    elif kind == "cc":
        yield from _of_people(id_, node.get("to"), around)
    else:
        yield Problem(id_, "flow_unknown_kind", {"kind": kind})


def _of_gateway(id_: str, kind: str, node: Mapping[str, Any], around: Surroundings) -> Iterator[Problem]:
    branches = node.get("branches") or []
    if len(branches) < 2:
        yield Problem(id_, "flow_too_few_branches")
    if kind == "parallel":
        return
    conditions = [str(branch.get("condition") or "").strip() for branch in branches]
    if conditions.count("") != 1:
        yield Problem(id_, "flow_needs_else")
    elif kind == "exclusive" and conditions[-1]:
        yield Problem(id_, "flow_else_is_last")
    for branch, condition in zip(branches, conditions, strict=True):
        yield from _of_formula(str(branch.get("id") or id_), condition, around)


def _of_formula(id_: str, text: str, around: Surroundings) -> Iterator[Problem]:
    wrong = around.formula(text) if text else None
    if wrong is not None:
        yield Problem(id_, *wrong)


def _of_people(id_: str, people: Any, around: Surroundings) -> Iterator[Problem]:
    if not people:
        yield Problem(id_, "flow_no_people")
    for one in people or ():
        kind = str(one.get("kind") or "")
        if kind not in around.resolvers:
            yield Problem(id_, "flow_unknown_people", {"kind": kind})
            continue
        missing = [name for name in around.resolvers[kind] if one.get(name) in (None, "", [])]
        if missing:
            yield Problem(id_, "flow_people_incomplete", {"kind": kind, "missing": "、".join(missing)})
        if kind == "field" and not missing and str(one["field"]) not in around.people_fields:
            yield Problem(id_, "flow_unknown_field", {"field": str(one["field"])})


def _of_approval(id_: str, node: Mapping[str, Any], known: set[str], around: Surroundings) -> Iterator[Problem]:
    yield from _of_people(id_, node.get("approvers"), around)
    if node.get("mode", "all") not in _MODES:
        yield Problem(id_, "flow_unknown_mode", {"mode": str(node.get("mode"))})
    if node.get("mode") == "quorum" and not _good_quorum(node.get("quorum") or {}):
        yield Problem(id_, "flow_bad_quorum")
    if node.get("empty", "stop") not in _EMPTY or (node.get("empty") == "members" and not node.get("empty_members")):
        yield Problem(id_, "flow_empty_rule")
    if node.get("financial") and node.get("empty") == "auto":
        yield Problem(id_, "flow_financial_auto")
    for path, right in (node.get("fields") or {}).items():
        if path not in around.fields or right not in _FIELD_RIGHTS:
            yield Problem(id_, "flow_unknown_field", {"field": str(path)})
    for target in node.get("returns_to") or ():
        if target not in known:
            yield Problem(id_, "flow_unknown_target", {"target": str(target)})
    check = node.get("check")
    if check:
        yield from _of_formula(id_, str(check.get("formula") or ""), around)
        if not str(check.get("formula") or "").strip() or not str(check.get("message") or "").strip():
            yield Problem(id_, "flow_check_incomplete")
    yield from _of_limit(id_, node, around)


def _good_quorum(quorum: Mapping[str, Any]) -> bool:
    count, percent = quorum.get("count"), quorum.get("percent")
    if count is not None:
        return isinstance(count, int) and count >= 1
    return isinstance(percent, int) and 0 < percent <= 100


def _of_limit(id_: str, node: Mapping[str, Any], around: Surroundings) -> Iterator[Problem]:
    limit = node.get("limit")
    if not limit:
        return
    minutes = limit.get("minutes")
    if not isinstance(minutes, int) or not _SHORTEST_MINUTES <= minutes <= _LONGEST_MINUTES:
        yield Problem(id_, "flow_bad_limit")
    if limit.get("action") not in _LIMIT_ACTIONS:
        yield Problem(id_, "flow_bad_limit")
    if limit.get("action") == "approve" and (around.moves_stock or node.get("financial")):
        yield Problem(id_, "flow_no_silent_yes")
