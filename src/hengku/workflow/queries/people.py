"""Ways to name people (审批人规则): from a rule in a tree to ids of people who work here, those who left by their successor."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from hengku.identity.models import Grant, User, UserRole
from hengku.identity.queries.organisation import (
    at_work,
    head_of,
    heads_of,
    holders_of_position,
    holders_of_role,
    superior_of,
)
from hengku.masterdata.models import Item, ItemCategory
from hengku.workflow.models import Responsibility
from hengku.workflow.types import State

OWNERS = ("warehouse_keeper", "buyer", "category_owner", "sales_rep")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks: the node, the run's state, and the document as its JSON tells it (read when a rule needs it)."""

    node: str
    state: State
    document: Callable[[], Mapping[str, Any]]


Rule = Mapping[str, Any]


def people_of(rules: Sequence[Rule], asked: Asked) -> list[int]:
    """Everybody the rules name, each once, in order."""
    found = [person for rule in rules for person in _RULES[str(rule["kind"])](rule, asked)]
    return at_work(user_ids=found)


def _initiator(_: Rule, asked: Asked) -> list[int]:
    return [asked.state.initiator]


def _chosen(_: Rule, asked: Asked) -> list[int]:
    return list(asked.state.choices.get(asked.node, ()))


def _chosen_before(_: Rule, asked: Asked) -> list[int]:
    for node in reversed(asked.state.path):
        if f"after:{node}" in asked.state.choices:
            return list(asked.state.choices[f"after:{node}"])
    return []


def _head(rule: Rule, asked: Asked) -> list[int]:
    head = head_of(user_id=asked.state.initiator, level=int(rule["level"]))
    return [] if head is None else [head]


def _superior(_: Rule, asked: Asked) -> list[int]:
    superior = superior_of(user_id=asked.state.initiator)
    return [] if superior is None else [superior]


def _field(rule: Rule, asked: Asked) -> list[int]:
    """Who is named in a field of the document's head: a user by id, or by the name people type."""
    value = asked.document().get(str(rule["field"]).removeprefix("header."))
    if isinstance(value, Mapping):
        return [int(value["id"])] if str(value.get("id") or "").isdigit() else []
    text = str(value or "").strip()
    if not text:
        return []
    named = User.objects.filter(Q(name=text) | Q(username=text)).order_by("pk")
    return list(named.values_list("pk", flat=True)[:2]) if named.count() == 1 else []


def _owner(rule: Rule, asked: Asked) -> list[int]:
    kind, document = str(rule["of"]), asked.document()
    rows = Responsibility.objects.filter(kind=kind)
    partner = _id(document.get("partner"))
    if kind == "warehouse_keeper":
        rows = rows.filter(warehouse_id__in=_warehouses(document))
    elif kind == "sales_rep":
        rows = rows.filter(partner_id=partner)
    elif kind == "category_owner":
        rows = rows.filter(category_id__in=_categories(document))
    else:
        rows = rows.filter(Q(partner_id=partner) | Q(category_id__in=_categories(document)))
    return list(rows.order_by("pk").values_list("user_id", flat=True))


def _id(reference: Any) -> int:
    return int(reference["id"]) if isinstance(reference, Mapping) and str(reference.get("id") or "").isdigit() else 0


def _warehouses(document: Mapping[str, Any]) -> set[int]:
    places = [document, *document.get("lines", ())]
    return {_id(place.get(name)) for place in places for name in ("warehouse", "to_warehouse")} - {0}


def _categories(document: Mapping[str, Any]) -> set[int]:
    """The categories of the lines' items, and those above them."""
    items = {_id(line.get("item")) for line in document.get("lines", ())}
    paths = Item.objects.filter(pk__in=items, category__isnull=False).values_list("category__path", flat=True)
    codes = {"/".join(path.split("/")[:depth]) for path in paths for depth in range(1, path.count("/") + 2)}
    return set(ItemCategory.objects.filter(path__in=codes).values_list("pk", flat=True))


_RULES: Mapping[str, Callable[[Rule, Asked], Sequence[int]]] = {
    "member": lambda rule, _: [int(one) for one in rule["ids"]],
    "role": lambda rule, _: holders_of_role(code=str(rule["code"])),
    "position": lambda rule, _: holders_of_position(code=str(rule["code"])),
    "head": _head,
    "heads_up": lambda rule, asked: heads_of(user_id=asked.state.initiator, levels=int(rule["levels"])),
    "superior": _superior,
    "initiator": _initiator,
    "initiator_choice": _chosen,
    "previous_choice": _chosen_before,
    "field": _field,
    "owner": _owner,
}
RULE_PARTS: Mapping[str, tuple[str, ...]] = {
    "member": ("ids",), "role": ("code",), "position": ("code",), "head": ("level",), "heads_up": ("levels",), "superior": (),
    "initiator": (), "initiator_choice": (), "previous_choice": (), "field": ("field",), "owner": ("of",),
}  # fmt: skip
"""What each rule must say."""


def managers() -> list[int]:
    """Who manages flows, and is asked where nobody else is found: those who may change them; owners when nobody was given that."""
    may = Grant.objects.filter(
        role_id=OuterRef("role_id"), resource__in=("workflows", "*"), action__in=("update", "manage", "*")
    )
    holders = UserRole.objects.filter(Exists(may)).values("user_id")
    people = User.objects.filter(is_active=True).filter(Q(is_owner=True) | Q(pk__in=holders))
    return list(people.order_by("pk").values_list("pk", flat=True))


def above(people: Sequence[int]) -> list[int]:
    """Whom these people answer to."""
    found = (superior_of(user_id=person) for person in people)
    return list(dict.fromkeys(one for one in found if one is not None))
