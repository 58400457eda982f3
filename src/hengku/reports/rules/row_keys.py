"""What names a row of a report when one of its figures is to be explained: its number, and a mark of what the row is about."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from zlib import crc32

from hengku.metadata.types import FieldSpec
from hengku.reports.rules.figures import is_number
from hengku.reports.types import Row


def keyed(rows: Iterable[Row], columns: Sequence[FieldSpec], first: int) -> Iterator[Row]:
    """Rows with their `_key`; first: number of the first one."""
    for number, row in enumerate(rows, first):
        yield row if "_key" in row else {**row, "_key": row_key(row, columns, number)}


def row_key(row: Row, columns: Sequence[FieldSpec], number: int) -> dict[str, str]:
    """The number alone would name another row once a document was posted in between."""
    told = "|".join(_told(row.get(column.name)) for column in columns if not is_number(column))
    return {"row": str(number), "is": f"{crc32(told.encode()):08x}"}


def _told(value: Any) -> str:
    return str(value.get("id")) if isinstance(value, Mapping) else str(value)
