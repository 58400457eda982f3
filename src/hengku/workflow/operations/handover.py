"""离职交接 of flows: who is named in them, what people look after, who acts for whom."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hengku.identity.types import Act
from hengku.workflow.models import Delegation, Instance, Responsibility, Version
from hengku.workflow.operations.workflows import checksum
from hengku.workflow.rules.tree import every_node

RUNNING = ("running", "returned")


def nodes_naming(user_id: int) -> list[str]:
    """Nodes that name somebody, as "flow v2 · node": in drafts, in what new documents follow, and in older versions on which
    documents still run."""
    return [
        f"{version.workflow.name} v{version.no} · {node.get('name') or node['id']}"
        for version in _versions()
        for node in every_node(version.tree)
        if _names(node, user_id)
    ]


def hand_nodes_over(act: Act, user_id: int, heir_id: int) -> int:
    """Drafts name the successor from now on. Published versions stay as they are: whoever left is asked there by their successor,
    in every version at once. Gives how many nodes that is."""
    count = 0
    for version in _versions():
        nodes = [node for node in every_node(version.tree) if _names(node, user_id)]
        count += len(nodes)
        if nodes and version.status == "draft":
            for node in nodes:
                for rule in _members(node):
                    rule["ids"] = _replaced(rule["ids"], user_id, heir_id)
            version.checksum = checksum(version.tree)
            version.save(update_fields=["tree", "checksum"])
    return count


def _versions() -> QuerySet[Version]:
    runs = Instance.objects.filter(version=OuterRef("pk"), status__in=RUNNING)
    live = Version.objects.filter(Q(status__in=("draft", "active")) | Exists(runs))
    return live.select_related("workflow").order_by("workflow__name", "no")


def _members(node: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [one for one in (*(node.get("approvers") or ()), *(node.get("to") or ())) if one.get("kind") == "member"]


def _names(node: Mapping[str, Any], user_id: int) -> bool:
    return any(str(user_id) in [str(one) for one in rule.get("ids", ())] for rule in _members(node))


def _replaced(ids: list[Any], user_id: int, heir_id: int) -> list[Any]:
    """The successor once, in the place of who left."""
    named = [type(one)(heir_id) if str(one) == str(user_id) else one for one in ids]
    return list({str(one): one for one in named}.values())


def looked_after(user_id: int) -> list[str]:
    """What somebody looks after: warehouses, categories, partners by name."""
    rows = Responsibility.objects.filter(user_id=user_id).select_related("warehouse", "category", "partner")
    things = [row.warehouse or row.category or row.partner for row in rows.order_by("pk")]
    return [thing.name for thing in things if thing is not None]


def hand_responsibilities_over(act: Act, user_id: int, heir_id: int) -> int:
    """The successor looks after it; what they looked after already is not named twice."""
    rows = Responsibility.objects.filter(user_id=user_id)
    moved = rows.count()
    for row in rows:
        twin = Responsibility.objects.filter(
            user_id=heir_id, kind=row.kind, warehouse=row.warehouse, category=row.category, partner=row.partner
        )
        if twin.exists():
            row.delete()
        else:
            Responsibility.objects.filter(pk=row.pk).update(
                user_id=heir_id, rev=F("rev") + 1, updated_at=act.at, updated_by_id=act.actor_id
            )
    return moved


def delegated_by_or_to(user_id: int) -> list[str]:
    """Delegations of somebody and to them that are not over, as "from → to"."""
    return [f"{row.principal.name} → {row.delegate.name}" for row in _delegations(user_id).order_by("pk")]


def end_delegations(act: Act, user_id: int, heir_id: int) -> int:
    """Nobody acts for who left, and they for nobody: the successor is asked themselves."""
    return _delegations(user_id).update(active=False, rev=F("rev") + 1, updated_at=act.at, updated_by_id=act.actor_id)


def _delegations(user_id: int) -> QuerySet[Delegation]:
    found = Delegation.objects.filter(Q(principal_id=user_id) | Q(delegate_id=user_id), active=True)
    return found.select_related("principal", "delegate")
