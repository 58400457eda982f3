"""People's accounts: making, changing, shutting out, passwords, and the one-time token of the set-up page."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from hengku.identity.models import Role, Session, SignInBrake, SystemSetting, User, UserRole
from hengku.identity.operations.audit import record_change
from hengku.identity.operations.handover import leave_nothing
from hengku.identity.operations.organisation import refuse_superior_circle
from hengku.identity.rules.secrets import hash_secret, new_secret, same_hash
from hengku.identity.types import Act
from hengku.kernel.errors import refuse

_SETUP_TOKEN = "setup_token"  # noqa: S105 (the setting's key, not a secret)
_SETUP_TOKEN_LIVES = timedelta(hours=24)


def is_set_up() -> bool:
    """Is there an owner yet?"""
    return User.objects.filter(is_owner=True).exists()


@transaction.atomic
def create_owner(*, act: Act, username: str, name: str, password: str, email: str = "") -> int:
    """The first account, which may do everything; gives its id. Raises Refused as create_user does."""
    user_id = create_user(
        act=act, username=username, name=name, password=password, email=email, is_owner=True, role_codes=["owner"]
    )
    SystemSetting.objects.filter(key=_SETUP_TOKEN).delete()
    return user_id


@transaction.atomic
def create_user(
    *,
    act: Act,
    username: str,
    name: str,
    password: str,
    email: str = "",
    language: str = "zh-CN",
    role_codes: Sequence[str] = (),
    warehouse_ids: Sequence[int] | None = None,
    is_owner: bool = False,
    must_change_password: bool = False,
    place: Mapping[str, int | None] | None = None,
) -> int:
    """Make an account; gives its id. place: department_id, position_id, superior_id.

    Raises Refused username_taken, password_weak, role_unknown, owner_only.
    """
    if User.objects.filter(username=username).exists():
        raise refuse("username_taken", loc=("username",), username=username)
    check_strength(password=password)
    _guard_owner_role(act, role_codes)
    user = User.objects.create(
        username=username, name=name or username, password=make_password(password), email=email, language=language,
        is_owner=is_owner, must_change_password=must_change_password,
        warehouse_ids=None if warehouse_ids is None else list(warehouse_ids),
        created_at=act.at, created_by_id=act.actor_id, updated_at=act.at, updated_by_id=act.actor_id, **place or {},
    )  # fmt: skip
    _give_roles(user.pk, _roles(role_codes))
    record_change(
        act=act, entity="users", entity_id=user.pk, action="create", before=None,
        after={"username": username, **_state(user)},
    )  # fmt: skip
    return user.pk


@transaction.atomic
def update_user(
    *,
    act: Act,
    user_id: int,
    name: str | None = None,
    email: str | None = None,
    language: str | None = None,
    role_codes: Sequence[str] | None = None,
    is_active: bool | None = None,
    changed_warehouses: bool = False,
    warehouse_ids: Sequence[int] | None = None,
    place: Mapping[str, int | None] | None = None,
) -> None:
    """Change an account; None leaves a part as it is (warehouse_ids counts only with changed_warehouses: None = all).

    place: what changes of department_id, position_id, superior_id.
    Raises Refused not_found, last_owner, role_unknown, owner_only, superior_circle.
    """
    user = _locked(user_id)
    _guard_owner(act, user)
    before = _state(user)
    given: dict[str, Any] = {"name": name, "email": email, "language": language}
    changes = {key: value for key, value in given.items() if value is not None}
    if place:
        refuse_superior_circle(user_id=user_id, superior_id=place.get("superior_id"))
        changes |= place
    if changed_warehouses:
        changes["warehouse_ids"] = None if warehouse_ids is None else list(warehouse_ids)
    if changes:
        User.objects.filter(pk=user_id).update(**changes)
    if role_codes is not None:
        _guard_owner_role(act, set(role_codes) - set(before["roles"]))
        _give_roles(user_id, _roles(role_codes))
    if is_active is not None and is_active != user.is_active:
        _set_active(act, user, is_active=is_active)
    User.objects.filter(pk=user_id).update(rev=F("rev") + 1, updated_at=act.at, updated_by_id=act.actor_id)
    after = _state(User.objects.get(pk=user_id))
    record_change(act=act, entity="users", entity_id=user_id, action="update", before=before, after=after)


@transaction.atomic
def disable_user(*, act: Act, user_id: int, reason: str = "") -> None:
    """Shut somebody out at once; their records stay. Raises Refused not_found, last_owner."""
    user = _locked(user_id)
    _guard_owner(act, user)
    _set_active(act, user, is_active=False)
    record_change(
        act=act, entity="users", entity_id=user_id, action="disable",
        before={"is_active": user.is_active}, after={"is_active": False}, reason=reason,
    )  # fmt: skip


def _set_active(act: Act, user: User, *, is_active: bool) -> None:
    others = User.objects.filter(is_owner=True, is_active=True).exclude(pk=user.pk)
    if user.is_owner and not is_active and not others.exists():
        raise refuse("last_owner", name=user.name)
    if not is_active:
        leave_nothing(act=act, user=user)
    User.objects.filter(pk=user.pk).update(is_active=is_active, session_version=F("session_version") + 1)
    if not is_active:
        Session.objects.filter(user=user).delete()


@transaction.atomic
def set_password(*, act: Act, user_id: int, password: str, must_change: bool = False) -> None:
    """Give somebody a new password, end their sessions and release the brake. Raises Refused not_found, password_weak."""
    user = _locked(user_id)
    _guard_owner(act, user)
    check_strength(password=password)
    _write_password(user, password, must_change=must_change)
    record_change(act=act, entity="users", entity_id=user_id, action="set_password", before=None, after=None)


@transaction.atomic
def change_password(*, act: Act, old_password: str, new_password: str) -> None:
    """Change one's own password; other sessions end. Raises Refused password_wrong, password_weak, not_found."""
    user = _locked(act.actor_id or 0)
    if not check_password(old_password, user.password):
        raise refuse("password_wrong", loc=("old_password",))
    check_strength(password=new_password, loc=("new_password",))
    _write_password(user, new_password, must_change=False)
    record_change(act=act, entity="users", entity_id=user.pk, action="change_password", before=None, after=None)


