"""Keeping the rows of summary tables: what documents add now in place of what they added before, under the rows' locks; and asking
what must stay true."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from hengku.documents.operations.command import follow_up
from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.rules.formula.evaluate import Record, compile_formula
from hengku.metadata.rules.formula.kinds import Kind
from hengku.metadata.rules.formula.types import FIELD_KINDS
from hengku.studio.models import SummaryPart, SummaryRow
from hengku.studio.queries.summaries import Guard, Kept, source_fields, tables, values_behind
from hengku.studio.queries.summary_sql import parts_of
from hengku.studio.rules.summaries import Part, Shape, extreme, folded, guard_value, nothing, refuses


@dataclass(slots=True)
class Changes:
    """What of one document, or one row, went and what came."""

    gone: list[Part] = field(default_factory=list)
    come: list[Part] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that says something else now."""

    dims: Sequence[Any]
    before: Part
    after: Part


def keep(act: Act, transition: str, documents: Sequence[LoadedDocument]) -> None:
    """The keeper: figures with a guard follow in the same transaction, when everything else is written. Asks nothing where no such
    table concerns the type."""
    kept = tables()
    code = documents[0].type
    follow = kept.sources.get(code, ()) if transition == "edit" else kept.guarded.get(code, ())
    planned = kept.plans.get(code, ())
    if follow or planned:
        ids = [document.id for document in documents]
        follow_up(lambda: _follow(act, transition, follow, planned, ids))


def _follow(
    act: Act, transition: str, follow: Sequence[Kept], planned: Sequence[tuple[Kept, int]], ids: Sequence[int]
) -> None:
    wrong: list[Refusal] = []
    for one in follow:
        changed = refresh(kept=one, document_ids=ids)
        if one.guard is not None and one.state == "LIVE":
            wrong.extend(_problems(act, transition, one, one.guard, changed))
    for one, at in planned:
        rows = SummaryRow.objects.filter(version_id=one.id, count__gt=0, **{f"dims__{at}__in": list(ids)})
        told = [_unchanged(row) for row in rows.select_for_update().order_by("key")]
        if one.guard is not None:
            wrong.extend(_problems(act, "", one, one.guard, told))
    if wrong:
        raise Refused(wrong)


def _unchanged(row: SummaryRow) -> Changed:
    part = Part(row.count, tuple(row.figures))
    return Changed(row.dims, part, part)


def refresh(*, kept: Kept, document_ids: Sequence[int]) -> list[Changed]:
    """Let the table say of these documents what they say now; gives the rows that changed. The documents must be locked."""
    return write(kept, _differences(kept, document_ids)) if document_ids else []


@dataclass(slots=True)
class Differences:
    """rows: what goes and comes, by row; dims: of rows that come; stale: documents whose parts are written anew with fresh."""

    rows: dict[str, Changes]
    dims: dict[str, list[Any]]
    stale: list[int]
    fresh: list[SummaryPart]


def _differences(kept: Kept, document_ids: Sequence[int]) -> Differences:
    found = parts_of(kept.shape, document_ids)
    now = {(int(one.document_id or 0), one.key): one.part for one in found}
    before = {
        (document_id, key): Part(count, tuple(figures))
        for document_id, key, count, figures in SummaryPart.objects.filter(
            version_id=kept.id, document_id__in=list(document_ids)
        ).values_list("document_id", "key", "count", "figures")
    }
    rows: dict[str, Changes] = defaultdict(Changes)
    stale: dict[int, None] = {}
    for place in dict.fromkeys([*before, *now]):
        old, new = before.get(place), now.get(place)
        if old == new:
            continue
        stale[place[0]] = None
        rows[place[1]].gone.extend([old] if old else [])
        rows[place[1]].come.extend([new] if new else [])
    fresh = [
        SummaryPart(
            version_id=kept.id,
            document_id=one.document_id,
            key=one.key,
            count=one.part.count,
            figures=list(one.part.figures),
        )
        for one in found
        if one.document_id in stale
    ]
    return Differences(rows, {one.key: one.dims for one in found}, list(stale), fresh)


