"""What a stranger behind a public link is told, with the rights of the link's runner and nothing beyond what the link names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import FORM, DocTypeSpec
from hengku.identity.queries.viewer import within_scope
from hengku.identity.types import GUARDED, Viewer
from hengku.kernel.errors import Refused, refuse
from hengku.metadata.queries.describe import field_json
from hengku.metadata.types import FieldSpec, FieldType
from hengku.studio.models import PublicLink
from hengku.studio.queries.datasets import dataset
from hengku.studio.queries.rows import dataset_rows
from hengku.studio.rules.links import FILL, MOST_SHOWN, ROW, SUBMIT, asked, fields_of_form


def form_of(target: str) -> DocTypeSpec | None:
    """The own form of this code, while new ones are made of it."""
    spec = DOCUMENT_TYPES.get(target) if target in DOCUMENT_TYPES else None
    return spec if spec is not None and spec.kind == FORM and not spec.closed else None


def data_of(*, viewer: Viewer, target: str) -> dict[str, FieldSpec]:
    """Fields of a document type or kind of record that may be asked about. Raises Refused dataset_unknown (404)."""
    found = None if target in GUARDED else dataset(viewer=viewer, name=target)
    if found is None or found.kind not in ("documents", "records"):
        raise refuse("dataset_unknown", status=404, loc=("target",), name=target[:60])
    return {name: one.spec for name, one in found.fields.items()}


def runner_of(link: PublicLink) -> Viewer:
    """Whose rights count, no more of them than the link has use for. Raises Refused link_closed (403): who left opens nothing."""
    scope = ["*:view"]
    if link.kind == FILL:
        scope += [f"{link.target}:create", *([f"{link.target}:submit"] if link.on_fill == SUBMIT else [])]
    found = within_scope(user_id=link.runner_id, scope=scope)
    if found is None:
        raise refuse("link_closed", status=403)
    return found


def door_json(*, link: PublicLink, viewer: Viewer) -> dict[str, Any]:
    """What the page behind the link shows: title, words, and the fields it opens. Raises Refused link_closed (403)."""
    told: dict[str, Any] = {
        "name": link.name, "kind": link.kind, "intro": link.intro, "header": [], "rows": [], "rows_needed": False,
        "label": "", "conditions": [],
    }  # fmt: skip
    if link.kind == FILL:
        form = form_of(link.target)
        if form is None:
            raise refuse("link_closed", status=403)
        known = fields_of_form(form)
        chosen = {name: known[name].for_viewer(viewer) for name in link.field_names if name in known}
        chosen = {name: one for name, one in chosen.items() if not one.hidden_from(viewer) and not one.readonly}
        return told | {
            "label": str(form.label),
            "header": [_told(one) for name, one in chosen.items() if not name.startswith(ROW)],
            "rows": [_told(one) for name, one in chosen.items() if name.startswith(ROW)],
            "rows_needed": form.needs_lines,
        }
    fields = _open_data(link, viewer)
    return told | {
        "conditions": [_told(fields[name].but(name=name, required=True, readonly=False)) for name in link.conditions]
    }


def answer_json(*, link: PublicLink, viewer: Viewer, values: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Rows that fit every condition exactly, and of them what the link shows: {columns, rows, more}. Raises Refused required,
    link_field_closed, link_closed."""
    clauses, wrong = asked(link.conditions, values)
    if wrong:
        raise Refused(wrong)
    _open_data(link, viewer)
    page = dataset_rows(
        viewer=viewer, at=at,
        raw={"dataset": link.target, "fields": link.field_names, "filters": clauses, "limit": MOST_SHOWN},
    )  # fmt: skip
    return {
        "columns": [_shown(one) for one in page["columns"]],
        "rows": [{name: _plain(row.get(name)) for name in link.field_names} for row in page["rows"]],
        "more": page["next_cursor"] is not None,
    }


def _open_data(link: PublicLink, viewer: Viewer) -> dict[str, FieldSpec]:
    """The fields, as long as the runner may see every one the link names."""
    try:
        fields = data_of(viewer=viewer, target=link.target)
    except Refused as refused:
        raise refuse("link_closed", status=403) from refused
    if any(name not in fields for name in (*link.field_names, *link.conditions)):
        raise refuse("link_closed", status=403)
    return fields


def _told(field: FieldSpec) -> dict[str, Any]:
    """A field as the page draws it: nothing that reads other fields or records."""
    told = field_json(field)
    return {name: value for name, value in told.items() if name not in ("ref", "ref_filter", "group", "mask", "rules")}


def _shown(column: Mapping[str, Any]) -> dict[str, Any]:
    """A column whose references are told as words."""
    kind = FieldType.TEXT if column.get("ref") else column["type"]
    return {
        **{name: column[name] for name in ("name", "label", "choices", "precision", "format") if name in column},
        "type": str(kind),
    }


def _plain(value: Any) -> Any:
    """A value without ids of records."""
    if isinstance(value, Mapping):
        return " ".join(str(value[name]) for name in ("code", "name") if value.get(name))
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value