def _write_password(user: User, password: str, *, must_change: bool) -> None:
    User.objects.filter(pk=user.pk).update(
        password=make_password(password), must_change_password=must_change, session_version=F("session_version") + 1
    )
    Session.objects.filter(user=user).delete()
    SignInBrake.objects.filter(key=f"user:{user.username}").delete()


def check_strength(*, password: str, loc: tuple[str | int, ...] = ("password",)) -> None:
    """Raise Refused password_weak when the password is too short or too common."""
    for validator in get_default_password_validators():
        try:
            validator.validate(password)
        except ValidationError:
            raise refuse("password_weak", loc=loc) from None


@transaction.atomic
def issue_setup_token(*, act: Act) -> str:
    """A new one-time token for the set-up page, valid for a day; earlier ones stop working. Raises Refused already_set_up."""
    if is_set_up():
        raise refuse("already_set_up", status=409)
    token = new_secret()
    SystemSetting.objects.update_or_create(
        key=_SETUP_TOKEN,
        defaults={
            "value": {"hash": hash_secret(token), "expires_at": (act.at + _SETUP_TOKEN_LIVES).isoformat()},
            "updated_at": act.at,
        },
    )
    return token


def check_setup_token(*, act: Act, token: str) -> None:
    """Raises Refused already_set_up, setup_token_wrong. Holds the token until the transaction ends, so one set-up runs."""
    if is_set_up():
        raise refuse("already_set_up", status=409)
    kept = SystemSetting.objects.select_for_update().filter(key=_SETUP_TOKEN).first()
    if (
        kept is None
        or not same_hash(kept.value["hash"], hash_secret(token))
        or kept.value["expires_at"] < act.at.isoformat()
    ):
        raise refuse("setup_token_wrong", loc=("token",), status=403)


def _locked(user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise refuse("not_found", status=404)
    return user


def _guard_owner(act: Act, user: User) -> None:
    """Only an owner touches an owner's account: else who manages users could make themselves one."""
    if user.is_owner and not act.viewer.all_powerful and act.actor_id != user.pk:
        raise refuse("owner_only", status=403)


def _guard_owner_role(act: Act, codes: Collection[str]) -> None:
    if "owner" in codes and not act.viewer.all_powerful:
        raise refuse("owner_only", status=403, loc=("roles",))


def _roles(codes: Sequence[str]) -> list[Role]:
    found = {role.code: role for role in Role.objects.filter(code__in=codes)}
    for code in codes:
        if code not in found:
            raise refuse("role_unknown", loc=("roles",), name=code)
    return list(found.values())


def _give_roles(user_id: int, roles: Sequence[Role]) -> None:
    UserRole.objects.filter(user_id=user_id).exclude(role__in=roles).delete()
    UserRole.objects.bulk_create((UserRole(user_id=user_id, role=role) for role in roles), ignore_conflicts=True)


def _state(user: User) -> dict[str, Any]:
    roles = UserRole.objects.filter(user_id=user.pk).order_by("role__code").values_list("role__code", flat=True)
    columns = (
        "name", "email", "language", "is_active", "warehouse_ids", "department_id", "position_id", "superior_id",
    )  # fmt: skip
    return {**{column: getattr(user, column) for column in columns}, "roles": list(roles)}
