"""Declaring summary tables: made, changed, removed; what is declared anew is built in the background while the old goes on."""

import re
from collections.abc import Mapping
from itertools import count
from typing import Any

from django.db import transaction

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.operations.epoch import renew
from hengku.identity.types import SYSTEM, Act
from hengku.kernel.errors import Refusal, Refused
from hengku.masterdata.operations import records
from hengku.metadata.rules.formula.nodes import to_json
from hengku.studio.models import SummaryTable, SummaryVersion
from hengku.studio.operations.summary_build import forget, queue_build
from hengku.studio.queries.datasets import dataset
from hengku.studio.queries.summaries import behind_types
from hengku.studio.queries.summary_sql import states_counted
from hengku.studio.rules.summaries import BUILDING, LIVE, Shape, guard_types, read_guard, read_shape

ENTITY = "summary-tables"
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_DECLARED = ("source", "states", "condition", "groups", "figures", "guard", "message")


@transaction.atomic
def create_summary(*, act: Act, values: Mapping[str, object]) -> SummaryTable:
    """Declare a table; it is built in the background. Refuses required, code_taken, summary_source_unknown, and what
    rules.summaries refuses."""
    fresh = {"states": [], "condition": "", "guard": "", "message": "", **records.columns(SummaryTable, values)}
    if not fresh.get("code"):
        fresh["code"] = _free_code()
    shape, guard = declared(fresh)
    records.ensure_unique(model=SummaryTable, value=str(fresh["code"]))
    table = records.insert(act=act, entity=ENTITY, record=SummaryTable(**fresh))
    _begin(act, table, shape, guard)
    return table


@transaction.atomic
def update_summary(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> SummaryTable:
    """Change a table. Another declaration is built beside the one in force; another guard holds at once."""
    table = records.locked(model=SummaryTable, record_id=record_id, rev=rev)
    changes = records.columns(SummaryTable, values)
    shape, guard = declared({**_told(table), **changes})
    if changes.get("code", table.code) != table.code:
        records.ensure_unique(model=SummaryTable, value=str(changes["code"]), besides=table.pk)
    changed = records.change(act=act, entity=ENTITY, record=table, values=changes)
    newest = table.versions.order_by("-pk").first()
    if newest is None or newest.shape != shape.as_json():
        _begin(act, table, shape, guard)
    elif changed:
        newest.guard = guard
        newest.save(update_fields=["guard"])
        if "active" in changed and table.active:  # what happened meanwhile was not followed
            _begin(act, table, shape, guard)
        renew()
    return table


@transaction.atomic
def delete_summary(*, act: Act, record_id: int) -> None:
    """Remove a table with everything kept for it."""
    table = records.locked(model=SummaryTable, record_id=record_id)
    forget(table.versions.values_list("pk", flat=True))
    records.remove(act=act, entity=ENTITY, record=table)
    renew()


def declared(values: Mapping[str, Any]) -> tuple[Shape, dict[str, Any]]:
    """What a declaration says, and its guard. Raises Refused with what does not fit."""
    wrong = [
        Refusal("required", {}, (name,))
        for name in ("code", "name", "source")
        if not str(values.get(name) or "").strip()
    ]
    if not wrong and not _CODE.fullmatch(str(values["code"])):
        wrong.append(Refusal("summary_code", {}, ("code",)))
    if wrong:
        raise Refused(wrong)
    source = str(values["source"])
    code, _, part = source.partition(":")
    if code not in DOCUMENT_TYPES or part not in ("", "line"):
        raise Refused(Refusal("summary_source_unknown", {"name": source[:60]}, ("source",)))
    fields = dataset(viewer=SYSTEM, name=source).fields
    shape = read_shape(values, fields, states_counted(DOCUMENT_TYPES.get(code)))
    text = str(values.get("guard") or "").strip()
    if not text:
        return shape, {}
    if not str(values.get("message") or "").strip():
        raise Refused(Refusal("required", {}, ("message",)))
    behind = {path: type_ for path, (type_, _) in behind_types(shape, fields).items()}
    tree = read_guard(text, guard_types(shape, fields, behind))
    return shape, {"text": text, "tree": to_json(tree), "message": str(values["message"]).strip()}


def _free_code() -> str:
    taken = set(SummaryTable.objects.values_list("code", flat=True))
    return next(code for at in count(1) if (code := f"summary_{at}") not in taken)


def _told(table: SummaryTable) -> dict[str, Any]:
    return {name: getattr(table, name) for name in ("code", "name", *_DECLARED)}


def _begin(act: Act, table: SummaryTable, shape: Shape, guard: Mapping[str, Any]) -> None:
    """A new version to be built; one that was still being built is given up."""
    forget(table.versions.exclude(state=LIVE).values_list("pk", flat=True))
    SummaryVersion.objects.create(
        table=table, shape=shape.as_json(), guard=dict(guard), state=BUILDING, created_at=act.at
    )
    renew()
    queue_build()
