"""Roles and what they grant."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from hengku.identity.models import Grant, Role, UserRole
from hengku.identity.operations.audit import record_change
from hengku.identity.rules.presets import PRESETS
from hengku.identity.types import Act
from hengku.kernel.errors import refuse

_MASKS = ("cost", "purchase_price", "margin")
_LIMITS = ("department_ids", "field_rights", "row_rules", "denied", "second_factor")


@transaction.atomic
def seed_roles(*, act: Act) -> None:
    """Make the built-in roles that are not there yet; existing ones stay as their owner left them."""
    present = set(Role.objects.values_list("code", flat=True))
    missing = [preset for preset in PRESETS if preset.code not in present]
    roles = Role.objects.bulk_create(
        Role(
            code=preset.code,
            name=preset.name.in_language(act.viewer.language),
            builtin=True,
            masked=list(preset.masked),
            known_grants=[f"{resource}:{action}" for resource, action in dict.fromkeys(preset.grants)],
            **_made(act),
        )
        for preset in missing
    )
    Grant.objects.bulk_create(
        Grant(role=role, resource=resource, action=action)
        for role, preset in zip(roles, missing, strict=True)
        for resource, action in dict.fromkeys(preset.grants)
    )


def _made(act: Act) -> dict[str, Any]:
    return {
        "created_at": act.at,
        "created_by_id": act.actor_id,
        "updated_at": act.at,
        "updated_by_id": act.actor_id,
    }


@transaction.atomic
def create_role(
    *,
    act: Act,
    code: str,
    name: str,
    grants: Sequence[Mapping[str, Any]],
    masked: Sequence[str] = (),
    limits: Mapping[str, Any] | None = None,
) -> int:
    """A role of the company's own. grants: mappings resource, action, book_ids?, warehouse_ids?, own?, department?; limits:
    what is said of department_ids, field_rights, row_rules and denied, already checked; gives the id.

    Raises Refused grant_invalid, mask_unknown.
    """
    role = Role.objects.create(code=code, name=name, masked=_known_masks(masked), **_made(act), **limits or {})
    _write_grants(role, grants)
    record_change(act=act, entity="roles", entity_id=role.pk, action="create", before=None, after=_told(role))
    return role.pk


def _told(role: Role) -> dict[str, Any]:
    """What the role says, for the audit."""
    columns = ("code", "name", "masked", *_LIMITS)
    return {**{column: getattr(role, column) for column in columns}, "grants": grants_of(role)}


@transaction.atomic
def update_role(
    *,
    act: Act,
    role_id: int,
    name: str | None = None,
    grants: Sequence[Mapping[str, Any]] | None = None,
    masked: Sequence[str] | None = None,
    limits: Mapping[str, Any] | None = None,
) -> None:
    """Change a role; None leaves a part as it is. Nobody may take the owner role's powers away. limits: as create_role.

    Raises Refused not_found, role_is_owner, grant_invalid, mask_unknown.
    """
    role = Role.objects.select_for_update().filter(pk=role_id).first()
    if role is None:
        raise refuse("not_found", status=404)
    if role.code == "owner":
        raise refuse("role_is_owner")
    before = _told(role)
    Role.objects.filter(pk=role_id).update(
        **limits or {},
        name=role.name if name is None else name,
        masked=role.masked if masked is None else _known_masks(masked),
        rev=F("rev") + 1, updated_at=act.at, updated_by_id=act.actor_id,
    )  # fmt: skip
    if grants is not None:
        Grant.objects.filter(role=role).delete()
        _write_grants(role, grants)
    role.refresh_from_db()
    record_change(act=act, entity="roles", entity_id=role_id, action="update", before=before, after=_told(role))


@transaction.atomic
def delete_role(*, act: Act, role_id: int) -> None:
    """Raises Refused not_found, role_is_builtin, role_is_held (somebody still has it)."""
    role = Role.objects.select_for_update().filter(pk=role_id).first()
    if role is None:
        raise refuse("not_found", status=404)
    if role.builtin:
        raise refuse("role_is_builtin", name=role.name)
    holders = list(UserRole.objects.filter(role=role).order_by("user__name").values_list("user__name", flat=True))
    if holders:
        raise refuse("role_is_held", count=str(len(holders)), names="、".join(holders[:5]))
    before = _told(role)
    role.delete()
    record_change(act=act, entity="roles", entity_id=role_id, action="delete", before=before, after=None)


def grant_to_makers(*, act: Act, resource: str, action: str, granted: str, actions: Sequence[str]) -> None:
    """Let the actor's roles that allow `action` on `resource` do `actions` with what was just made under the name `granted`. An owner
    may do everything anyway."""
    if act.viewer.all_powerful or act.viewer.user_id is None:
        return
    held = Role.objects.filter(grants__resource__in=(resource, "*"), grants__action__in=(action, "*"))
    mine = held.filter(code__in=act.viewer.roles).distinct()
    Grant.objects.bulk_create(Grant(role=role, resource=granted, action=one) for role in mine for one in actions)


def withdraw(*, resource: str) -> None:
    """Nobody has rights on what is gone."""
    Grant.objects.filter(resource=resource).delete()


def grants_of(role: Role) -> list[dict[str, Any]]:
    """The role's grants as plain values."""
    columns = ("resource", "action", "book_ids", "warehouse_ids", "own", "department")
    return list(Grant.objects.filter(role=role).order_by("resource", "action", "id").values(*columns))


def _known_masks(masked: Sequence[str]) -> list[str]:
    for one in masked:
        if one not in _MASKS:
            raise refuse("mask_unknown", loc=("masked",), name=str(one))
    return list(masked)


def _write_grants(role: Role, grants: Sequence[Mapping[str, Any]]) -> None:
    Grant.objects.bulk_create(_grant(role, position, one) for position, one in enumerate(grants))


def _grant(role: Role, position: int, one: Mapping[str, Any]) -> Grant:
    resource, action = one.get("resource"), one.get("action")
    if not isinstance(resource, str) or not isinstance(action, str) or not resource or not action:
        raise refuse("grant_invalid", loc=("grants", position))
    return Grant(
        role=role,
        resource=resource,
        action=action,
        book_ids=_ids(one.get("book_ids"), position),
        warehouse_ids=_ids(one.get("warehouse_ids"), position),
        own=one.get("own") is True,
        department=one.get("department") is True,
    )


def _ids(given: object, position: int) -> list[int] | None:
    if given is None:
        return None
    if not isinstance(given, list) or not all(str(one).isdigit() for one in given):
        raise refuse("grant_invalid", loc=("grants", position))
    return [int(one) for one in given]
