"""Who may do what to a document: grants of the viewer against book, warehouse and maker of the document."""

from collections.abc import Iterable

from hengku.documents.types import DocTypeSpec
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
            and (not scope.own or created_by_id == viewer.user_id)
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
            and (not scope.own or created_by_id == viewer.user_id)
        )

    return viewer.all_powerful or any(covers(scope) for scope in viewer.scopes(document_type, "view"))
