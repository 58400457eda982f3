"""Fees of assembly and disassembly: what is owed to who did the work opens with the document, and closes with its mirror."""

from collections.abc import Sequence
from decimal import Decimal

from hengku.documents.rules.reversal import pairs
from hengku.documents.types import LoadedDocument
from hengku.finance.operations import open_items
from hengku.identity.types import Act


def open_fees(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """AP of the partner named (A1); without a partner the fee is wages, which are nobody's open item."""
    del act
    open_items.open_all(
        [
            open_items.NewItem(
                book_id=document.book_id,
                side="AP",
                partner_id=document.partner_id,
                document_id=document.id,
                day=document.business_date,
                due=document.business_date,
                amount=Decimal(str(document.extra.get("fee") or 0)),
            )
            for document in documents
            if document.partner_id is not None
        ]
    )


def close_fees(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """The mirror's item settles the original's. Raises Refused matched."""
    open_items.close_mirrors(act=act, reversals=pairs(documents))
