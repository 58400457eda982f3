"""Lists of documents as files."""

from hengku.documents.queries.listing import each_document, each_line, spec_of
from hengku.documents.texts import LABELS
from hengku.identity.operations.taken_out import Tallied, note_taken_out
from hengku.identity.queries.restrict import require
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.metadata.operations.export import CSV_TYPE, XLSX_TYPE, write_csv, write_xlsx
from hengku.metadata.queries.listing import ListParams


def export_documents(
    *, act: Act, code: str | None, params: ListParams, kind: str, with_lines: bool
) -> tuple[str, str, bytes]:
    """File name, media type and content of a list: one row per document, or (of one type) per line. The log of exports tells of it.

    Raises Refused permission_denied without the right to export, invalid_choice for an unknown format.
    """
    if kind not in {"xlsx", "csv"}:
        raise refuse("invalid_choice", status=400, loc=("format",))
    viewer = act.viewer
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
    tallied = Tallied(rows)
    content = write_csv(columns, tallied) if kind == "csv" else write_xlsx(columns, tallied)
    what = f"{code or 'documents'}{':line' if with_lines else ''}"
    asked = {name: value for name, value in (("filter", params.filter), ("q", params.q)) if value}
    note_taken_out(act=act, kind="EXPORT", what=what, form=kind, filters=asked, rows=tallied.count)
    return name, CSV_TYPE if kind == "csv" else XLSX_TYPE, content
