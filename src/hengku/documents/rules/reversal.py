"""Reversal: which documents belong together, when it is refused, and the mirror (domain specification 2.1, I28)."""

from collections.abc import Sequence
from datetime import date

from hengku.documents.rules.headers import PreparedHeader
from hengku.documents.rules.lines import PreparedLine
from hengku.documents.types import DocumentState, LoadedDocument
from hengku.kernel.errors import Refusal


def pairs(documents: Sequence[LoadedDocument]) -> list[tuple[LoadedDocument, LoadedDocument]]:
    """(original, mirror) of what an effect of "reverse" was given."""
    by_id = {document.id: document for document in documents}
    return [(by_id[mirror.reverses_id], mirror) for mirror in documents if mirror.reverses_id in by_id]


def line_ids(mirror: LoadedDocument) -> dict[int, int]:
    """Original line -> mirror line, as ledger.types.ReversalRequest wants it."""
    return {line.source_line_id: line.id for line in mirror.lines if line.source_line_id is not None}


def once_problems(document: LoadedDocument) -> list[Refusal]:
    """A reversal is not reversed, and nothing is reversed twice."""
    if document.reverses_id is not None:
        return [Refusal("is_reversal", {"number": document.number})]
    if document.state == DocumentState.REVERSED:
        return [Refusal("already_reversed", {"number": document.number})]
    return []


def date_problems(document: LoadedDocument, on: date | None, today: date) -> list[Refusal]:
    """The mirror is dated today unless another day from the original's on is asked for."""
    loc = ("business_date",)
    if on is not None and on < document.business_date:
        params = {"date": on.isoformat(), "original": document.business_date.isoformat()}
        return [Refusal("reversal_before_original", params, loc)]
    if on is not None and on > today:
        return [Refusal("future_date", {"date": on.isoformat(), "today": today.isoformat()}, loc)]
    return []


def mirror_header(header: PreparedHeader, on: date) -> PreparedHeader:
    """The same header dated `on`, with negative totals."""
    header.business_date = on
    header.total_quantity = -header.total_quantity
    header.total_net = -header.total_net
    header.total_tax = -header.total_tax
    header.total_amount = -header.total_amount
    return header


def mirror_line(line: PreparedLine) -> PreparedLine:
    """The same line with negative quantities and amounts, to the cent; prices stay."""
    return line._replace(
        quantity=-line.quantity,
        base_quantity=-line.base_quantity,
        second_quantity=None if line.second_quantity is None else -line.second_quantity,
        net=-line.net,
        tax=-line.tax,
        total=-line.total,
    )
