"""Which documents a viewer may see, as a queryset: the only way documents reach a list."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from hengku.documents.models import Document, Line
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.queries.restrict import row_condition
from hengku.identity.types import Scope, Viewer


def visible(*, viewer: Viewer, types: Collection[str] | None = None, action: str = "view") -> QuerySet[Document]:
    """Documents (of these types) on which the viewer has `action`; one warehouse of a document is enough to see it."""
    codes = list(types) if types is not None else DOCUMENT_TYPES.names()
    if viewer.all_powerful:
        return Document.objects.filter(type__in=codes) if types is not None else Document.objects.all()
    allowed = Q(pk__in=[])
    for code in codes:
        forbidden = Q()
        for tree in viewer.forbidden(code, action):
            forbidden &= ~row_condition(viewer, code, tree, forbids=True)
        for scope in viewer.scopes(code, action):
            within = Q(type=code) & _within(scope, viewer) & forbidden
            for tree in scope.where:
                within &= row_condition(viewer, code, tree)
            allowed |= within
    return Document.objects.filter(allowed)


def _within(scope: Scope, viewer: Viewer) -> Q:
    condition = Q()
    if scope.book_ids is not None:
        condition &= Q(book_id__in=scope.book_ids)
    if scope.warehouse_ids is not None:
        places = Q(warehouse_id__in=scope.warehouse_ids) | Q(to_warehouse_id__in=scope.warehouse_ids)
        lines = Line.objects.filter(document_id=OuterRef("pk"))
        somewhere = Q(warehouse_id__isnull=False) | Q(to_warehouse_id__isnull=False)
        inside = Q(warehouse_id__in=scope.warehouse_ids) | Q(to_warehouse_id__in=scope.warehouse_ids)
        nowhere = Q(warehouse_id__isnull=True, to_warehouse_id__isnull=True)
        condition &= places | Exists(lines.filter(inside)) | (nowhere & ~Exists(lines.filter(somewhere)))
    makers = viewer.makers(scope)
    if makers is not None:
        condition &= Q(created_by_id__in=makers)
    return condition
