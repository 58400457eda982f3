"""Arithmetic of rights: what roles give together, what a token or a place of work takes away."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hengku.identity.types import GUARDED, Scope

Grants = Mapping[tuple[str, str], tuple[Scope, ...]]
ANY = "*"


def together(role_masks: Sequence[Iterable[str]]) -> frozenset[str]:
    """A value is hidden only when every role hides it: roles add up. No role hides nothing by itself."""
    if not role_masks:
        return frozenset()
    first, *rest = (frozenset(masks) for masks in role_masks)
    return first.intersection(*rest)


def read_grants(rows: Iterable[Sequence[Any]]) -> dict[tuple[str, str], tuple[Scope, ...]]:
    """Rows of (resource, action, book ids, warehouse ids, own, department, role) as they are stored; the last two may be
    left out."""
    found: dict[tuple[str, str], list[Scope]] = defaultdict(list)
    for resource, action, books, warehouses, own, *more in rows:
        department, role = more or (False, "")
        found[resource, action].append(
            Scope(_ids(books), _ids(warehouses), bool(own), bool(department), role=str(role))
        )
    return {key: tuple(scopes) for key, scopes in found.items()}


def _ids(stored: Sequence[int] | None) -> frozenset[int] | None:
    return None if stored is None else frozenset(int(one) for one in stored)


def within_warehouses(grants: Grants, warehouse_ids: frozenset[int] | None) -> dict[tuple[str, str], tuple[Scope, ...]]:
    """The same grants, held only in the given warehouses; the names of the others stay known, for goods are sent there."""
    if warehouse_ids is None:
        return dict(grants)

    def narrowed(scope: Scope) -> Scope:
        here = warehouse_ids if scope.warehouse_ids is None else scope.warehouse_ids & warehouse_ids
        return replace(scope, warehouse_ids=here)

    found = {key: tuple(narrowed(scope) for scope in scopes) for key, scopes in grants.items()}
    names = tuple(
        scope
        for resource in ("warehouses", ANY)
        for action in ("view", ANY)
        for scope in grants.get((resource, action), ())
    )
    return found | {("warehouses", "view"): names} if names else found


def within_token(grants: Grants, allowed: Iterable[str]) -> dict[tuple[str, str], tuple[Scope, ...]]:
    """What remains of the grants inside a token's scope, a list of "resource:action" with "*" for any."""
    found: dict[tuple[str, str], list[Scope]] = defaultdict(list)
    for entry in allowed:
        resource, _, action = entry.partition(":")
        for (granted_resource, granted_action), scopes in grants.items():
            if granted_resource == ANY != granted_action and resource in GUARDED:
                continue
            common_resource = _common(resource, granted_resource)
            common_action = _common(action or ANY, granted_action)
            if common_resource and common_action:
                found[common_resource, common_action].extend(scopes)
    return {key: tuple(scopes) for key, scopes in found.items()}


def _common(left: str, right: str) -> str:
    if left == ANY:
        return right
    return left if right in (ANY, left) else ""


def is_scope_entry(entry: str) -> bool:
    """Is this a well-formed "resource:action"?"""
    resource, colon, action = entry.partition(":")
    return bool(resource and colon and action)


def news_of_preset(
    *, preset: Iterable[tuple[str, str]], held: Iterable[tuple[str, str]], known: Iterable[str]
) -> list[tuple[str, str]]:
    """Pairs (resource, action) of a preset that its edited role does not hold, not even by a wildcard, and was not offered
    before. known: "resource:action" that were."""
    own, before = set(held), set(known)
    return [
        (resource, action)
        for resource, action in dict.fromkeys(preset)
        if f"{resource}:{action}" not in before and not _held(own, resource, action)
    ]


def _held(held: Collection[tuple[str, str]], resource: str, action: str) -> bool:
    keys = {(resource, action), (resource, ANY), (ANY, ANY)}
    return bool(keys & set(held)) or (resource not in GUARDED and (ANY, action) in held)
