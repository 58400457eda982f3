"""Reversal: which documents belong together, and the mirror of a line (domain specification 2.1, I28)."""

from collections.abc import Sequence

from hengku.documents.types import LoadedDocument


def pairs(documents: Sequence[LoadedDocument]) -> list[tuple[LoadedDocument, LoadedDocument]]:
    """(original, mirror) of what an effect of "reverse" was given."""
    by_id = {document.id: document for document in documents}
    return [(by_id[mirror.reverses_id], mirror) for mirror in documents if mirror.reverses_id in by_id]


def line_ids(mirror: LoadedDocument) -> dict[int, int]:
    """Original line -> mirror line, as ledger.types.ReversalRequest wants it."""
    return {line.source_line_id: line.id for line in mirror.lines if line.source_line_id is not None}
