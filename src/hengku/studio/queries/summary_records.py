"""Summary tables as a kind of record, the words they are declared with, and whether their rows still say what documents say."""

from typing import Any

from django.db import connection

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.texts import STATE_LABELS
from hengku.documents.types import DocumentState
from hengku.identity.types import Viewer
from hengku.kernel import sql
from hengku.kernel.errors import refuse
from hengku.kernel.texts import Text
from hengku.metadata.rules.formula.functions import FUNCTIONS
from hengku.metadata.rules.formula.kinds import Type
from hengku.metadata.rules.invariants import CheckWindow, Findings
from hengku.metadata.types import FieldSpec, FieldType, ResourceSpec
from hengku.studio.models import SummaryRow, SummaryTable, SummaryVersion
from hengku.studio.operations import summaries
from hengku.studio.queries.datasets import dataset
from hengku.studio.queries.summaries import Kept, behind_types, tables
from hengku.studio.queries.summary_sql import states_counted, whole_of
from hengku.studio.rules.aggregates import aggregates_of, grains_of, groups
from hengku.studio.rules.summaries import KEPT, LIVE, Part, condition_types, guard_types, read_shape

_WAITING = """
SELECT EXISTS (SELECT FROM documents_outbox WHERE position IS NULL OR position >
               coalesce((SELECT position FROM documents_cursor WHERE consumer = %s), 0))
"""

FIELDS = (
    FieldSpec("code", Text("编码", "Code"), searchable=True, width=140),
    FieldSpec("name", Text("名称", "Name"), required=True, searchable=True, width=200),
    FieldSpec("source", Text("数据来源", "Source"), required=True, width=180),
    FieldSpec("states", Text("计入的状态", "States counted"), FieldType.JSON, default=list, in_list=False, filterable=False, sortable=False),
    FieldSpec("condition", Text("计入条件", "Condition"), in_list=False),
    FieldSpec("groups", Text("分组", "Grouped by"), FieldType.JSON, required=True, in_list=False, filterable=False, sortable=False),
    FieldSpec("figures", Text("指标", "Figures"), FieldType.JSON, required=True, in_list=False, filterable=False, sortable=False),
    FieldSpec("guard", Text("须始终成立", "Must stay true"), in_list=False),
    FieldSpec("message", Text("不成立时提示", "Said otherwise"), in_list=False),
    FieldSpec("active", Text("启用", "Active"), FieldType.BOOLEAN, default=True, width=80),
    FieldSpec("updated_at", Text("修改时间", "Changed"), FieldType.DATETIME, readonly=True, in_form=False, width=150),
)  # fmt: skip
SUMMARIES = ResourceSpec(
    summaries.ENTITY, Text("汇总表", "Summary table"), Text("汇总表", "Summary tables"), SummaryTable, FIELDS,
    default_sort="name", group="studio",
    create=summaries.create_summary, update=summaries.update_summary, delete=summaries.delete_summary,
)  # fmt: skip


def summary_words(*, viewer: Viewer, values: dict[str, Any]) -> dict[str, Any]:
    """What a table over a source may be made of: fields to group and add up, states, words of its condition and its guard (as far as
    groups and figures are declared). Raises Refused permission_denied (403), dataset_unknown (404)."""
    _may(viewer)
    source = str(values.get("source") or "")
    asked = dataset(viewer=viewer, name=source)
    code = source.partition(":")[0]
    if code not in DOCUMENT_TYPES:
        raise refuse("dataset_unknown", status=404, loc=("source",), name=source[:60])
    states = states_counted(DOCUMENT_TYPES.get(code))
    fields = asked.fields
    return {
        "states": [{"value": one, "label": str(STATE_LABELS[DocumentState(one)])} for one in states],
        "fields": [
            {
                "name": name,
                "label": str(field.spec.label),
                "groups": groups(field.spec),
                "grains": [grain.value for grain in grains_of(field.spec)],
                "aggregates": [one.value for one in KEPT if one in aggregates_of(field)],
            }
            for name, field in fields.items()
            if field.kept
        ],
        "condition": [
            _word(path, kind, str(fields[path].spec.label)) for path, kind in condition_types(fields).items()
        ],
        "guard": _guard_words(values, fields, states),
        "functions": [
            {"name": one.name, "zh": one.zh, "group": one.group, "help": str(one.help), "example": one.example}
            for one in FUNCTIONS.values()
            if one.group != "operators"
        ],
    }


