"""Rights on fields and rows: what several roles give together. The most generous role counts; a denial always wins."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from hengku.identity.types import GUARDED, Access, RowRule

LEVELS: tuple[Access, ...] = ("hidden", "read", "required", "edit")
"""From the least to the most a role leaves."""
DENY = "deny"
"""Hidden whatever other roles say."""


@dataclass(frozen=True, slots=True)
class RoleRights:
    """What one role says, as stored. grants: its (resource, action) pairs; fields: target -> field -> access or "deny";
    rows: {resource, tree, effect "only" | "except", changes}; denied: "resource:action"."""

    code: str
    grants: Collection[tuple[str, str]]
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rows: Sequence[Mapping[str, Any]] = ()
    denied: Sequence[str] = ()

    def gives(self, resource: str, *actions: str) -> bool:
        """Does the role grant one of these actions on the resource?"""
        keys = {(resource, action) for action in (*actions, "*")} | {("*", "*")}
        if resource not in GUARDED:
            keys |= {("*", action) for action in actions}
        return not keys.isdisjoint(self.grants)


def fields_together(roles: Sequence[RoleRights]) -> dict[str, dict[str, Access]]:
    """target -> field -> access; "edit" is left out.

    Only roles that let somebody see the record count for seeing a field, and only those that let them change it count for
    changing it: a role about something else opens nothing.
    """
    found: dict[str, dict[str, Access]] = {}
    for target in dict.fromkeys(target for role in roles for target in role.fields):
        resource = target.partition(":")[0]
        names = dict.fromkeys(name for role in roles for name in role.fields.get(target, ()))
        told: dict[str, Access] = {name: _level(roles, resource, target, name) for name in names}
        kept: dict[str, Access] = {name: level for name, level in told.items() if level != "edit"}
        if kept:
            found[target] = kept
    return found


def _level(roles: Sequence[RoleRights], resource: str, target: str, name: str) -> Access:
    if any(role.fields.get(target, {}).get(name) == DENY for role in roles):
        return "hidden"
    readers = [role for role in roles if role.gives(resource, "view")]
    writers = [role for role in roles if role.gives(resource, "create", "update", "import")]
    seen = _most(readers or roles, target, name)
    if seen == "hidden" or not writers:
        return seen
    written = _most(writers, target, name)
    return "read" if written == "hidden" else written


def _most(roles: Sequence[RoleRights], target: str, name: str) -> Access:
    return max((cast("Access", role.fields.get(target, {}).get(name, "edit")) for role in roles), key=LEVELS.index)


def rows_of(
    roles: Sequence[RoleRights],
) -> tuple[dict[tuple[str, str], tuple[RowRule, ...]], dict[str, tuple[RowRule, ...]]]:
    """(role, resource) -> conditions its grants hold under; resource -> conditions of forbidden rows."""
    only: dict[tuple[str, str], list[RowRule]] = defaultdict(list)
    never: dict[str, list[RowRule]] = defaultdict(list)
    for role in roles:
        for told in role.rows:
            rule = RowRule(str(told["tree"]), bool(told.get("changes")))
            if told.get("effect") == "except":
                never[told["resource"]].append(rule)
            else:
                only[role.code, told["resource"]].append(rule)
    return {key: tuple(rules) for key, rules in only.items()}, {key: tuple(rules) for key, rules in never.items()}


def denied_by(roles: Sequence[RoleRights]) -> frozenset[tuple[str, str]]:
    """Every (resource, action) some role forbids."""
    pairs = (entry.partition(":") for role in roles for entry in role.denied)
    return frozenset((resource, action) for resource, _, action in pairs)
