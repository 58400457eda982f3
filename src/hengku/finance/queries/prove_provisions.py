"""Invariant of write-downs: their account holds what stands of them, and no item has less than nothing."""

from datetime import date

from django.db.models import Sum

from hengku.finance.models import Provision
from hengku.finance.queries.standing import accounts_of_key, standings
from hengku.finance.queries.tie_out import unvouchered_documents
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.masterdata.queries.books import all_books
from hengku.metadata.rules.invariants import CheckWindow, Findings, Invariant

_FOREVER = date(9999, 12, 1)


def provisions_are_on_their_account(window: CheckWindow) -> Findings:
    """Balance of 存货跌价准备 = what stands of write-downs that are vouchered; per item never negative."""
    if not window.full:
        return Findings(0)
    failing: list[dict[str, str]] = []
    rows = 0
    for book in all_books():
        kept = Provision.objects.filter(book_id=book.id)
        by_item = dict(kept.values_list("item_id").annotate(total=Sum("amount")))
        rows += len(by_item)
        failing += [
            {"book": book.name, "item": str(pk), "provided": str(total)} for pk, total in by_item.items() if total < 0
        ]
        accounts = {account.pk for account in accounts_of_key(book_id=book.id, key="IMPAIR")}
        waiting = kept.filter(document_id__in=unvouchered_documents(book_id=book.id))
        coming = waiting.aggregate(total=Sum("amount"))["total"] or ZERO
        stands = standings(book_id=book.id, first=None, last=_FOREVER)
        opened = sum((-stands[pk].opening for pk in accounts if pk in stands), ZERO)
        ledger = sum((-stands[pk].closing for pk in accounts if pk in stands), ZERO)
        expected = sum(by_item.values(), ZERO)
        if by_item and ledger - opened + coming != expected:
            failing.append(
                {"book": book.name, "ledger": str(ledger), "waiting": str(coming), "provided": str(expected)}
            )
    return Findings(rows, tuple(failing))


INVARIANTS = (
    Invariant(
        "I24w",
        Text("跌价准备科目等于跌价准备明细", "The write-down account is what stands of write-downs"),
        provisions_are_on_their_account,
    ),
)
