"""Lists of documents as files."""

from hengku.documents.queries.listing import each_document, each_line, spec_of
from hengku.documents.texts import LABELS
from hengku.identity.queries.restrict import require
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.metadata.operations.export import CSV_TYPE, XLSX_TYPE, write_csv, write_xlsx
from hengku.metadata.queries.listing import ListParams


def export_documents(
    *, viewer: Viewer, code: str | None, params: ListParams, kind: str, with_lines: bool
) -> tuple[str, str, bytes]:
    """File name, media type and content of a list: one row per document, or (of one type) per line.

    Raises Refused permission_denied without the right to export, invalid_choice for an unknown format.
    """
    if kind not in {"xlsx", "csv"}:
        raise refuse("invalid_choice", status=400, loc=("format",))
    spec = spec_of(code)
    if spec is not None:
        require(viewer, spec.code, "export")
    elif not viewer.all_powerful:
        raise refuse("required", status=400, loc=("type",))
    if with_lines and spec is None:
        raise refuse("required", status=400, loc=("type",))
    if spec is not None and with_lines:
        columns, rows = each_line(viewer=viewer, spec=spec, params=params)
    else:
        columns, rows = each_document(viewer=viewer, code=code, params=params)
    name = f"{spec.label if spec else LABELS['documents']}.{kind}"
    if kind == "csv":
        return name, CSV_TYPE, write_csv(columns, rows)
    return name, XLSX_TYPE, write_xlsx(columns, rows)
