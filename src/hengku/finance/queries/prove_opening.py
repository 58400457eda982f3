"""I34o: what a book brought with it agrees, once it was opened (开账)."""

from hengku.finance.models import BookOpening
from hengku.finance.queries.opening import checklist
from hengku.kernel.texts import Text
from hengku.masterdata.queries.books import all_books
from hengku.metadata.rules.invariants import CheckWindow, Findings, Invariant


def openings_tie(window: CheckWindow) -> Findings:
    """Opening items, estimates and stock are the opening balances of their accounts, which balance; of books that were opened."""
    if not window.full:
        return Findings(0)
    opened = set(BookOpening.objects.filter(opened_at__isnull=False).values_list("book_id", flat=True))
    failing = tuple(
        {"book": book.name, "check": check.id, **row}
        for book in all_books()
        if book.id in opened
        for check in checklist(book_id=book.id)
        for row in check.rows
    )
    return Findings(len(opened), failing)


TIES = Invariant("I34o", Text("期初各项相符", "What the books began with agrees"), openings_tie)
