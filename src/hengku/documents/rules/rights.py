"""Who may do what to a document: grants of the viewer against book, warehouse and maker of the document."""

from collections.abc import Iterable

from hengku.documents.types import DocTypeSpec, LoadedDocument
from hengku.identity.types import Scope, Viewer

_ACTION_OF = {"void": "delete", "unapprove": "approve", "reject": "approve", "reopen": "stop"}


def action_of(transition: str) -> str:
    """The right a transition needs: undoing an approval needs the right to approve, and so on."""
    return _ACTION_OF.get(transition, transition)


def acting_warehouses(
    spec: DocTypeSpec, warehouses: Iterable[int | None], to_warehouses: Iterable[int | None]
) -> set[int]:
    """The warehouses in which a document of this type makes people act."""
    chosen = to_warehouses if spec.acts_in == "to_warehouse" else warehouses
    return {warehouse for warehouse in chosen if warehouse is not None}


def allows(
    viewer: Viewer, document_type: str, action: str, *, book_id: int, warehouse_ids: set[int], created_by_id: int | None
) -> bool:
    """Whether some grant of the viewer covers the book, every warehouse and the maker."""

    def covers(scope: Scope) -> bool:
        return (
            (scope.book_ids is None or book_id in scope.book_ids)
            and (scope.warehouse_ids is None or warehouse_ids <= scope.warehouse_ids)
            and ((makers := viewer.makers(scope)) is None or created_by_id in makers)
        )

    return viewer.all_powerful or any(covers(scope) for scope in viewer.scopes(document_type, action))


def sees(
    viewer: Viewer, document_type: str, *, book_id: int, warehouse_ids: set[int], created_by_id: int | None
) -> bool:
    """Whether the viewer may know that the document exists: one of its warehouses is enough (both keepers of a transfer)."""

    def covers(scope: Scope) -> bool:
        return (
            (scope.book_ids is None or book_id in scope.book_ids)
            and (scope.warehouse_ids is None or not warehouse_ids or bool(warehouse_ids & scope.warehouse_ids))
            and ((makers := viewer.makers(scope)) is None or created_by_id in makers)
        )

    return viewer.all_powerful or any(covers(scope) for scope in viewer.scopes(document_type, "view"))


def document_sees(viewer: Viewer, document: LoadedDocument) -> bool:
    """Whether the viewer may know of this document."""
    places = {document.warehouse_id, document.to_warehouse_id}
    places.update(place for line in document.lines for place in (line.warehouse_id, line.to_warehouse_id))
    return sees(
        viewer,
        document.type,
        book_id=document.book_id,
        warehouse_ids={place for place in places if place is not None},
        created_by_id=document.created_by_id,
    )


def document_allows(viewer: Viewer, document: LoadedDocument, spec: DocTypeSpec, action: str) -> bool:
    """Whether the viewer may do `action` to this document, everywhere it makes people act."""
    return allows(
        viewer,
        document.type,
        action,
        book_id=document.book_id,
        warehouse_ids=acting_warehouses(
            spec,
            [document.warehouse_id, *(line.warehouse_id for line in document.lines)],
            [document.to_warehouse_id, *(line.to_warehouse_id for line in document.lines)],
        ),
        created_by_id=document.created_by_id,
    )
