"""Users, roles, tokens as described records: from generated forms to the operations of identity."""

from collections.abc import Mapping
from typing import Any

from hengku.identity.models import ApiToken, Role, User
from hengku.identity.operations import accounts, roles, tokens
from hengku.identity.operations.organisation import refuse_department_circle
from hengku.identity.rules.grants import is_scope_entry
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.metadata.operations.records import create_record, stale, update_record
from hengku.metadata.operations.role_limits import limits_from
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.types import Created


def create_user(*, act: Act, values: Mapping[str, Any]) -> int:
    """A new account from its form; its first password has to be changed unless said otherwise."""
    return accounts.create_user(
        act=act,
        username=values["username"],
        name=values.get("name") or values["username"],
        password=values.get("password") or "",
        email=values.get("email") or "",
        language=values.get("language") or "zh-CN",
        role_codes=_codes(values.get("roles") or []),
        warehouse_ids=values.get("warehouses") or None,
        must_change_password=values.get("must_change_password", True) is True,
        place=_place(values),
    )


def update_user(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> None:
    """Change an account; a password that is sent is set. Raises Refused username_fixed and what accounts refuse."""
    user = _current("users", User, record_id, rev)
    if values.get("username", user.username) != user.username:
        raise refuse("username_fixed", loc=("username",))
    accounts.update_user(
        act=act,
        user_id=record_id,
        name=values.get("name"),
        email=values.get("email"),
        language=values.get("language"),
        role_codes=_codes(values["roles"]) if "roles" in values else None,
        is_active=values.get("is_active"),
        changed_warehouses="warehouses" in values,
        warehouse_ids=values.get("warehouses") or None,
        place=_place(values),
    )
    if values.get("password"):
        must_change = values.get("must_change_password", True) is True
        accounts.set_password(act=act, user_id=record_id, password=values["password"], must_change=must_change)


def _current(resource: str, model: Any, record_id: int, rev: int | None) -> Any:
    record = model.objects.select_for_update().filter(pk=record_id).first()
    if record is None:
        raise refuse("not_found", status=404)
    if rev is not None and record.rev != rev:
        raise stale(spec=RESOURCES.get(resource), record_id=record_id, rev=rev)
    return record


def _place(values: Mapping[str, Any]) -> dict[str, int | None]:
    """Where somebody stands in the company, as far as it was sent."""
    return {f"{name}_id": values[name] for name in ("department", "position", "superior") if name in values}


def _codes(role_ids: list[int]) -> list[str]:
    return list(Role.objects.filter(pk__in=role_ids).order_by("code").values_list("code", flat=True))


def create_role(*, act: Act, values: Mapping[str, Any]) -> int:
    """A role of the company's own. Only an owner gives rights away wholesale: see roles.create_role."""
    return roles.create_role(
        act=act, code=values["code"], name=values["name"],
        grants=values.get("grants") or [], masked=values.get("masked") or [], limits=limits_from(values),
    )  # fmt: skip


def update_role(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> None:
    """Change name, grants or hidden classes of a role."""
    _current("roles", Role, record_id, rev)
    roles.update_role(
        act=act, role_id=record_id, name=values.get("name"), grants=values.get("grants"), masked=values.get("masked"),
        limits=limits_from(values),
    )  # fmt: skip


def delete_role(*, act: Act, record_id: int) -> None:
    roles.delete_role(act=act, role_id=record_id)


def create_token(*, act: Act, values: Mapping[str, Any]) -> Created:
    """A key for a program; its text is in the answer and nowhere else."""
    token_id, text = tokens.create_token(
        act=act, name=values["name"], scope=values.get("scope") or [], user_id=values.get("user"),
        expires_at=values.get("expires_at"),
    )  # fmt: skip
    return Created(token_id, {"token": text})


def revoke_token(*, act: Act, record_id: int) -> None:
    """Deleting a token revokes it: who used it stays on record."""
    if not ApiToken.objects.filter(pk=record_id).exists():
        raise refuse("not_found", status=404)
    tokens.revoke_token(act=act, token_id=record_id)


def update_department(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> None:
    """Change a department. Raises Refused department_circle, not_found, stale_revision."""
    if "parent" in values:
        refuse_department_circle(department_id=record_id, parent_id=values["parent"])
    update_record(resource="departments", act=act, record_id=record_id, values=values, rev=rev)


def create_conflict(*, act: Act, values: Mapping[str, Any]) -> int:
    """Two rights that must not be in one hand. Raises Refused denial_invalid."""
    _check_rights(values)
    return create_record(resource="duty-conflicts", act=act, values=values)


def update_conflict(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> None:
    """Raises Refused denial_invalid, not_found, stale_revision."""
    _check_rights(values)
    update_record(resource="duty-conflicts", act=act, record_id=record_id, values=values, rev=rev)


def _check_rights(values: Mapping[str, Any]) -> None:
    for name in ("first", "second"):
        if name in values and not is_scope_entry(str(values[name])):
            raise refuse("denial_invalid", loc=(name,))
