"""Checks and approval flows as parts of the configuration. People in a flow are named by user name, places by code."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from django.db import transaction

from hengku.documents.operations.checks import ENTITY as CHECKS
from hengku.documents.operations.flows import publish, retire, save
from hengku.identity.models import User
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.texts import Text
from hengku.metadata.operations.configured import title_of_target, type_refs
from hengku.metadata.operations.record_parts import RecordPart
from hengku.metadata.rules.configuration import Part, Piece, Ref, offer_part
from hengku.metadata.rules.field_uses import FieldUse, formula_uses, named_uses
from hengku.metadata.rules.registry import RESOURCES
from hengku.workflow.models import Version
from hengku.workflow.operations.workflows import ENTITY as FLOWS
from hengku.workflow.rules.tree import every_node, resolvers

_CHECK_WORDS = {
    "name": Text("名称", "Name"), "document_type": Text("单据类型", "Document type"), "formula": Text("须成立的条件", "What must hold"),
    "message": Text("提示", "Message"), "blocks": Text("阻止", "Refuses"), "active": Text("启用", "Active"),
}  # fmt: skip
_FLOW_WORDS = {
    "name": _CHECK_WORDS["name"], "document_type": _CHECK_WORDS["document_type"], "active": _CHECK_WORDS["active"],
    "books": Text("适用账簿", "Books"), "warehouses": Text("适用仓库", "Warehouses"), "priority": Text("优先级", "Priority"),
    "post_after": Text("通过后自动过账", "Post when approved"), "withdraw": Text("发起人撤回", "Withdrawing"), "tree": Text("流程", "Flow"),
    "next": Text("之后", "then"), "branches": Text("分支", "branches"), "approvers": Text("审批人", "approvers"),
    "condition": Text("条件", "condition"), "mode": Text("审批方式", "mode"), "fields": Text("字段权限", "rights on fields"),
    "check": Text("校验", "check"), "limit": Text("限时", "time limit"), "users": Text("成员", "members"), "kind": Text("类型", "kind"),
}  # fmt: skip
_CHECKS = RecordPart(resource=CHECKS, keyed_by=("document_type", "name"), kept=tuple(_CHECK_WORDS))
_HEADS = RecordPart(
    resource=FLOWS, keyed_by=("document_type", "name"),
    kept=("name", "document_type", "books", "warehouses", "priority", "post_after", "withdraw", "active"),
)  # fmt: skip


def _title(_: str, piece: Piece) -> str:
    return f"{title_of_target(str(piece['document_type']))} · {piece['name']}"


def _about(_: str, piece: Piece) -> str:
    return str(piece["document_type"])


def _check_uses(_: str, piece: Piece) -> list[FieldUse]:
    return formula_uses(str(piece["document_type"]), str(piece.get("formula") or ""))


def _read_flows() -> dict[str, Piece]:
    found: dict[str, Piece] = {}
    records = _HEADS.records()
    trees = _trees([int(one["id"]) for one in records.values()])
    names = {str(pk): name for pk, name in User.objects.values_list("pk", "username")} if trees else {}
    for key, record in records.items():
        if int(record["id"]) in trees:
            found[key] = {**_HEADS.piece(record), "tree": _named(trees[int(record["id"])], names)}
    return found


def _trees(flows: list[int]) -> dict[int, Mapping[str, Any]]:
    """What each flow does: its published tree; its draft when nothing was ever published. Flows taken out of use are not there."""
    rows = Version.objects.filter(workflow_id__in=flows).order_by("no").values_list("workflow_id", "status", "tree")
    found: dict[int, Mapping[str, Any]] = {}
    for wanted in ("draft", "retired", "active"):
        for flow, status, tree in rows:
            if status == wanted:
                found[flow] = tree
            if status == wanted == "retired":
                del found[flow]
    return found


def _apply_flow(act: Act, key: str, piece: Piece | None) -> None:
    """A flow that ran is retired where it shall go: what runs goes on, and it may come back."""
    if piece is None:
        _remove_flow(act, key)
        return
    head = {name: value for name, value in piece.items() if name in _HEADS.kept and name != "active"}
    _HEADS.apply(act, key, head)
    flow = int(_HEADS.records()[key]["id"])
    wanted = _numbered(piece.get("tree"))
    published = Version.objects.filter(workflow_id=flow, status="active").exists()
    changed = wanted is not None and _trees([flow]).get(flow) != wanted
    if changed and wanted is not None:
        save(act=act, workflow_id=flow, tree=wanted)
    if (changed and published) or (piece.get("active") and (changed or not published)):
        publish(act=act, workflow_id=flow, note="")
    if "active" in piece:
        _HEADS.apply(act, key, {"active": piece["active"]})


def _remove_flow(act: Act, key: str) -> None:
    record = _HEADS.records().get(key)
    if record is None:
        return
    try:
        with transaction.atomic():
            _HEADS.apply(act, key, None)
    except Refused as refused:
        if refused.code != "in_use":
            raise
        retire(act=act, workflow_id=int(record["id"]))


def _places(tree: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Where a tree names people: (mapping, its property of ids, its property of user names)."""
    for rule in resolvers(tree):
        if isinstance(rule, dict) and rule.get("kind") == "member":
            yield rule, "ids", "users"
    for node in every_node(tree):
        if isinstance(node, dict) and (node.get("empty_members") or node.get("empty_users")):
            yield node, "empty_members", "empty_users"


