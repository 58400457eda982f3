"""Saved views of lists."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from hengku.identity.queries.restrict import require
from hengku.identity.types import Act, Viewer
from hengku.kernel.errors import refuse
from hengku.metadata.models import SavedView

_LARGEST = 20_000
_MOST = 100


def saved_views(*, viewer: Viewer, resource: str) -> list[SavedView]:
    """One's own views of a list and the shared ones, in their order."""
    mine = Q(user_id=viewer.user_id) | Q(shared=True)
    return list(SavedView.objects.filter(mine, resource=resource).order_by("position", "name", "id")[:_MOST])


@transaction.atomic
def save_view(
    *,
    act: Act,
    resource: str,
    name: str,
    settings: Mapping[str, Any],
    shared: bool,
    position: int,
    view_id: int | None = None,
) -> SavedView:
    """Keep a view under a name (the same name replaces it). Raises Refused permission_denied (sharing), not_found, view_too_big."""
    if shared:
        require(act.viewer, "saved-views", "share")
    if len(str(settings)) > _LARGEST:
        raise refuse("view_too_big")
    values = {"settings": dict(settings), "shared": shared, "position": position, "updated_at": act.at}
    user_id = act.actor_id or 0
    if view_id is not None:
        changed = SavedView.objects.filter(pk=view_id, user_id=user_id).update(name=name, **values)
        if not changed:
            raise refuse("not_found", status=404)
        return SavedView.objects.get(pk=view_id)
    view, _ = SavedView.objects.update_or_create(
        user_id=user_id, resource=resource, name=name, defaults=values, create_defaults={**values, "created_at": act.at}
    )
    return view


def delete_view(*, act: Act, view_id: int) -> None:
    """Drop one of one's own views. Raises Refused not_found."""
    deleted, _ = SavedView.objects.filter(pk=view_id, user_id=act.actor_id or 0).delete()
    if not deleted:
        raise refuse("not_found", status=404)
