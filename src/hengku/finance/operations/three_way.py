"""Three-way match asked before a purchase invoice takes effect."""

from collections.abc import Sequence

from hengku.documents.rules.rights import allows
from hengku.documents.types import LoadedDocument
from hengku.finance.queries.three_way import charges_of
from hengku.finance.rules.three_way import difference_refusal
from hengku.identity.queries.holders import roles_that_may
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal

RELEASE = "exceed"
"""The right, on purchase invoices, to let a difference beyond the tolerance pass."""


def guard_match(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Lines whose amount is further from the order's price than the book tolerates. Credit notes are not asked."""
    of_line = {line.id: document for document in documents if not document.extra.get("red") for line in document.lines}
    wrong = [charge for charge in charges_of(of_line) if not charge.matches]
    if not wrong:
        return []
    who = "、".join(roles_that_may(resource="purchase_invoice", action=RELEASE)) or "–"
    return [
        difference_refusal(
            charge,
            may_release=allows(
                act.viewer,
                "purchase_invoice",
                RELEASE,
                book_id=of_line[charge.line_id].book_id,
                warehouse_ids=set(),
                created_by_id=of_line[charge.line_id].created_by_id,
            ),
            who=who,
        )
        for charge in wrong
    ]
