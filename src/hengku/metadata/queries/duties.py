"""Who holds two rights that must not be in one hand."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from hengku.identity.models import DutyConflict, User
from hengku.identity.queries.viewer import by_name
from hengku.identity.types import Viewer


def violations(*, user_id: int | None = None) -> list[dict[str, Any]]:
    """[{conflict: {id, name, first, second}, user: {id, name}}] of everybody who works here, or of one person.

    What counts is what somebody may really do, all their roles and departments together, denials taken off. Owners may
    everything and are left out.
    """
    conflicts = list(DutyConflict.objects.filter(is_active=True).order_by("name"))
    if not conflicts:
        return []
    people = User.objects.filter(is_active=True, is_owner=False).order_by("username")
    if user_id is not None:
        people = people.filter(pk=user_id)
    return [
        {
            "conflict": {"id": str(one.pk), "name": one.name, "first": one.first, "second": one.second},
            "user": {"id": str(pk), "name": name},
        }
        for pk, viewer, name in ((pk, by_name(username=username), name) for pk, username, name in _rows(people))
        for one in conflicts
        if viewer is not None and _may(viewer, one.first) and _may(viewer, one.second)
    ]


def _rows(people: QuerySet[User]) -> Iterable[tuple[int, str, str]]:
    return people.values_list("pk", "username", "name")


def _may(viewer: Viewer, right: str) -> bool:
    resource, _, action = right.partition(":")
    return viewer.may(resource, action)
