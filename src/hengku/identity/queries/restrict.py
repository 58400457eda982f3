"""The one layer of rights: which actions a viewer may do, and which rows they may see."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from hengku.identity.types import Scope, Viewer
from hengku.kernel.errors import Refused, refuse

Row = TypeVar("Row", bound=Model)


def require(viewer: Viewer, resource: str, action: str) -> None:
    """Raise Refused permission_denied (403) when the viewer may not do `action` on `resource` anywhere."""
    if not viewer.may(resource, action):
        raise denied(resource, action)


def denied(resource: str, action: str) -> Refused:
    """The refusal to raise when a right is missing."""
    return refuse("permission_denied", status=403, resource=resource, action=action)


def permits(
    viewer: Viewer,
    resource: str,
    action: str,
    *,
    book_id: int | None = None,
    warehouse_ids: Iterable[int] = (),
    created_by_id: int | None = None,
) -> bool:
    """May the viewer do this to one record of this book, touching these warehouses, made by this person?"""
    touched = frozenset(warehouse_ids)
    return any(_covers(scope, viewer, book_id, touched, created_by_id) for scope in viewer.scopes(resource, action))


def _covers(
    scope: Scope, viewer: Viewer, book_id: int | None, touched: frozenset[int], created_by_id: int | None
) -> bool:
    makers = viewer.makers(scope)
    return (
        (scope.book_ids is None or book_id is None or book_id in scope.book_ids)
        and (scope.warehouse_ids is None or touched <= scope.warehouse_ids)
        and (makers is None or created_by_id in makers)
    )


def allowed_ids(viewer: Viewer, resource: str, action: str, kind: str) -> frozenset[int] | None:
    """Ids of warehouses or books (`kind` "warehouse" or "book") in which the action is allowed; None = all of them."""
    found: set[int] = set()
    for scope in viewer.scopes(resource, action):
        ids = scope.warehouse_ids if kind == "warehouse" else scope.book_ids
        if ids is None:
            return None
        found |= ids
    return frozenset(found)


def restrict(
    queryset: QuerySet[Row, Any],
    *,
    viewer: Viewer,
    resource: str,
    action: str = "view",
    scope: Mapping[str, str] | None = None,
) -> QuerySet[Row, Any]:
    """Narrow a queryset to the rows on which the viewer may do `action`.

    scope: where the viewer's limits bite, {"book": "book_id", "warehouse": "warehouse_id", "own": "created_by_id"}; a
    kind that is not named does not narrow. Several columns of one kind are joined by "|": any of them will do. "rows" is the
    path from here to the rows of the resource, where the roles' conditions are asked ("document__").
    """
    scopes = viewer.scopes(resource, action)
    if not scopes:
        return queryset.none()
    before = (scope or {}).get("rows", "")
    for tree in viewer.forbidden(resource, action):
        queryset = queryset.filter(~row_condition(viewer, resource, tree, before, forbids=True))
    allowed = Q()
    for one in scopes:
        condition = _condition(one, viewer, scope or {})
        for tree in one.where:
            condition &= row_condition(viewer, resource, tree, before)
        if not condition:
            return queryset
        allowed |= condition
    return queryset.filter(allowed)


def within_reach(queryset: QuerySet[Row, Any], *, viewer: Viewer | None, resource: str) -> QuerySet[Row, Any]:
    """Records of this kind which the roles' conditions on rows leave; all of them where no role has any. None is the system.

    For answers of another kind that name such records: whether the viewer may see records of this kind at all is not asked.
    """
    if viewer is None or not viewer.narrows(resource):
        return queryset
    return restrict(queryset, viewer=viewer, resource=resource)


RowReader = Callable[[Viewer, str, str, str], Any]
"""(viewer, resource, tree, path to its rows) -> a condition that is true or false for every row; None when it cannot be read."""
_readers: list[RowReader] = []


def offer_row_reader(reader: RowReader) -> None:
    """Let conditions on rows be asked in the database: formulas live a floor above."""
    _readers.append(reader)


def row_condition(viewer: Viewer, resource: str, tree: str, before: str = "", *, forbids: bool = False) -> Q:
    """The condition as a query sees it. One that cannot be read any more (its field is gone) leaves nothing to be seen."""
    for reader in _readers:
        found = reader(viewer, resource, tree, before)
        if found is not None:
            return Q(found)
    return ~Q(pk__in=[]) if forbids else Q(pk__in=[])


def _condition(scope: Scope, viewer: Viewer, columns: Mapping[str, str]) -> Q:
    condition = Q()
    for kind, ids in (("book", scope.book_ids), ("warehouse", scope.warehouse_ids)):
        if ids is not None and kind in columns:
            condition &= _any_of(columns[kind], sorted(ids))
    makers = viewer.makers(scope)
    if makers is not None and "own" in columns:
        condition &= Q(**{f"{columns['own']}__in": makers})
    return condition


def _any_of(columns: str, ids: list[int]) -> Q:
    found = Q()
    for column in columns.split("|"):
        found |= Q(**{f"{column}__in": ids})
    return found
