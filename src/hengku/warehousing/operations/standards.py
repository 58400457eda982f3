"""New standard costs: goods on hand are revalued, the difference is a cost variance."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hengku.documents.operations.create import create_and_transition
from hengku.documents.types import DocumentDraft, LineDraft, LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.ledger.operations.post import post
from hengku.ledger.queries.standards import current_standards
from hengku.masterdata.operations.item_value import follow_standards
from hengku.warehousing.rules.specs_standard import revision_of


def guard_revisions(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """A standard is more than nothing, and an item has one of a revision."""
    problems: list[Refusal] = []
    for document in documents:
        seen: set[int] = set()
        for line in document.lines:
            if line.price is None or line.price <= 0:
                problems.append(Refusal("standard_cost_bad", {}, ("line", line.id, "price")))
            if line.item_id in seen:
                problems.append(Refusal("standard_twice", {}, ("line", line.id, "item")))
            seen.add(line.item_id)
    return problems


def post_revisions(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Revalue, and show the standards in force on the items' cards. Refuses not_standard_costed, and the ledger's reasons."""
    post(act=act, requests=[revision_of(document) for document in documents])
    for book_id in sorted({document.book_id for document in documents}):
        items = {line.item_id for document in documents if document.book_id == book_id for line in document.lines}
        follow_standards(act=act, costs=current_standards(book_id=book_id, item_ids=items))


def revise_standards(*, act: Act, book_id: int, day: date, costs: Sequence[tuple[int, Decimal]]) -> int:
    """Post a revision of these (item, standard cost); gives its document's id."""
    draft = DocumentDraft(
        type="standard_revision",
        business_date=day,
        book_id=book_id,
        lines=[LineDraft(item_id=item_id, price=cost) for item_id, cost in costs],
    )
    return create_and_transition(act=act, drafts=[draft], transition="post")[0]