@transaction.atomic
def write(kept: Kept, differences: Differences) -> list[Changed]:
    """Add and take away under the locks of the rows, taken in the order of their keys."""
    if not differences.rows:
        return []
    keys = sorted(differences.rows)
    empty = nothing(kept.shape)
    SummaryRow.objects.bulk_create(
        [
            SummaryRow(version_id=kept.id, key=key, dims=differences.dims[key], figures=list(empty.figures))
            for key in keys
            if key in differences.dims
        ],
        ignore_conflicts=True,
    )
    rows = list(
        SummaryRow.objects.filter(version_id=kept.id, key__in=keys).select_for_update(no_key=True).order_by("key")
    )
    parts = SummaryPart.objects.filter(version_id=kept.id)
    parts.filter(document_id__in=differences.stale).delete()
    SummaryPart.objects.bulk_create(differences.fresh)
    changed = []
    for row in rows:
        change = differences.rows[row.key]
        before = Part(row.count, tuple(row.figures))
        after, lost = folded(kept.shape, before, change.gone, change.come)
        after = _found_again(kept, row.key, after, lost)
        row.count, row.figures = after.count, list(after.figures)
        changed.append(Changed(row.dims, before, after))
    SummaryRow.objects.bulk_update(rows, ["count", "figures"])
    return changed


def _found_again(kept: Kept, key: str, part: Part, lost: Sequence[int]) -> Part:
    """Least and greatest figures that went are looked for among what is left."""
    if not lost:
        return part
    left = list(SummaryPart.objects.filter(version_id=kept.id, key=key).values_list("figures", flat=True))
    figures = list(part.figures)
    for at in lost:
        figures[at] = extreme(kept.shape.figures[at], [one[at] for one in left if one[at] is not None])
    return Part(part.count, tuple(figures))


def _problems(act: Act, transition: str, kept: Kept, guard: Guard, changed: Sequence[Changed]) -> list[Refusal]:
    """What the guard says against the rows that changed."""
    after = verdicts(act, kept.shape, guard, [(one.dims, one.after) for one in changed])
    if False not in after:
        return []
    before = verdicts(act, kept.shape, guard, [(one.dims, one.before) for one in changed])
    found = []
    for row, was, is_now in zip(changed, before, after, strict=True):
        if refuses(was, is_now, transition):
            figures = "，".join(
                f"{one.label} {_shown(value)}" for one, value in zip(kept.shape.figures, row.after.figures, strict=True)
            )
            params = {"message": guard.message, "name": kept.name, "figures": figures}
            found.append(Refusal("summary_guard_failed", params))
    return found


def verdicts(act: Act, shape: Shape, guard: Guard, rows: Sequence[tuple[Sequence[Any], Part]]) -> list[bool | None]:
    """What the guard says of each row; None = nothing."""
    if not rows:
        return []
    run, zone, kinds = compile_formula(guard.tree), book_zone(), _kinds(shape)
    behind = values_behind(shape, guard, [dims for dims, _ in rows])
    return [
        run(Record(_values(shape, kinds, dims, part) | more, act.at, zone))
        for (dims, part), more in zip(rows, behind, strict=True)
    ]


def _shown(value: str | None) -> str:
    return "—" if value is None else value


def _kinds(shape: Shape) -> list[Kind]:
    fields = source_fields(shape.source)
    return [Kind.DATE if one.grain else FIELD_KINDS.get(fields[one.field].spec.type, Kind.TEXT) for one in shape.groups]


def _values(
    shape: Shape, kinds: Sequence[Kind], dims: Sequence[Any], part: Part
) -> dict[str, Decimal | date | str | None]:
    found = {one.field: guard_value(value, kind) for one, kind, value in zip(shape.groups, kinds, dims, strict=True)}
    for one, text in zip(shape.figures, part.figures, strict=True):
        found[one.code] = guard_value(text, Kind.DATE if one.dated else Kind.NUMBER)
    return found
