"""Somebody leaves: what they still hold is listed, and goes to a successor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from hengku.identity.models import ApiToken, Department, Session, User
from hengku.identity.operations.audit import record_change
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.registry import Registry
from hengku.kernel.texts import Text, current_language

EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class Held:
    """A kind of thing people hold. find: user id -> what of it they hold, in words; move: (act, from, to) -> how many went
    over. holds: nobody leaves while they hold some and nobody takes over."""

    name: str
    label: Text
    find: Callable[[int], Sequence[str]]
    move: Callable[[Act, int, int], int]
    holds: bool = True


HELD: Registry[Held] = Registry("thing people hold")


def offer_handover(held: Held) -> None:
    """Let the hand-over of somebody who leaves know of these things."""
    HELD.offer(held.name, held)


def held_by(*, user_id: int) -> dict[str, Any]:
    """{successor, blocked, items: [{kind, label, count, examples, holds}]}: the dry run. Raises Refused not_found."""
    user = User.objects.select_related("successor").filter(pk=user_id).first()
    if user is None:
        raise refuse("not_found", status=404)
    found = [(one, list(one.find(user_id))) for one in HELD]
    heir = user.successor
    return {
        "successor": {"id": str(heir.pk), "name": heir.name} if heir else None,
        "blocked": heir is None and any(one.holds and things for one, things in found),
        "items": [
            {
                "kind": one.name,
                "label": one.label.in_language(current_language()),
                "count": len(things),
                "examples": things[:EXAMPLES],
                "holds": one.holds,
            }
            for one, things in found
        ],
    }


def leave_nothing(*, act: Act, user: User) -> None:
    """Somebody is shut out: what came to them since the hand-over goes to their successor, too. Raises Refused still_holding when
    they hold what nobody would take over."""
    if user.successor_id is not None:
        for one in HELD:
            if one.holds:
                one.move(act, user.pk, user.successor_id)
        return
    counts = [(one, len(one.find(user.pk))) for one in HELD if one.holds]
    language = current_language()
    told = [f"{one.label.in_language(language)} {count}" for one, count in counts if count]
    if told:
        raise Refused(Refusal("still_holding", {"name": user.name, "things": "、".join(told)}))


@transaction.atomic
def hand_over(*, act: Act, user_id: int, successor_id: int) -> dict[str, int]:
    """Everything goes to the successor, who is asked in their place from now on; kind -> how many.

    Raises Refused not_found, successor_invalid (themselves, or somebody who does not work here), owner_only.
    """
    users = User.objects.select_for_update().in_bulk([user_id, successor_id])
    user, heir = users.get(user_id), users.get(successor_id)
    if user is None:
        raise refuse("not_found", status=404)
    if user.is_owner and not act.viewer.all_powerful:
        raise refuse("owner_only", status=403)
    if heir is None or heir.pk == user.pk or not heir.is_active:
        raise refuse("successor_invalid", loc=("successor",))
    moved = {one.name: one.move(act, user_id, successor_id) for one in HELD}
    User.objects.filter(pk=user_id).update(
        successor=heir, rev=F("rev") + 1, updated_at=act.at, updated_by_id=act.actor_id
    )
    record_change(
        act=act, entity="users", entity_id=user_id, action="hand_over",
        before=None, after={"successor": heir.name, **moved},
    )  # fmt: skip
    return moved


def _departments(user_id: int) -> list[str]:
    return list(Department.objects.filter(head_id=user_id).order_by("code").values_list("name", flat=True))


def _give_departments(act: Act, user_id: int, heir_id: int) -> int:
    return Department.objects.filter(head_id=user_id).update(
        head_id=heir_id, rev=F("rev") + 1, updated_at=act.at, updated_by_id=act.actor_id
    )


def _people(user_id: int) -> list[str]:
    people = User.objects.filter(superior_id=user_id, is_active=True).order_by("username")
    return list(people.values_list("name", flat=True))


def _give_people(act: Act, user_id: int, heir_id: int) -> int:
    """The heir answers to whom the leaver answered to, never to themselves."""
    above = User.objects.filter(pk=user_id).values_list("superior_id", flat=True).first()
    moved = User.objects.filter(superior_id=user_id).exclude(pk=heir_id).update(superior_id=heir_id)
    next_above = None if above == heir_id else above
    return moved + User.objects.filter(pk=heir_id, superior_id=user_id).update(superior_id=next_above)


def _tokens(user_id: int) -> list[str]:
    return list(ApiToken.objects.filter(user_id=user_id, revoked_at=None).order_by("id").values_list("name", flat=True))


def _end_tokens(act: Act, user_id: int, heir_id: int) -> int:
    """Keys are not handed on: what a program may do is not the heir's to find out by chance."""
    return ApiToken.objects.filter(user_id=user_id, revoked_at=None).update(revoked_at=act.at)


def _sessions(user_id: int) -> list[str]:
    return list(Session.objects.filter(user_id=user_id).order_by("id").values_list("address", flat=True))


def _end_sessions(act: Act, user_id: int, heir_id: int) -> int:
    ended, _ = Session.objects.filter(user_id=user_id).delete()
    return ended


OWN = (
    Held("departments", Text("负责的部门", "Departments they lead"), _departments, _give_departments),
    Held("people", Text("直接下属", "People who answer to them"), _people, _give_people),
    Held("tokens", Text("API 令牌（停用）", "API tokens (revoked)"), _tokens, _end_tokens, holds=False),
    Held("sessions", Text("已登录的设备（退出）", "Signed-in devices (ended)"), _sessions, _end_sessions, holds=False),
)
