"""Versions of approved orders: what each said, and what the next one changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from hengku.documents.models import DocumentVersion
from hengku.documents.queries.detail import document_json
from hengku.documents.queries.history import document_seen_by
from hengku.documents.queries.people import names_of
from hengku.documents.rules.masks import hidden_header_names, hidden_line_names
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocTypeSpec
from hengku.identity.types import SYSTEM, Viewer
from hengku.metadata.types import FieldSpec

_TOTALS = ("total_quantity", "total_net", "total_tax", "total_amount")


def snapshot_of(document_id: int) -> dict[str, Any]:
    """What a document says now: its fields and lines, with names, as they will be read later."""
    shown = document_json(viewer=SYSTEM, document_id=document_id)
    spec = DOCUMENT_TYPES.get(shown["type"])
    header = {field.name for field in spec.header_fields} | set(_TOTALS)
    line = {field.name for field in spec.line_fields} | {"id", "line_no", "item", "unit", "total"}
    return {
        "header": {name: value for name, value in shown.items() if name in header},
        "lines": [{name: value for name, value in row.items() if name in line} for row in shown["lines"]],
    }


def versions_of(*, viewer: Viewer, document_id: int) -> list[dict[str, Any]]:
    """Every version, the newest first: number, what it said, and what the next one changed about it, when and why.
    The last one is how the document stands. Values the viewer's roles hide are left out."""
    document = document_seen_by(viewer, document_id)
    spec = DOCUMENT_TYPES.get(document.type)
    kept = list(DocumentVersion.objects.filter(document_id=document_id).order_by("version"))
    names = names_of({one.actor_id for one in kept})
    contents = [_seen(one.content, spec, viewer) for one in kept]
    contents.append(_seen(snapshot_of(document_id), spec, viewer))
    found: list[dict[str, Any]] = []
    for position, content in enumerate(contents):
        made = kept[position - 1] if position else None
        found.append(
            {
                "version": position + 1,
                "at": made.at.isoformat() if made else document.created_at.isoformat(),
                "actor": {"id": str(made.actor_id or ""), "name": names.get(made.actor_id, "")} if made else None,
                "reason": made.reason if made else "",
                "changes": _changes(spec, contents[position - 1], content) if position else [],
                **content,
            }
        )
    return found[::-1]


def _seen(content: Mapping[str, Any], spec: DocTypeSpec, viewer: Viewer) -> dict[str, Any]:
    hidden = set(hidden_line_names(spec, viewer))
    absent = hidden_header_names(spec, viewer)
    return {
        "header": {name: value for name, value in content["header"].items() if name not in absent},
        "lines": [{name: value for name, value in row.items() if name not in hidden} for row in content["lines"]],
    }


def _changes(spec: DocTypeSpec, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """[{line_no (None = header), field, label, before, after}]; a line that came or went is told by its item."""
    found = [_told(None, field, before["header"], after["header"]) for field in spec.header_fields]
    old = {row["id"]: row for row in before["lines"]}
    new = {row["id"]: row for row in after["lines"]}
    for line_id in {**old, **new}:
        row = new.get(line_id) or old[line_id]
        fields: Sequence[FieldSpec] = spec.line_fields
        if line_id not in old or line_id not in new:
            fields = [field for field in fields if field.name in {"item", "quantity"}]
        found += [_told(row["line_no"], field, old.get(line_id, {}), new.get(line_id, {})) for field in fields]
    return [one for one in found if one["before"] != one["after"]]


def _told(line_no: int | None, field: FieldSpec, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "line_no": line_no,
        "field": field.name,
        "label": str(field.label),
        "before": _said(before.get(field.name)),
        "after": _said(after.get(field.name)),
    }


def _said(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value.get("name") or value.get("code")
    return None if value == "" else value
