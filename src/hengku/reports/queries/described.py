"""Reports as pages see them: the form of parameters and the columns with their defaults."""

from typing import Any

from hengku.identity.types import Viewer
from hengku.metadata.queries.describe import field_json
from hengku.reports.queries.answer import columns_of, visible_columns
from hengku.reports.queries.parameters import parameters_of
from hengku.reports.rules.registry import REPORTS
from hengku.reports.types import ReportSpec


def describe_reports(viewer: Viewer) -> list[dict[str, Any]]:
    """Every report the viewer may see, in the reader's language."""
    return [_report_json(spec, viewer) for spec in REPORTS if viewer.may(spec.resource, "view")]


def _report_json(spec: ReportSpec, viewer: Viewer) -> dict[str, Any]:
    defaults = {one.name: one.default for one in parameters_of(spec=spec)}
    columns = visible_columns(columns=columns_of(spec, defaults), viewer=viewer)
    return {
        "name": spec.name,
        "label": str(spec.label),
        "group": spec.group,
        "help": str(spec.help),
        "resource": spec.resource,
        "explains": spec.explain is not None,
        "parameters": [field_json(one) for one in parameters_of(spec=spec)],
        "columns": [field_json(one) for one in columns],
    }
