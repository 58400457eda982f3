"""Invariant of cost variances: the variance account holds what was not shared out yet, at every instant."""

from datetime import date

from django.db.models import Sum

from hengku.finance.models import VarianceShare
from hengku.finance.queries.standing import accounts_of_key, standings
from hengku.finance.queries.tie_out import unvouchered_documents
from hengku.finance.queries.variances import undistributed
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.ledger.queries.standards import standard_items, variances_posted
from hengku.masterdata.queries.books import all_books
from hengku.metadata.rules.invariants import CheckWindow, Findings, Invariant

_FOREVER = date(9999, 12, 1)


def variances_are_on_their_account(window: CheckWindow) -> Findings:
    """Balance of the variance account + variances not yet vouchered = opening balance + variances posted − variances shared out."""
    if not window.full:
        return Findings(0)
    failing = []
    rows = 0
    for book in all_books():
        items = standard_items(book_id=book.id)
        accounts = {account.pk for account in accounts_of_key(book_id=book.id, key="PPV")}
        if not items or not accounts:
            continue
        rows += len(items)
        waiting = unvouchered_documents(book_id=book.id)
        shared = VarianceShare.objects.filter(document_id__in=waiting).aggregate(total=Sum("amount"))["total"] or ZERO
        coming = variances_posted(book_id=book.id, document_ids=waiting) - shared
        stands = standings(book_id=book.id, first=None, last=_FOREVER)
        ledger = sum((stands[pk].closing for pk in accounts if pk in stands), ZERO)
        expected = undistributed(book_id=book.id, posted=variances_posted(book_id=book.id))
        if ledger + coming != expected:
            failing.append(
                {"book": book.name, "ledger": str(ledger), "waiting": str(coming), "variances": str(expected)}
            )
    return Findings(rows, tuple(failing))


INVARIANTS = (
    Invariant(
        "I24v",
        Text("差异科目等于未分摊差异", "The variance account is what is not shared out"),
        variances_are_on_their_account,
    ),
)