def _guard_words(values: dict[str, Any], fields: Any, states: list[str]) -> list[dict[str, Any]]:
    if not values.get("groups") or not values.get("figures"):
        return []
    shape = read_shape({**values, "condition": "", "states": []}, fields, states)
    behind = behind_types(shape, fields)
    labels = {path: label for path, (_, label) in behind.items()}
    labels |= {one.code: one.label for one in shape.figures}
    labels |= {one.field: str(fields[one.field].spec.label) for one in shape.groups}
    types = guard_types(shape, fields, {path: type_ for path, (type_, _) in behind.items()})
    own = {one.code for one in shape.figures}
    ordered = sorted(types, key=lambda path: path not in own)
    return [_word(path, types[path], labels[path]) for path in ordered]


def _word(path: str, type_: Type, label: str) -> dict[str, Any]:
    return {"path": path, "label": label, "kind": str(type_.kind), "many": type_.many}


def _may(viewer: Viewer) -> None:
    if not viewer.may(summaries.ENTITY, "view"):
        raise refuse("permission_denied", status=403, resource=summaries.ENTITY, action="view")


def summary_states(*, viewer: Viewer) -> list[dict[str, Any]]:
    """How far every table is: being built, or in force with so many rows; and whether it guards. Raises permission_denied (403)."""
    _may(viewer)
    found: dict[int, dict[str, Any]] = {}
    for version in SummaryVersion.objects.order_by("pk").values("table_id", "pk", "state", "guard", "built_at"):
        told = found.setdefault(version["table_id"], {"id": str(version["table_id"]), "live": False, "building": False,
                                                      "guards": False, "rows": 0, "built_at": None})  # fmt: skip
        if version["state"] == LIVE:
            rows = SummaryRow.objects.filter(version_id=version["pk"], count__gt=0).count()
            told |= {"live": True, "guards": bool(version["guard"]), "rows": rows, "built_at": version["built_at"]}
        else:
            told["building"] = True
    return list(found.values())


def check_summaries(window: CheckWindow) -> Findings:
    """Every row of every table in force says what its documents add up to; looked at in full passes only. Tables that follow a moment
    later are judged when nothing is on its way to them; what differs is looked at twice, for people go on working."""
    if not window.full:
        return Findings(0)
    looked, failing = 0, list[dict[str, str]]()
    for kept in [one for versions in tables().sources.values() for one in versions if one.state == LIVE]:
        rows, wrong = _compared(kept)
        if wrong:
            _, again = _compared(kept)
            wrong = [one for one in wrong if one in again]
        if kept.guard is None and wrong and _on_the_way():
            continue
        looked += rows
        failing.extend(wrong)
    return Findings(looked, tuple(failing[:100]))


def _compared(kept: Kept) -> tuple[int, list[dict[str, str]]]:
    """How many rows a table should have, and those that say something else than the documents."""
    should = {one.key: one for one in whole_of(kept.shape)}
    rows = SummaryRow.objects.filter(version_id=kept.id, count__gt=0).values_list("key", "dims", "count", "figures")
    says = {key: (dims, Part(count, tuple(figures))) for key, dims, count, figures in rows}
    wrong = []
    for key in sorted(should.keys() | says.keys()):
        dims, part = says.get(key, (None, None))
        wanted = should[key].part if key in should else None
        if part != wanted:
            named = str(should[key].dims if key in should else dims)
            wrong.append({"table": kept.name, "row": named, "documents": _said(wanted), "summary": _said(part)})
    return len(should), wrong


def _on_the_way() -> bool:
    """Are there events that tables have not followed yet?"""
    return bool(sql.rows(connection, _WAITING, ("summaries",))[0][0])


def _said(part: Part | None) -> str:
    return "—" if part is None else f"{part.count}: {', '.join(str(one) for one in part.figures)}"
