"""The rows behind a figure: a page of a dataset, each with the way to its own page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.metadata.queries.describe import field_json
from hengku.metadata.queries.listing import ListParams, list_records
from hengku.studio.queries.datasets import dataset
from hengku.studio.queries.query import bounded, narrowed_rows, settled_clauses
from hengku.studio.types import DataField

_DOT = "__in__"
MOST_ROWS = 200


def dataset_rows(*, viewer: Viewer, at: datetime, raw: Mapping[str, Any]) -> dict[str, Any]:
    """A page of rows: {dataset, fields, filters, sort, limit, cursor}. Each row has its fields and `_path`, the page it is shown on.

    Raises Refused: dataset_unknown (404), dataset_field_unknown, and what lists refuse.
    """
    asked = dataset(viewer=viewer, name=str(raw.get("dataset") or ""))
    names = [
        str(name) for name in raw.get("fields") or [name for name, one in asked.fields.items() if one.spec.in_list][:12]
    ]
    unknown = [name for name in names if name not in asked.fields]
    if unknown:
        raise refuse("dataset_field_unknown", status=400, loc=("fields",), field=unknown[0][:80])
    rows = narrowed_rows(asked, settled_clauses(raw.get("filters") or [], at=at), names)
    sort = str(raw.get("sort") or "")
    order = sort.lstrip("-")
    shown = {
        name: _plain(asked.fields[name])
        for name in dict.fromkeys([*names, *([order] if order in asked.fields else [])])
    }
    with bounded():
        page = list_records(
            queryset=rows,
            fields=list(shown.values()),
            viewer=viewer,
            params=ListParams(
                limit=max(1, min(int(raw.get("limit") or 50), MOST_ROWS)),
                cursor=str(raw.get("cursor") or ""),
                sort=sort.replace(".", _DOT),
                fields=",".join(name.replace(".", _DOT) for name in names),
            ),
            default_sort=asked.default_sort if asked.kind != "lines" else "-document__business_date,-id",
            always=(asked.record_key,) if asked.record_key != "pk" else (),
        )
    return {
        "columns": [field_json(asked.fields[name].spec) for name in names],
        "rows": [_row(asked.records_at, asked.record_key, names, item) for item in page.items],
        "next_cursor": page.next_cursor,
        "count": page.count,
        "count_capped": page.count_capped,
        "totals": {name.replace(_DOT, "."): value for name, value in page.totals.items()},
    }


def _plain(field: DataField) -> Any:
    """The field under a name that the database takes for a column's."""
    return field.spec.but(name=field.spec.name.replace(".", _DOT), column=field.spec.path, sortable=True)


def _row(records_at: str, key: str, names: list[str], item: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: item.get(name.replace(".", _DOT)) for name in names}
    record = item["id"] if key == "pk" else item[key]
    return {"id": item["id"], "_path": f"/{records_at}/{record}" if records_at else None, **found}
