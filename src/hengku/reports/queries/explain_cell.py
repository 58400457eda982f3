"""One figure of a report with its derivation, under the rights of the report."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from hengku.documents.models import Document
from hengku.documents.queries.people import names_of
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.kernel.quantity import plain
from hengku.kernel.texts import Text
from hengku.metadata.operations.export import write_csv
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.queries.answer import answer_report
from hengku.reports.queries.documents_of import document_labels
from hengku.reports.queries.reach import narrows_reports
from hengku.reports.rules.derivation import Node, formula
from hengku.reports.types import Page


def explain_cell(
    *, viewer: Viewer, name: str, raw: Mapping[str, str], key: Mapping[str, str], column: str, at: datetime
) -> Node:
    """The derivation of a report's figure. Raises Refused as answer_report does, and not_explained."""
    answer = answer_report(viewer=viewer, name=name, raw=raw, at=at, page=Page(limit=1))
    if answer.spec.explain is None or column not in {one.name for one in answer.columns}:
        raise refuse("not_explained", loc=("column",))
    if narrows_reports(viewer=viewer, columns=answer.columns):
        every = answer_report(viewer=viewer, name=name, raw=raw, at=at, page=Page())
        if dict(key) not in [row.get("_key") for row in every.rows]:
            raise refuse("not_explained", loc=("column",))
    try:
        return answer.spec.explain(answer.question, key, column)
    except (KeyError, ValueError) as unknown:
        raise refuse("not_explained", loc=("column",)) from unknown


def read_key(raw: str) -> dict[str, str]:
    """A row's `_key` as it stands in an address. Raises Refused bad_value."""
    try:
        found = json.loads(raw)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise refuse("bad_value", loc=("key",), label="key", value=raw)
    return {str(name): str(value) for name, value in found.items()}


def tree_json(node: Node, *, viewer: Viewer) -> dict[str, Any]:
    """The tree for programs and pages; facts name their document, as far as the viewer may see it."""
    ids = {one.document_id for one in _all(node) if one.document_id is not None}
    labels = document_labels(viewer=viewer, document_ids=ids)
    posted = dict(Document.objects.filter(pk__in=ids).values_list("pk", "posted_by_id"))
    people = names_of(list(posted.values()))

    def told(one: Node) -> dict[str, Any]:
        label = labels.get(one.document_id or 0)
        return {
            "label": f"{one.label} {label.type_label} {label.number}".strip() if label else one.label,
            "value": plain(one.value),
            "operation": one.operation.value,
            "formula": formula(one),
            "path": (one.path or label.path if label.seen else "") if label else one.path,
            "person": people.get(posted.get(label.id), "") if label and label.seen else "",
            "parts": [told(part) for part in one.parts],
        }

    return told(node)


def tree_csv(node: Node, *, viewer: Viewer) -> bytes:
    """The tree as evidence: one row a node, with its depth."""
    columns = [
        FieldSpec("depth", Text("层级", "Depth"), FieldType.INTEGER),
        FieldSpec("label", Text("项目", "What")),
        FieldSpec("formula", Text("算式", "Formula")),
        FieldSpec("value", Text("数值", "Value")),
    ]

    def rows(one: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
        yield {"depth": depth, "label": one["label"], "formula": one["formula"], "value": one["value"]}
        for part in one["parts"]:
            yield from rows(part, depth + 1)

    return write_csv(columns, list(rows(tree_json(node, viewer=viewer), 0)))


def _all(node: Node) -> Iterator[Node]:
    yield node
    for part in node.parts:
        yield from _all(part)
