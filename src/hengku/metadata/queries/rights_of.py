"""What somebody may do, as an administrator wants to read it before they try."""

from collections.abc import Iterable
from typing import Any

from hengku.identity.models import User
from hengku.identity.queries.viewer import by_name
from hengku.identity.types import Scope
from hengku.kernel.errors import refuse
from hengku.metadata.queries.columns import labels_of
from hengku.metadata.queries.describe import rights_asked


def rights_of(*, user_id: int) -> dict[str, Any]:
    """{active, owner, masked, rights: [{resource, action, scopes: [{warehouses, books, own}]}]}: one entry per allowed action.

    warehouses, books: None = all of them, else [{id, code, name}]. Somebody who is shut out may do nothing. Refuses not_found (404).
    """
    username = User.objects.filter(pk=user_id).values_list("username", flat=True).first()
    if username is None:
        raise refuse("not_found", status=404)
    viewer = by_name(username=username)
    if viewer is None:
        return {"active": False, "owner": False, "masked": [], "rights": []}
    allowed = [
        (resource, action, scopes)
        for resource, actions in rights_asked(viewer).items()
        for action in actions
        if (scopes := viewer.scopes(resource, action))
    ]
    names = _names(scope for _, _, scopes in allowed for scope in scopes)
    return {
        "active": True,
        "owner": viewer.all_powerful,
        "masked": sorted(viewer.masked),
        "rights": [
            {"resource": resource, "action": action, "scopes": [_told(scope, names) for scope in _widest(scopes)]}
            for resource, action, scopes in allowed
        ],
    }


def _widest(scopes: Iterable[Scope]) -> list[Scope]:
    """The scopes without repetitions; a right that holds everywhere makes the others pointless."""
    found = list(dict.fromkeys(scopes))
    return [Scope()] if Scope() in found else found


def _names(scopes: Iterable[Scope]) -> dict[str, dict[str, Any]]:
    listed = list(scopes)
    ids = {
        "warehouses": {str(one) for scope in listed for one in scope.warehouse_ids or ()},
        "books": {str(one) for scope in listed for one in scope.book_ids or ()},
    }
    return {ref: labels_of(ref, wanted) if wanted else {} for ref, wanted in ids.items()}


def _told(scope: Scope, names: dict[str, dict[str, Any]]) -> dict[str, Any]:
    def named(ref: str, ids: frozenset[int] | None) -> list[Any] | None:
        if ids is None:
            return None
        return [names[ref].get(str(one), {"id": str(one), "code": "", "name": ""}) for one in sorted(ids)]

    return {
        "warehouses": named("warehouses", scope.warehouse_ids),
        "books": named("books", scope.book_ids),
        "own": scope.own,
    }
