"""How forms are designed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from hengku.identity.api.edge import act_of, viewer_of
from hengku.metadata.api.routes import json_answer
from hengku.metadata.operations.form_designs import save_design
from hengku.metadata.queries.form_designs import design_json

router = Router(tags=["form-designs"])


class DesignIn(Schema):
    """fields: changes by name of the field ({label, label_en, help, help_en, hidden, required, default, order, group, required_when, shown_when, must_hold, message, message_en}); rev: as read."""

    rev: int
    fields: dict[str, dict[str, Any]] = {}
    layout: dict[str, Any] | None = None


class DesignOut(Schema):
    target: str
    label: str
    rev: int
    fields: dict[str, dict[str, Any]]
    layout: dict[str, Any] | None
    base: list[dict[str, Any]]
    own: list[dict[str, Any]]
    kinds: list[dict[str, Any]]
    formulas: bool
    words: dict[str, list[dict[str, Any]]]


@router.get("/form-designs/{target}", response=DesignOut)
def read_design(request: HttpRequest, target: str) -> HttpResponse:
    """The fields of a document type, its lines or a kind of record, and what was changed about them."""
    return json_answer(design_json(viewer=viewer_of(request), target=target))


@router.put("/form-designs/{target}", response=DesignOut)
def replace_design(request: HttpRequest, target: str, payload: DesignIn) -> HttpResponse:
    """Replace the changes and the layout; known to the next request of everybody."""
    act = act_of(request)
    save_design(act=act, target=target, **payload.dict())
    return json_answer(design_json(viewer=act.viewer, target=target))
