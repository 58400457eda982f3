"""A declaration tried out: the rows it would give now, and where its guard would say no."""

from typing import Any

from hengku.identity.queries.restrict import denied
from hengku.identity.types import Act
from hengku.metadata.queries.columns import labels_of
from hengku.metadata.types import FieldType
from hengku.studio.operations.summaries import ENTITY, declared
from hengku.studio.operations.summary_rows import verdicts
from hengku.studio.queries.query import bounded
from hengku.studio.queries.summaries import guard_of, source_fields
from hengku.studio.queries.summary_sql import Found, whole_of
from hengku.studio.rules.summaries import Shape

MOST_SHOWN = 20


def try_summary(*, act: Act, values: dict[str, Any]) -> dict[str, Any]:
    """{columns, rows, count, broken}. For people who may make such tables: what is added up is everybody's. Raises Refused:
    permission_denied (403), and what a declaration refuses."""
    if not act.viewer.may(ENTITY, "create"):
        raise denied(ENTITY, "create")
    shape, told = declared({"code": "trial", "name": "trial", **values})
    with bounded():
        found = sorted(whole_of(shape), key=lambda one: -one.part.count)
    guard = guard_of(shape, told)
    holds = verdicts(act, shape, guard, [(one.dims, one.part) for one in found]) if guard else [None] * len(found)
    shown = sorted(zip(found, holds, strict=True), key=lambda pair: pair[1] is not False)[:MOST_SHOWN]
    names = _names(shape, [one for one, _ in shown])
    fields = source_fields(shape.source)
    return {
        "columns": [
            *(str(fields[one.field].spec.label) for one in shape.groups),
            *(one.label for one in shape.figures),
        ],
        "rows": [
            {
                "groups": [
                    names[at].get(str(value), "" if value is None else str(value)) for at, value in enumerate(one.dims)
                ],
                "figures": list(one.part.figures),
                "holds": verdict,
            }
            for one, verdict in shown
        ],
        "count": len(found),
        "broken": sum(one is False for one in holds),
    }


def _names(shape: Shape, rows: list[Found]) -> list[dict[str, str]]:
    """For each group, what its values are called."""
    fields = source_fields(shape.source)
    named: list[dict[str, str]] = []
    for at, group in enumerate(shape.groups):
        spec = fields[group.field].spec
        if spec.type is FieldType.REFERENCE and spec.ref:
            ids = {str(one.dims[at]) for one in rows if one.dims[at] is not None}
            told = labels_of(spec.ref, ids) if ids else {}
            named.append({key: " ".join(filter(None, (one["code"], one["name"]))) for key, one in told.items()})
        else:
            named.append({choice.value: str(choice.label) for choice in spec.choices})
    return named
