"""What the formula editor offers: the fields of a document type, the functions of the language."""

from typing import Any

from hengku.documents.rules.formula_fields import formula_fields
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.metadata.queries.formula_trees import function_words


def formula_words(*, viewer: Viewer, document_type: str) -> dict[str, Any]:
    """Fields and functions with their labels. Raises Refused permission_denied (403), not_found (404)."""
    if not viewer.may("document-checks", "view"):
        raise refuse("permission_denied", status=403, resource="document-checks", action="view")
    if document_type not in DOCUMENT_TYPES:
        raise refuse("not_found", status=404)
    fields = formula_fields(DOCUMENT_TYPES.get(document_type))
    return {
        "fields": [
            {"path": one.path, "label": str(one.label), "kind": str(one.type.kind), "many": one.type.many}
            for one in fields
        ],
        "functions": function_words(),
    }
