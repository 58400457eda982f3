"""What a document gives to the progress of the lines it was made from, and what it takes back (domain specification 2.1)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from hengku.documents.types import DRAWING, LinkKind, LoadedDocument, LoadedLine, ProgressChange
from hengku.kernel.money import ZERO


def carried_out(documents: Sequence[LoadedDocument], *, sign: int = 1) -> list[ProgressChange]:
    """Everything these documents drew is carried out (sign -1: no longer)."""
    return [
        ProgressChange(source, document, kind, ZERO, sign * line.drawn)
        for line, source, document, kind in _drawing(documents)
    ]


def links_taken_back(documents: Sequence[LoadedDocument], *, executed: bool) -> list[ProgressChange]:
    """What void (links only) or reversal (what was carried out too) gives back to the source lines."""
    return [
        ProgressChange(source, document, kind, -line.drawn, -line.drawn if executed else ZERO)
        for line, source, document, kind in _drawing(documents)
    ]


def left_over(
    documents: Sequence[LoadedDocument], executed: Mapping[int, Decimal], *, taken_again: bool
) -> list[ProgressChange]:
    """What a task that is closed early gives back: of each line what was not carried out; reopening takes it again."""
    sign = 1 if taken_again else -1
    return [
        ProgressChange(source, document, kind, sign * (line.base_quantity - executed.get(line.id, ZERO)), ZERO)
        for line, source, document, kind in _drawing(documents)
    ]


def _drawing(documents: Sequence[LoadedDocument]) -> Iterator[tuple[LoadedLine, int, int, LinkKind]]:
    for document in documents:
        for line in document.lines:
            if (
                line.source_line_id is not None
                and line.source_document_id is not None
                and line.link_kind is not None
                and line.link_kind in DRAWING
            ):
                yield line, line.source_line_id, line.source_document_id, line.link_kind
