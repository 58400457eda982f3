"""A report as the API gives it."""

from typing import Any

from hengku.metadata.queries.describe import field_json
from hengku.reports.queries.parameters import as_shown, parameters_of
from hengku.reports.rules.figures import in_json
from hengku.reports.types import ReportAnswer


def report_json(*, answer: ReportAnswer) -> dict[str, Any]:
    """Columns, rows, totals, the parameters as understood, and where the next page begins."""
    fields = {column.name: column for column in answer.columns}
    specs = parameters_of(spec=answer.spec)
    shown = as_shown(specs=specs, values=answer.question.parameters)
    parameters = {spec.name: in_json(spec, shown[spec.name]) for spec in specs}
    return {
        "name": answer.spec.name,
        "label": str(answer.spec.label),
        "columns": [field_json(column) for column in answer.columns],
        "rows": [
            {name: in_json(fields[name], value) if name in fields else value for name, value in row.items()}
            for row in answer.rows
        ],
        "totals": {name: in_json(fields[name], value) for name, value in answer.totals.items()},
        "count": answer.count,
        "limit": answer.question.page.limit,
        "next_cursor": None if answer.next_offset is None else str(answer.next_offset),
        "parameters": parameters,
        "generated_at": answer.question.at.isoformat(),
    }
