"""Document types as pages see them: what lists, forms, filters, actions and prints are generated from."""

from collections.abc import Mapping
from typing import Any

from hengku.documents.rules.execution import is_executed_by_others
from hengku.documents.rules.fieldset import field_set
from hengku.documents.rules.kits import KIT
from hengku.documents.rules.list_fields import list_fields
from hengku.documents.rules.masks import visible_fields
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.texts import (
    EXECUTION_COLORS,
    EXECUTION_LABELS,
    KIT_PRINT,
    LABELS,
    PRINT_LABELS,
    SETTLEMENT_COLORS,
    SETTLEMENT_LABELS,
    STATE_COLORS,
    STATE_LABELS,
)
from hengku.documents.types import DRAWING, DocTypeSpec, LinkKind
from hengku.identity.types import Viewer
from hengku.kernel.texts import Text
from hengku.masterdata.texts import STATUSES
from hengku.metadata.queries.describe import fields_json
from hengku.metadata.types import FieldSpec, FieldType, stamped

_ACTIONS = ("create", "update", "delete", "exceed", "print", "export", "import")


def describe_document_types(viewer: Viewer) -> list[dict[str, Any]]:
    """Every document type the viewer may see, in the reader's language."""
    return [type_json(spec, viewer) for spec in DOCUMENT_TYPES if viewer.may(spec.code, "view")]


def _prints(spec: DocTypeSpec) -> list[tuple[str, Text]]:
    return [*PRINT_LABELS.items(), *([KIT_PRINT] if KIT in field_set(spec).line else [])]


def type_json(spec: DocTypeSpec, viewer: Viewer) -> dict[str, Any]:
    """One document type as a client sees it, without the fields the viewer's roles hide."""
    return {
        "code": spec.code,
        "label": str(spec.label),
        "prefix": spec.prefix,
        "room": spec.room,
        "kind": spec.kind,
        "direction": spec.direction,
        "help": str(spec.help) if spec.help else None,
        "header_fields": fields_json(visible_fields(spec.header_fields, viewer)),
        "line_fields": fields_json(visible_fields([*spec.line_fields, *told_fields(spec)], viewer)),
        "list_fields": fields_json(visible_fields(list_fields(spec), viewer)),
        "has_prices": spec.has_prices,
        "has_source": bool(spec.links),
        "made_at": spec.made_at or None,
        "needs_source": any(field.name == "source_line_id" and field.required for field in spec.line_fields),
        "source_types": [link.source_type for link in spec.links],
        "push_targets": [target.code for target in DOCUMENT_TYPES if target.link_from(spec.code)],
        "transitions": [
            {
                "name": verb.name,
                "label": str(verb.label),
                "from": [str(state) for state in verb.sources],
                "to": str(verb.target),
                "primary": verb.primary,
                "danger": verb.danger,
                "needs_reason": verb.needs_reason,
            }
            for verb in spec.transitions
        ],
        "prints": [{"layout": layout, "label": str(label)} for layout, label in _prints(spec)],
        "actions": [
            action
            for action in _ACTIONS
            if viewer.may(spec.code, action) and (action != "exceed" or any(link.tolerance for link in spec.links))
        ],
    }


def told_fields(spec: DocTypeSpec) -> list[FieldSpec]:
    """Line values people see and never type: amounts with tax, progress, cost."""
    named = {field.name for field in spec.line_fields}
    mask = next((field.mask for field in spec.line_fields if field.name == "price"), None)
    told: list[FieldSpec] = []
    if spec.has_prices and "tax_rate" in named:
        prices = tuple((f"{spec.code}:line", name) for name in ("price", "amount"))
        told.append(_told("total", FieldType.AMOUNT, mask=mask, total=True).but(follows=prices))
    links = [link for target in DOCUMENT_TYPES for link in target.links if link.source_type == spec.code]
    if is_executed_by_others(spec.code):
        told.append(_told("executed_quantity", FieldType.QUANTITY))
    if any(link.kind == LinkKind.RETURN for link in links):
        told.append(_told("returned_quantity", FieldType.QUANTITY))
    if any(link.kind in DRAWING for link in links):
        told.append(_told("remaining_quantity", FieldType.QUANTITY))
    if spec.movement_type is not None:
        told.append(_told("cost_amount", FieldType.COST, mask="cost", total=True))
        told.append(_told("unit_cost", FieldType.COST, mask="cost"))
    return list(stamped([field for field in told if field.name not in named], f"{spec.code}:line"))


def _told(name: str, kind: FieldType, *, mask: str | None = None, total: bool = False) -> FieldSpec:
    return FieldSpec(
        name, LABELS[name], kind, readonly=True, filterable=False, sortable=False, mask=mask, total=total, width=100
    )


def describe_states(viewer: Viewer) -> dict[str, dict[str, dict[str, str]]]:
    """Words and colours of the state axes, and of stock statuses."""
    return {
        "document": _words(STATE_LABELS, STATE_COLORS),
        "execution": _words(EXECUTION_LABELS, EXECUTION_COLORS),
        "settlement": _words(SETTLEMENT_LABELS, SETTLEMENT_COLORS),
        "status": _words(STATUSES, {status: "green" if status == "AVAILABLE" else "amber" for status in STATUSES}),
    }


def _words(labels: Mapping[Any, Text], colors: Mapping[Any, str]) -> dict[str, dict[str, str]]:
    return {str(value): {"label": str(label), "color": colors[value]} for value, label in labels.items()}
