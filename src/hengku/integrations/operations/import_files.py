"""Files of imports: kept in the account set's folder, read once per process, given back with the bad rows marked."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from hengku.identity.queries.account_set import schema
from hengku.integrations.models import ImportRowResult, ImportRun
from hengku.integrations.rules.kinds import KINDS
from hengku.integrations.rules.sheets import Sheet, UnreadableFile, read_sheets
from hengku.integrations.texts import COLUMN_SAYS, ERRORS_COLUMN
from hengku.integrations.types import ImportState, RowState
from hengku.kernel.errors import MESSAGES, refuse
from hengku.kernel.texts import Language

WHOLE_FILE_ROWS = 20_000
"""Up to so many rows the whole file comes back with the bad rows marked; of bigger files only the bad rows, and also of files
whose good rows came in: sent again they would come in twice."""
_KEPT_IN_MEMORY = 2


def keep_file(*, run_id: int, content: bytes) -> None:
    """Store the file of a run."""
    path = _path(run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def sheets_of(*, run: ImportRun) -> list[Sheet]:
    """The sheets of a run's file. Refuses file_unreadable, file_missing."""
    path = _path(run.pk)
    if not path.is_file():
        raise refuse("file_missing", loc=("file",))
    return _read(path, run.sha256)


@lru_cache(maxsize=_KEPT_IN_MEMORY)
def _read(path: Path, digest: str) -> list[Sheet]:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise refuse("file_missing", loc=("file",))
    return parse(content)


def parse(content: bytes) -> list[Sheet]:
    """The sheets of a file's content. Refuses file_unreadable."""
    try:
        return read_sheets(content)
    except UnreadableFile:
        raise refuse("file_unreadable", loc=("file",)) from None


def _path(run_id: int) -> Path:
    return Path(settings.FILES_FOLDER) / schema() / "imports" / str(run_id)


def faults_text(kind: str, faults: Sequence[Mapping[str, object]], language: Language) -> str:
    """Faults of a row as sentences in the reader's language; those that do not name their column begin with it."""
    sentences = []
    for fault in faults:
        params = fault.get("params")
        text = MESSAGES.get(str(fault["code"])).in_language(
            language, dict(params) if isinstance(params, Mapping) else None
        )
        column = KINDS.get(kind).field(str(fault.get("field") or ""))
        label = column.label.in_language(language) if column else ""
        sentences.append(
            text if not label or label in text else COLUMN_SAYS.in_language(language, {"column": label, "text": text})
        )
    between = "；" if language == "zh-CN" else "; "
    return between.join(dict.fromkeys(sentence.rstrip("。.") for sentence in sentences))


def errors_file(*, run: ImportRun, language: Language) -> bytes:
    """A spreadsheet like the one that came, with the bad rows coloured and their errors in a first column."""
    mapping = run.mapping
    rows = sheets_of(run=run)[int(mapping.get("sheet", 0))].rows
    header = int(mapping.get("header_row", 0))
    bad = dict(ImportRowResult.objects.filter(run=run, state=RowState.REFUSED).values_list("number", "faults"))
    import xlsxwriter  # 12 MB that only those who export need

    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        red = book.add_format({"bg_color": "#FDE2E1"})
        bold = book.add_format({"bold": True})
        sheet.set_column(0, 0, 48)
        line = 0
        for index, cells in enumerate(rows):
            faults = bad.get(index + 1)
            if index > header and faults is None and (run.state == ImportState.PARTIAL or len(rows) > WHOLE_FILE_ROWS):
                continue
            style = bold if index == header else red if faults is not None else None
            first = (
                ERRORS_COLUMN.in_language(language)
                if index == header
                else faults_text(run.kind, faults or [], language)
            )
            for column, cell in enumerate((first, *cells)):
                if cell or style is red:
                    sheet.write_string(line, column, cell, style)
            line += 1
    return out.getvalue()
