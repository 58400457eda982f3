"""The draft of a built-in document that is made from a form, by the form's mapping. Nothing is saved."""

from datetime import date
from typing import Any

from hengku.documents.models import Line
from hengku.documents.queries.detail import document_json
from hengku.documents.queries.user_forms import forms
from hengku.documents.rules.pushes import draft_of
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.rules.user_forms import pushes_of
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse


def form_draft(*, viewer: Viewer, document_id: int, target: str, on: date) -> dict[str, Any]:
    """`{type, header, lines}` of a draft of type `target` dated `on`, as it would be sent by somebody: with what the viewer may see
    of the form, linked to its rows. For the page's push-down and for automations alike.

    Raises Refused not_found (404): no such document for the viewer; no_target: the form makes no such drafts.
    """
    document = document_json(viewer=viewer, document_id=document_id)
    code = str(document["type"])
    row = forms().rows.get(code)
    push = next((one for one in pushes_of(row) if one.target == target), None) if row is not None else None
    if push is None:
        raise refuse("no_target", type=str(document["type_label"]), target=target)
    anchor = Line.objects.filter(document_id=document_id).order_by("line_no").values_list("pk", flat=True).first()
    form, into = DOCUMENT_TYPES.get(code), DOCUMENT_TYPES.get(target)
    draft = draft_of(push, form=form, target=into, header=document, rows=document["lines"], anchor=str(anchor))
    draft["header"] = {"business_date": on.isoformat(), **draft["header"]}
    return draft
