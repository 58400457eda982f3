"""What every stock document says to the ledger: its natural key, and its mirror."""

from collections.abc import Sequence

from hengku.documents.rules.reversal import line_ids, pairs
from hengku.documents.types import LoadedDocument
from hengku.ledger.types import ReversalRequest


def request_key(document: LoadedDocument, transition: str = "post") -> str:
    """The natural key that makes posting twice impossible: "goods_receipt:123:post"."""
    return f"{document.type}:{document.id}:{transition}"


def reversal_requests(documents: Sequence[LoadedDocument]) -> list[ReversalRequest]:
    """What an effect of "reverse" asks of the ledger: each original's mirror, with the mirror's date and lines."""
    return [
        ReversalRequest(
            request_key=request_key(original, "reverse"),
            book_id=original.book_id,
            original_document_id=original.id,
            document_id=mirror.id,
            document_type=mirror.type,
            business_date=mirror.business_date,
            line_ids=line_ids(mirror),
        )
        for original, mirror in pairs(documents)
    ]
