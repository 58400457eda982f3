"""A report as a flat table: what CSV, spreadsheets and paper can hold. An item becomes code, name and spec."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from hengku.kernel.texts import Text
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.rules.figures import in_text, is_number, on_paper
from hengku.reports.texts import REPORT_WORDS

_PARTS: Mapping[str, tuple[tuple[str, Text], ...]] = {
    "items": (
        ("code", REPORT_WORDS["item_code"]),
        ("name", REPORT_WORDS["item_name"]),
        ("spec", REPORT_WORDS["item_spec"]),
    ),
}
"""Which parts of a reference get a column of their own; the others are one column with the name."""

FACTOR_WIDE = 2
CODE_POINT_WIDE = 0x2E80
_ALWAYS = ("opening_", "closing_")
SMALLEST, LARGEST = 4.5, 9.0
PAGE_POINTS = 780
HALF_WIDTH = 0.62
"""Width of a half-width character in em, with its share of the cell's margins."""


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """A column of text or figures; `read` takes the value out of a report row."""

    field: FieldSpec
    read: Callable[[Mapping[str, object]], object]


def flat_columns(columns: Sequence[FieldSpec]) -> list[FlatColumn]:
    """The report's columns, references split into their parts."""
    flat: list[FlatColumn] = []
    for column in columns:
        parts = _PARTS.get(column.ref or "") if column.type == FieldType.REFERENCE else None
        if parts is None:
            flat.append(FlatColumn(column, lambda row, name=column.name: row.get(name)))  # type: ignore[misc]
            continue
        for key, label in parts:
            flat.append(_part(column, key, label))
    return flat


def _part(column: FieldSpec, key: str, label: Text) -> FlatColumn:
    def read(row: Mapping[str, object]) -> object:
        reference = row.get(column.name)
        return reference.get(key) if isinstance(reference, Mapping) else None

    return FlatColumn(FieldSpec(f"{column.name}_{key}", label, FieldType.TEXT), read)


def flat_rows(
    columns: Sequence[FlatColumn], rows: Iterable[Mapping[str, object]], *, zone: ZoneInfo
) -> Iterator[dict[str, object]]:
    """Rows for file writers: the text people read; figures in plain digits, which spreadsheets take as numbers."""
    for row in rows:
        yield {column.field.name: _cell(column, row, zone) for column in columns}


def _cell(column: FlatColumn, row: Mapping[str, object], zone: ZoneInfo) -> object:
    value = column.read(row)
    return None if value is None and is_number(column.field) else in_text(column.field, value, zone)


def paper_rows(
    columns: Sequence[FlatColumn], rows: Iterable[Mapping[str, object]], *, zone: ZoneInfo
) -> list[list[str]]:
    """Rows for paper: every cell is the text to print."""
    return [[on_paper(column.field, column.read(row), zone) for column in columns] for row in rows]


def paper_columns(columns: Sequence[FlatColumn], rows: Sequence[Sequence[str]]) -> list[dict[str, object]]:
    """Label, alignment and relative width: figures get the room of their longest value, texts wrap beyond `most`."""
    described: list[dict[str, object]] = []
    for index, column in enumerate(columns):
        number = is_number(column.field)
        described.append(
            {
                "label": str(column.field.label),
                "align": "right" if number else "left",
                "width": column_width(str(column.field.label), (row[index] for row in rows), most=24 if number else 16),
            }
        )
    return described


def column_width(label: str, values: Iterable[str], *, most: int) -> float:
    """Width in half-width characters: the longest text, at most `most`, at least 4 and the label's."""
    longest = max((text_width(value) for value in values), default=0)
    return float(max(4, min(text_width(label), most), min(longest, most)) + 1)


def text_width(text: str) -> int:
    """Chinese characters are two columns wide."""
    return sum(FACTOR_WIDE if ord(character) >= CODE_POINT_WIDE else 1 for character in text)


def without_empty(
    columns: Sequence[FlatColumn], rows: Sequence[Mapping[str, object]], totals: Mapping[str, object]
) -> list[FlatColumn]:
    """On paper a column in which nothing stands only takes room: figures that are zero everywhere, texts that nobody filled.
    Opening and closing stay: nothing is an answer there."""

    def says_something(column: FlatColumn) -> bool:
        if column.field.name.startswith(_ALWAYS):
            return True
        values = [*(column.read(row) for row in rows), totals.get(column.field.name)]
        return any(value not in (None, "", 0) for value in values)

    return [column for column in columns if not rows or says_something(column)]


def font_size(columns: Sequence[Mapping[str, object]]) -> float:
    """The largest letters, in points, in which a landscape page holds the columns side by side."""
    wide = sum(float(str(column["width"])) for column in columns)
    return max(SMALLEST, min(LARGEST, PAGE_POINTS / (wide * HALF_WIDTH)))


def total_cells(columns: Sequence[FlatColumn], totals: Mapping[str, object], label: str) -> list[dict[str, object]]:
    """The totals row on paper: the label over the columns before the first total, then one cell a column."""
    first = next((index for index, column in enumerate(columns) if column.field.name in totals), None)
    if first is None:
        return []
    cells: list[dict[str, object]] = [{"span": first, "align": "left", "value": label}] if first else []
    zone = ZoneInfo("UTC")
    for column in columns[first:]:
        value = on_paper(column.field, totals.get(column.field.name), zone)
        cells.append({"span": 1, "align": "right", "value": value})
    return cells
