"""How a target is designed now: every field with its class and what was changed about it."""

from typing import Any

from hengku.identity.queries.restrict import require
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.metadata.models import FormDesign
from hengku.metadata.queries.describe import field_json
from hengku.metadata.queries.effective import definitions
from hengku.metadata.queries.listing import known_to
from hengku.metadata.rules.overrides import allowed, class_of
from hengku.metadata.rules.own_targets import OWN_TARGETS, OwnTarget
from hengku.metadata.types import FieldSpec

FORMS = "form-designs"


def need_target(name: str) -> OwnTarget:
    """The target called so. Raises Refused not_found (404)."""
    if name not in OWN_TARGETS:
        raise refuse("not_found", status=404)
    return OWN_TARGETS.get(name)


def base_fields(target: OwnTarget) -> tuple[FieldSpec, ...]:
    """Built-in fields and the account set's own, before anything was changed about them."""
    found = definitions()
    return (*target.fields, *(found.own.get(target.name, ()) if found else ()))


def design_json(*, viewer: Viewer, target: str) -> dict[str, Any]:
    """{target, label, rev, fields (the changes), layout, base}: base = the fields as they are without changes, each with class (L, B, F,
    C) and what may be changed about it. Raises Refused permission_denied, not_found."""
    require(viewer, FORMS, "view")
    found = need_target(target)
    design = FormDesign.objects.filter(target=target).first()
    fields = known_to(viewer, base_fields(found))
    return {
        "target": target,
        "label": str(found.label),
        "rev": design.rev if design else 0,
        "fields": design.fields if design else {},
        "layout": design.layout if design else None,
        "base": [
            {**field_json(field), "class": class_of(field), "allowed": sorted(allowed(field))} for field in fields
        ],
    }
