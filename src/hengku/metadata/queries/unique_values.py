"""Fields whose values must be told apart: asked after the rows are written, one writer of a value at a time."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.quantity import plain
from hengku.metadata.queries.ext_sql import value_sql
from hengku.metadata.rules.codec import exact
from hengku.metadata.rules.own_targets import OWN_TARGETS, OwnTarget
from hengku.metadata.types import FieldSpec

Written = tuple[int, Mapping[str, Any], tuple[Any, ...]]
"""Id of a row that was just written, its `ext`, its place in the request."""


def require_unique(*, fields: Sequence[FieldSpec], target: str, rows: Sequence[Written]) -> None:
    """Raise Refused value_taken for every value of a unique field that another row has. The transaction that wrote `rows` holds a lock
    on each of their values until it ends, so of two writers of one value the second sees the first; costs nothing where no field
    is unique."""
    found = taken_values(fields, target, rows)
    if found:
        raise Refused(found)


def taken_values(fields: Sequence[FieldSpec], target: str, rows: Sequence[Written]) -> list[Refusal]:
    """The same as refusals. Id 0 = a row that is not written yet."""
    unique = [spec for spec in fields if spec.rules is not None and spec.rules.unique]
    if not unique or not rows:
        return []
    found: list[Refusal] = []
    for spec in unique:
        told = [(row_id, row_ext[spec.key], loc) for row_id, row_ext, loc in rows if row_ext.get(spec.key) is not None]
        if told:
            found.extend(_taken(spec, OWN_TARGETS.get(target), told))
    return found


def _taken(spec: FieldSpec, target: OwnTarget, told: Sequence[tuple[int, Any, tuple[Any, ...]]]) -> list[Refusal]:
    values = sorted({_plain(value) for _, value, _ in told})
    sql.rows(connection, _LOCK, ([f"{spec.key} {value}" for value in values],))
    ids = [row_id for row_id, _, _ in told]
    others = {str(value) for (value,) in sql.rows(connection, _OTHERS.format(**_parts(spec, target)), (values, ids))}
    seen: set[str] = set()
    found = []
    for _, stored, loc in told:
        value = _plain(stored)
        if value in others or value in seen:
            found.append(Refusal("value_taken", {"value": value}, (*loc, spec.name)))
        seen.add(value)
    return found


_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(v, 0))::text FROM unnest(%s::text[]) AS v"
_OTHERS = "SELECT ({value})::text FROM {table} WHERE {kept} AND {value} = ANY(%s::text[]::{type}[]) AND NOT id = ANY(%s::bigint[])"
_DOUBLED = "SELECT ({value})::text FROM {table} WHERE {kept} AND {value} IS NOT NULL GROUP BY {value} HAVING count(*) > 1 LIMIT 1"


def first_doubled(spec: FieldSpec, target: OwnTarget) -> str | None:
    """A value that stands in more than one row already."""
    rows = sql.rows(connection, _DOUBLED.format(**_parts(spec, target)), ())
    return str(rows[0][0]) if rows else None


def _parts(spec: FieldSpec, target: OwnTarget) -> dict[str, str]:
    value = value_sql(spec, f'"{target.table}".ext')
    kept = [target.alive] if target.alive else []
    if target.kept_for is not None:
        column, only = target.kept_for
        kept.append(f"{column} = '{only}'")
    kind = "numeric" if value.startswith("erp_num") else "text"
    return {"value": value, "table": f'"{target.table}"', "kept": " AND ".join(kept) or "true", "type": kind}


def _plain(value: Any) -> str:
    """The value as the database writes it out."""
    number = exact(value)
    return str(value) if number is None else plain(number)
