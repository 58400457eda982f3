"""Rights on single documents, conditions on rows included: the rules decide what they can, the database the rest.

Conditions are asked only of viewers whose roles have some for the type; everybody else costs no statement.
"""

from collections.abc import Collection, Sequence

from hengku.documents.queries.visible import visible
from hengku.documents.rules import rights
from hengku.documents.types import DocTypeSpec, LoadedDocument
from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal, Refused


def document_sees(viewer: Viewer, document: LoadedDocument) -> bool:
    """Whether the viewer may know of this document."""
    return rights.document_sees(viewer, document) and within_rows(viewer, document.type, [document.id])


def document_allows(viewer: Viewer, document: LoadedDocument, spec: DocTypeSpec, action: str) -> bool:
    """Whether the viewer may do `action` to this document, everywhere it makes people act."""
    return rights.document_allows(viewer, document, spec, action) and within_rows(
        viewer, document.type, [document.id], action
    )


def within_rows(viewer: Viewer, type_: str, ids: Collection[int], action: str = "view") -> bool:
    """Do the conditions of the viewer's roles leave all these documents of one type?"""
    if viewer.all_powerful or not viewer.narrows(type_):
        return True
    return visible(viewer=viewer, types=[type_], action=action).filter(pk__in=ids).count() == len(set(ids))


def require_rows(viewer: Viewer, specs: Sequence[DocTypeSpec], ids: Sequence[int], action: str) -> None:
    """Raises Refused permission_denied when a document that was just written lies outside what the viewer's roles leave."""
    for spec, document_id in zip(specs, ids, strict=True):
        if not within_rows(viewer, spec.code, [document_id], action):
            raise Refused(Refusal("permission_denied", {"resource": str(spec.label), "action": action}), status=403)
