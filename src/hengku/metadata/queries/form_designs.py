"""How a target is designed now: every field with its class and what was changed about it."""

from typing import Any

from hengku.identity.queries.restrict import require
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.metadata.models import CustomField, FormDesign
from hengku.metadata.queries.describe import field_json
from hengku.metadata.queries.effective import definitions
from hengku.metadata.queries.formula_trees import words_json
from hengku.metadata.queries.listing import known_to
from hengku.metadata.rules.custom_fields import KINDS, NOT_ON_LINES, FieldKind, is_of_lines
from hengku.metadata.rules.overrides import allowed, class_of
from hengku.metadata.rules.own_targets import OWN_TARGETS, OwnTarget
from hengku.metadata.rules.values import jsonable
from hengku.metadata.types import FieldSpec, FieldType

FORMS = "form-designs"
_OWN = (
    "code", "kind", "refers_to", "label", "label_en", "help", "help_en", "required", "required_when", "least", "most", "places", "longest", "pattern",
    "choices", "default", "default_formula", "shown_when", "locked_when", "must_hold", "message", "message_en", "unique", "options_by",
    "options", "fill", "in_list", "accelerated",
)  # fmt: skip
_PARTS = {
    FieldType.TEXT: "text", FieldType.MULTILINE: "text", FieldType.BOOLEAN: "choice", FieldType.ENUM: "choice", FieldType.CHOICES: "choice",
    FieldType.REFERENCE: "reference", FieldType.REFERENCES: "reference", FieldType.FILES: "files",
}  # fmt: skip
"""In which part of the palette a kind lies; others are numbers and dates."""


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
    """{target, label, rev, fields (the changes), layout, base, own, kinds, formulas, words}: base = what the form has before any change, each
    with its words in both languages, class (L, B, F, C) and what may be changed about it; own = the account set's own as registered;
    kinds = what can be added. Raises Refused permission_denied, not_found."""
    require(viewer, FORMS, "view")
    found = need_target(target)
    design = FormDesign.objects.filter(target=target).first()
    fields = [field for field in known_to(viewer, base_fields(found)) if field.in_form]
    known = {field.name for field in fields}
    own = CustomField.objects.filter(target=target, hidden=False).order_by("position", "id")
    return {
        "target": target,
        "label": str(found.label),
        "rev": design.rev if design else 0,
        "fields": design.fields if design else {},
        "layout": design.layout if design else None,
        "base": [_base_json(field) for field in fields],
        "own": [_own_json(field) for field in own if field.code in known],
        "kinds": [
            _kind_json(code, kind) for code, kind in KINDS.items() if not (is_of_lines(target) and code in NOT_ON_LINES)
        ],
        "formulas": found.words is not None,
        "words": words_json(found),
    }


def _base_json(field: FieldSpec) -> dict[str, Any]:
    help_ = field.help
    texts = {
        "label": field.label.zh, "label_en": field.label.en, "help": help_.zh if help_ else "", "help_en": help_.en if help_ else "",
    }  # fmt: skip
    return {**field_json(field), "texts": texts, "class": class_of(field), "allowed": sorted(allowed(field))}


def _own_json(field: CustomField) -> dict[str, Any]:
    return {"id": str(field.pk), "rev": field.rev, **{name: jsonable(getattr(field, name)) for name in _OWN}}


def _kind_json(code: str, kind: FieldKind) -> dict[str, Any]:
    return {
        **field_json(FieldSpec(code, kind.label, kind.type, ref=kind.ref, format=kind.format)),
        "group": _PARTS.get(kind.type, "number"),
    }
