"""Document numbers: gapless per book, type and the text around the serial (domain specification 2.1 Numbering)."""

from datetime import date
from functools import lru_cache

from hengku.masterdata.rules.numbering import NumberFrame, frame

DEFAULT_PATTERN = "{prefix}-{yyyyMM}-{seq:4}"


@lru_cache(maxsize=512)
def numbering_of(*, pattern: str, prefix: str, book_code: str, on: date) -> NumberFrame:
    """The text around the serial of a document dated `on`."""
    return frame(pattern, prefix=prefix, on=on, values={"book": book_code})


def counter_key(*, book_id: int, document_type: str, numbering: NumberFrame) -> str:
    """The counter a number is drawn from: the serial restarts when the text around it changes."""
    return f"{book_id}:{document_type}:{numbering.head}#{numbering.tail}"
