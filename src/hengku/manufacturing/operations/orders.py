"""Production orders: what stands against withdrawing one."""

from collections.abc import Sequence

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.manufacturing.queries.material import documents_of_orders

_NAMED = 10


def guard_withdrawal(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """An order material was issued to, or is about to be, stays released."""
    users = documents_of_orders(order_ids=[document.id for document in documents])
    return [
        Refusal(
            "order_has_material",
            {
                "order": document.number,
                "documents": "、".join(
                    f"{DOCUMENT_TYPES.get(code).label} {number}" for code, number in users[document.id][:_NAMED]
                ),
            },
        )
        for document in documents
        if document.id in users
    ]