def _named(tree: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The tree with user names for ids; somebody unknown keeps the id, which is told as missing."""
    found = deepcopy(dict(tree))
    for holder, ids, users in list(_places(found)):
        holder[users] = [names.get(str(one), str(one)) for one in holder.pop(ids, None) or ()]
    return found


def _numbered(tree: Any) -> dict[str, Any] | None:
    """The tree with this installation's ids for user names. Raises Refused config_missing."""
    if not isinstance(tree, Mapping):
        return None
    found = deepcopy(dict(tree))
    places = list(_places(found))
    asked = {str(one) for holder, _, users in places for one in holder.get(users) or ()}
    known = {name: str(pk) for pk, name in User.objects.filter(username__in=asked).values_list("pk", "username")}
    unknown = sorted(asked - set(known))
    if unknown:
        raise Refused(
            [
                Refusal("config_missing", {"kind": str(RESOURCES.get("users").label), "key": name}, ("tree",))
                for name in unknown
            ]
        )
    for holder, ids, users in places:
        holder[ids] = [known[str(one)] for one in holder.pop(users, None) or ()]
    return found


def _flow_needs(key: str, piece: Piece) -> Iterable[Ref]:
    yield from type_refs(str(piece["document_type"]))
    yield from _HEADS.refs(key, piece)
    tree = piece.get("tree") or {}
    for holder, _, users in _places(tree):
        yield from (Ref("users", str(one)) for one in holder.get(users) or ())
    for rule in resolvers(tree):
        if rule.get("kind") in ("role", "position"):
            yield Ref(f"{rule['kind']}s", str(rule.get("code") or ""))


def _flow_uses(_: str, piece: Piece) -> list[FieldUse]:
    base, tree = str(piece["document_type"]), piece.get("tree") or {}
    found: list[FieldUse] = []
    for node in every_node(tree):
        formulas = [branch.get("condition") for branch in node.get("branches") or ()]
        formulas.append((node.get("check") or {}).get("formula"))
        found += [use for text in formulas for use in formula_uses(base, str(text or ""))]
        found += named_uses(base, node.get("fields") or ())
    return found + named_uses(base, [str(rule.get("field") or "") for rule in resolvers(tree)])


def offer_parts() -> None:
    """Called once at start."""
    offer_part(Part(
        CHECKS, Text("校验规则", "Checks"), 40, _CHECKS.read, _CHECKS.apply, _title, about=_about,
        needs=lambda _, piece: type_refs(str(piece["document_type"])), uses=_check_uses, words=_CHECK_WORDS, page="/records/document-checks",
    ))  # fmt: skip
    offer_part(Part(
        FLOWS, Text("审批流", "Approval flows"), 50, _read_flows, _apply_flow, _title, about=_about, needs=_flow_needs, uses=_flow_uses,
        words=_FLOW_WORDS, page="/records/workflows",
    ))  # fmt: skip
