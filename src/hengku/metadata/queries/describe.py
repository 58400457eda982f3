"""The description of everything, in the viewer's language: what the pages are generated from."""

from collections.abc import Sequence
from typing import Any

from hengku.identity.types import Viewer
from hengku.kernel.quantity import plain
from hengku.metadata.queries.listing import known_to, seen_by
from hengku.metadata.rules.field_rules import rules_json
from hengku.metadata.rules.registry import META_PARTS, RESOURCES, RIGHTS, actions_of
from hengku.metadata.rules.values import jsonable
from hengku.metadata.types import ChildSpec, FieldSpec, FieldType, ResourceSpec

_ACTIONS = ("view", "create", "update", "delete", "import", "export")
_DOCUMENT_ACTIONS = (
    "view", "create", "update", "delete", "submit", "approve", "unapprove", "reject", "post", "reverse", "void", "stop",
    "reopen", "print", "import", "export",
)  # fmt: skip


def meta(*, viewer: Viewer, version: str, account_set: tuple[str, str]) -> dict[str, Any]:
    """Everything a client needs to know after sign-in: resources, document types, reports, words, rights."""
    parts = {name: describe(viewer) for name, describe in META_PARTS.items()}
    parts = {"document_types": [], "reports": [], "states": {}, "book": None, **parts}
    document_types = [str(one["code"]) for one in parts["document_types"]]
    return {
        "version": version,
        "account_set": {"name": account_set[0], "label": account_set[1]},
        "viewer": {
            "id": str(viewer.user_id or ""),
            "name": viewer.name,
            "username": viewer.username,
            "roles": list(viewer.roles),
            "can": _rights(viewer, document_types),
            "masked": sorted(viewer.masked),
        },
        "resources": [resource_json(spec, viewer) for spec in RESOURCES if viewer.may(spec.name, "view")],
        **parts,
    }


def rights_asked(viewer: Viewer) -> dict[str, tuple[str, ...]]:
    """Everything rights are about: resources, the document types this viewer may know of, what rooms told of besides -> actions."""
    describe = META_PARTS.get("document_types") if "document_types" in META_PARTS else None
    return _asked([str(one["code"]) for one in describe(viewer)] if describe else [])


def _asked(document_types: Sequence[str]) -> dict[str, tuple[str, ...]]:
    asked: dict[str, tuple[str, ...]] = {spec.name: _ACTIONS for spec in RESOURCES}
    asked.update((code, _DOCUMENT_ACTIONS) for code in document_types)
    return asked | RIGHTS


def _rights(viewer: Viewer, document_types: Sequence[str]) -> dict[str, bool]:
    asked = _asked(document_types)
    return {f"{name}:{action}": viewer.may(name, action) for name, actions in asked.items() for action in actions}


def resource_json(spec: ResourceSpec, viewer: Viewer) -> dict[str, Any]:
    """A resource as clients see it, without the fields the viewer's roles hide."""
    return {
        "name": spec.name,
        "label": str(spec.label),
        "label_plural": str(spec.label_plural),
        "path": spec.name,
        "title_field": spec.title_field,
        "code_field": spec.code_field,
        "fields": fields_json(known_to(viewer, spec.fields)),
        "actions": actions_of(spec),
        "group": spec.group,
        "children": [_child_json(child, viewer) for child in spec.children],
    }


def _child_json(child: ChildSpec, viewer: Viewer) -> dict[str, Any]:
    return {"name": child.name, "label": str(child.label), "fields": fields_json(seen_by(viewer, child.fields))}


def fields_json(fields: Sequence[FieldSpec]) -> list[dict[str, Any]]:
    """Field specifications as clients see them; hidden helper fields (neither list nor form) are left out."""
    return [field_json(one) for one in fields if one.in_list or one.in_form]


def field_json(spec: FieldSpec) -> dict[str, Any]:
    """One field specification in the reader's language."""
    default = None if callable(spec.default) else jsonable(spec.default)
    found: dict[str, Any] = {
        "name": spec.name,
        "label": str(spec.label),
        "type": str(spec.type),
        "required": spec.required,
        "readonly": spec.readonly,
        "in_list": spec.in_list and spec.type is not FieldType.PASSWORD,
        "in_form": spec.in_form,
        "filterable": spec.filterable and spec.type is not FieldType.PASSWORD,
        "sortable": spec.sortable and spec.type is not FieldType.PASSWORD,
    }
    optional: dict[str, Any] = {
        "ref": spec.ref,
        "ref_filter": dict(spec.ref_filter) if spec.ref_filter else None,
        "precision": spec.precision,
        "default": default,
        "group": spec.group,
        "width": spec.width,
        "help": str(spec.help) if spec.help else None,
        "mask": spec.mask,
        "format": spec.format or None,
    }
    if spec.key:
        found |= {"custom": True, "indexed": spec.indexed}
        optional |= {
            "least": None if spec.least is None else plain(spec.least),
            "most": None if spec.most is None else plain(spec.most),
            "longest": spec.longest,
            "pattern": spec.pattern or None,
        }
    if spec.choices:
        optional["choices"] = [
            {"value": choice.value, "label": str(choice.label), **({"color": choice.color} if choice.color else {})}
            for choice in spec.choices
        ]
    if told := rules_json(spec):
        optional["rules"] = told
    if spec.type is FieldType.FORMULA:
        optional |= {"about": spec.about, "gives": spec.gives}
    if spec.rows:
        optional["rows"] = fields_json(spec.rows)
    return found | {name: value for name, value in optional.items() if value is not None}
