"""Preset roles after an upgrade: those nobody edited follow the release, edited ones can take what is new."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from hengku.identity.models import Grant, Role
from hengku.identity.operations.audit import record_change
from hengku.identity.operations.roles import seed_roles
from hengku.identity.queries.preset_news import news_for
from hengku.identity.rules.presets import PRESETS, Preset
from hengku.identity.types import Act
from hengku.kernel.errors import refuse

_PRESETS = {preset.code: preset for preset in PRESETS}
_FIRST_REV = 1


@transaction.atomic
def follow_release(*, act: Act) -> list[str]:
    """Bring preset roles that were never edited to what this release has, and make those that are new; gives the codes of the
    roles that changed. Edited roles stay; so does an account set that was not set up yet. Doing it again changes nothing."""
    roles = list(Role.objects.select_for_update().filter(builtin=True, code__in=_PRESETS).order_by("id"))
    if not roles:
        return []
    changed = [role.code for role in roles if role.rev == _FIRST_REV and _follow(act, role, _PRESETS[role.code])]
    seed_roles(act=act)
    made = Role.objects.filter(builtin=True, code__in=_PRESETS).exclude(pk__in=[role.pk for role in roles])
    return [*changed, *made.order_by("id").values_list("code", flat=True)]


def _follow(act: Act, role: Role, preset: Preset) -> bool:
    wanted = dict.fromkeys(preset.grants)
    held = dict.fromkeys(Grant.objects.filter(role=role).values_list("resource", "action"))
    added, gone = [one for one in wanted if one not in held], [one for one in held if one not in wanted]
    known = known_as(preset.grants)
    if not added and not gone and role.masked == list(preset.masked):
        if role.known_grants != known:
            Role.objects.filter(pk=role.pk).update(known_grants=known)
        return False
    for resource, action in gone:
        Grant.objects.filter(role=role, resource=resource, action=action).delete()
    Grant.objects.bulk_create(Grant(role=role, resource=resource, action=action) for resource, action in added)
    Role.objects.filter(pk=role.pk).update(known_grants=known, masked=list(preset.masked), updated_at=act.at)
    record_change(
        act=act, entity="roles", entity_id=role.pk, action="follow_release",
        before={"grants": known_as(gone), "masked": role.masked},
        after={"grants": known_as(added), "masked": list(preset.masked)},
    )  # fmt: skip
    return True


def known_as(grants: Iterable[tuple[str, str]]) -> list[str]:
    """Grants as they are kept in Role.known_grants."""
    return [f"{resource}:{action}" for resource, action in dict.fromkeys(grants)]


@transaction.atomic
def settle_news(*, act: Act, role_id: int, take: bool) -> Sequence[tuple[str, str]]:
    """Take what is new into the role, or leave it; either way it is not offered again. Gives what was new. Raises not_found."""
    role = Role.objects.select_for_update().filter(pk=role_id).first()
    if role is None:
        raise refuse("not_found", status=404)
    news = news_for(role=role)
    if not news:
        return []
    known = [*(role.known_grants or ()), *known_as(news)]
    Role.objects.filter(pk=role_id).update(
        known_grants=list(dict.fromkeys(known)), rev=role.rev + 1, updated_at=act.at, updated_by_id=act.actor_id
    )
    if take:
        Grant.objects.bulk_create(Grant(role=role, resource=resource, action=action) for resource, action in news)
    record_change(
        act=act, entity="roles", entity_id=role_id, action="take_news" if take else "leave_news",
        before=None, after={"grants": known_as(news)},
    )  # fmt: skip
    return news
