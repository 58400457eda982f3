"""What an approver changes in a document under approval: the fields the node opens, nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from hengku.documents.operations.edit import refuse_strangers, replace_content
from hengku.documents.operations.lots import find_lots
from hengku.documents.queries.detail import document_json
from hengku.documents.queries.incoming import Entry, drafts_from
from hengku.documents.rules.registry import DOCUMENT_TYPES, tell_keepers
from hengku.documents.types import DocTypeSpec, LoadedDocument
from hengku.identity.types import SYSTEM, Act
from hengku.kernel.errors import Refusal, Refused
from hengku.workflow.types import Approve

_OPEN = frozenset({"edit", "required"})
_FOLLOWS_PRICE = frozenset({"amount", "tax"})


def edit_in_approval(*, act: Act, document: LoadedDocument, node: Approve, edits: Mapping[str, Any]) -> list[str]:
    """Change open fields of the head ({name: value}) and of lines ({line id: {name: value}}); gives the paths changed. The
    document keeps its state and gets a new revision and an entry in its history. Raises Refused field_not_open, and what any
    edit of a document refuses."""
    header, lines = dict(edits.get("header") or {}), dict(edits.get("lines") or {})
    _refuse_closed(node, header, lines)
    if not header and not lines:
        return []
    entry = changed_entry(document_json(viewer=SYSTEM, document_id=document.id), header, lines)
    incoming = drafts_from(viewer=SYSTEM, entries=[entry])
    if incoming.lots or incoming.lots_by_id:
        find_lots(act, incoming)
    draft = incoming.drafts[0]
    refuse_strangers(document, draft)
    whole = replace(act, viewer=replace(act.viewer, all_powerful=True, masked=frozenset()))
    replace_content(whole, document, draft, ())
    tell_keepers(act, "edit", [document])
    return [*header, *dict.fromkeys(f"lines.{name}" for changed in lines.values() for name in changed)]


def _refuse_closed(node: Approve, header: Mapping[str, Any], lines: Mapping[str, Mapping[str, Any]]) -> None:
    asked: list[tuple[str, tuple[str, ...]]] = [(f"header.{name}", ("edits", "header", name)) for name in header]
    asked += [(f"lines.{name}", ("edits", "lines", one, name)) for one, changed in lines.items() for name in changed]
    closed = [loc for path, loc in asked if node.fields.get(path) not in _OPEN]
    if closed:
        raise Refused([Refusal("field_not_open", {"field": loc[-1]}, loc) for loc in closed])


def changed_entry(shown: Mapping[str, Any], header: Mapping[str, Any], lines: Mapping[str, Mapping[str, Any]]) -> Entry:
    """The document as it would be sent, with the changes in it."""
    spec = DOCUMENT_TYPES.get(str(shown["type"]))
    whole = {field.name: shown[field.name] for field in spec.header_fields if shown.get(field.name) not in (None, "")}
    known = {str(row["id"]) for row in shown["lines"]}
    strangers = [
        Refusal("unknown_reference", {"field": "id", "id": one}, ("edits", "lines", one))
        for one in lines
        if one not in known
    ]
    if strangers:
        raise Refused(strangers)
    rows = [dict(_line(spec, row, lines.get(str(row["id"]), {}))) for row in shown["lines"]]
    return Entry(spec.code, {**whole, "book": shown["book"], **header}, rows)


def _line(spec: DocTypeSpec, row: Mapping[str, Any], changes: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "id", row["id"]
    if row.get("source"):
        yield "source_line_id", row["source"]["line_id"]
    names = dict.fromkeys(["item", "unit", *(field.name for field in spec.line_fields)])
    for name in names:
        stale = changes and name in _FOLLOWS_PRICE and name not in changes
        value = changes.get(name, row.get(name))
        if value not in (None, "") and not stale:
            yield name, value
