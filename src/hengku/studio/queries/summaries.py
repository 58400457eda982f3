"""Which summary tables are kept, remembered per version of the account set's descriptions; what guards may read."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import connection

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.queries import epoch
from hengku.identity.types import SYSTEM
from hengku.kernel import sql
from hengku.kernel.errors import Refused
from hengku.metadata.rules.formula.kinds import Kind, Type
from hengku.metadata.rules.formula.nodes import Node, fields_of, from_json
from hengku.metadata.rules.formula.types import FIELD_KINDS
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.types import FieldType
from hengku.studio.queries.datasets import dataset
from hengku.studio.queries.query import narrowed_rows
from hengku.studio.rules.summaries import LIVE, Shape, cell, guard_value, shape_of
from hengku.studio.types import DataField

_KEPT = 64


@dataclass(frozen=True, slots=True)
class Guard:
    """tree: what must not say no. behind: fields of what groups refer to that it reads, by the group's field."""

    tree: Node
    message: str
    behind: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Kept:
    """One version of a table that is kept."""

    id: int
    name: str
    state: str
    shape: Shape
    guard: Guard | None


@dataclass(frozen=True, slots=True)
class Tables:
    """sources: versions by the document type they count; guarded: those of them with a guard; plans: guarded live versions by the
    document type that their guard looks up, with the position of the group that names it."""

    sources: Mapping[str, tuple[Kept, ...]] = field(default_factory=dict)
    guarded: Mapping[str, tuple[Kept, ...]] = field(default_factory=dict)
    plans: Mapping[str, tuple[tuple[Kept, int], ...]] = field(default_factory=dict)


_NOTHING = Tables()
_known: OrderedDict[str, Tables] = OrderedDict()
_LOAD = """
SELECT (SELECT e.token FROM identity_epoch e),
       coalesce(json_agg(json_build_array(v.id, t.name, v.state, v.shape, v.guard) ORDER BY v.id), '[]')::text
  FROM studio_summary_version v JOIN studio_summary_table t ON t.id = v.table_id
 WHERE t.active AND v.state IN ('BUILDING', 'LIVE')
"""


def tables() -> Tables:
    """What is kept, as far as this request, job or command knows; asked once per version of the descriptions."""
    token = epoch.noted()
    if not token:
        return _NOTHING
    found = _known.get(token)
    if found is None:
        [(now, told)] = sql.rows(connection, _LOAD)
        found = _sorted([_kept(*one) for one in orjson.loads(told)])
        _known[token] = _known[now or token] = found
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return found


def _kept(id_: int, name: str, state: str, shape: Mapping[str, Any], guard: Mapping[str, Any]) -> Kept:
    read = shape_of(shape)
    return Kept(id_, name, state, read, guard_of(read, guard))


def guard_of(shape: Shape, told: Mapping[str, Any]) -> Guard | None:
    """The guard as it was kept; None for a table without one."""
    if not told:
        return None
    tree = from_json(dict(told["tree"]))
    return Guard(tree, str(told["message"]), _behind(shape, tree))


def _behind(shape: Shape, tree: Node) -> dict[str, tuple[str, ...]]:
    """The fields of what groups refer to that a guard reads, by the group's field: its own are said without one."""
    told = {one.field for one in shape.groups} | {one.code for one in shape.figures}
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for path in fields_of(tree):
        if path in told:
            continue
        named = max((one for one in told if path.startswith(f"{one}.")), key=len, default="")
        found[named][path.removeprefix(f"{named}.")] = None
    return {name: tuple(fields) for name, fields in found.items()}


def _sorted(kept: Iterable[Kept]) -> Tables:
    sources: dict[str, tuple[Kept, ...]] = {}
    guarded: dict[str, tuple[Kept, ...]] = {}
    plans: dict[str, tuple[tuple[Kept, int], ...]] = {}
    for one in kept:
        code = one.shape.document_type
        sources[code] = (*sources.get(code, ()), one)
        if one.guard is None:
            continue
        guarded[code] = (*guarded.get(code, ()), one)
        if one.state != LIVE:
            continue
        named = {grouped.field: at for at, grouped in enumerate(one.shape.groups)}
        fields = source_fields(one.shape.source) if one.guard.behind else {}
        for name in one.guard.behind:
            ref = str(fields[name].spec.ref) if name in fields else ""
            if ref in DOCUMENT_TYPES:
                plans[ref] = (*plans.get(ref, ()), (one, named[name]))
    return Tables(sources, guarded, plans)


def source_fields(source: str) -> Mapping[str, DataField]:
    """All fields of a source; none when it is gone."""
    try:
        return dataset(viewer=SYSTEM, name=source).fields
    except Refused:
        return {}


def behind_types(shape: Shape, fields: Mapping[str, DataField]) -> dict[str, tuple[Type, str]]:
    """What a guard may read of the records and documents its groups refer to: path -> (kind, label)."""
    found: dict[str, tuple[Type, str]] = {}
    for one in shape.groups:
        spec = fields[one.field].spec
        if spec.type is not FieldType.REFERENCE or not (spec.ref in DOCUMENT_TYPES or spec.ref in RESOURCES):
            continue
        for name, other in dataset(viewer=SYSTEM, name=str(spec.ref)).fields.items():
            kind = FIELD_KINDS.get(other.spec.type)
            if kind is not None and "." not in name and name != "execution":
                found[f"{one.field}.{name}"] = (Type(kind), f"{spec.label}·{other.spec.label}")
    return found


def values_behind(shape: Shape, guard: Guard, rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """For each row, by its dims, the values behind its groups that the guard reads: path -> value."""
    found: list[dict[str, Any]] = [{} for _ in rows]
    fields = source_fields(shape.source)
    for at, one in enumerate(shape.groups):
        names = guard.behind.get(one.field, ())
        ids = sorted({int(dims[at]) for dims in rows if dims[at] is not None}) if names else []
        if not ids:
            continue
        asked = dataset(viewer=SYSTEM, name=str(fields[one.field].spec.ref))
        paths = [asked.fields[name].spec for name in names]
        records = narrowed_rows(asked, (), names).filter(pk__in=ids).values_list("pk", *(spec.path for spec in paths))
        told = {row[0]: row[1:] for row in records}
        for row, dims in zip(found, rows, strict=True):
            for spec, value in zip(paths, told.get(int(dims[at] or 0), ()), strict=False):
                row[f"{one.field}.{spec.name}"] = guard_value(cell(value), FIELD_KINDS.get(spec.type, Kind.TEXT))
    return found
