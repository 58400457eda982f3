"""开账 and 反开账: fixing what a book brought with it, and letting it be changed again."""

from collections.abc import Collection

from django.db import transaction

from hengku.finance.models import BookOpening, OpeningBalance
from hengku.finance.operations.opening_papers import is_locked
from hengku.finance.queries.charts import chart_of
from hengku.finance.queries.opening import checklist, details, reopen_refusals
from hengku.finance.queries.standing import accounts_of_key
from hengku.identity.operations.audit import record_change
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.money import ZERO
from hengku.ledger.queries.closing import has_closed

ENTITY = "opening"


@transaction.atomic
def open_books(*, act: Act, book_id: int) -> None:
    """开账: from now on the openings are locked. Refuses opening_is_open and, with every differing key, what the checklist finds."""
    if is_locked(book_id=book_id):
        raise refuse("opening_is_open", status=409)
    found = [Refusal(check.id, row) for check in checklist(book_id=book_id) for row in check.rows]
    if found:
        raise Refused(found)
    _set(act, book_id, opened=True, reason="")


@transaction.atomic
def reopen_openings(*, act: Act, book_id: int, reason: str, confirm: Collection[str] = ()) -> None:
    """反开账. Refuses opening_not_open, opening_needs_reason, opening_period_closed, opening_paper_used for every paper later ones
    rest on; asks to confirm opening_posted_since."""
    if not is_locked(book_id=book_id):
        raise refuse("opening_not_open", status=409)
    if not reason.strip():
        raise refuse("opening_needs_reason", loc=("reason",))
    found = reopen_refusals(book_id=book_id)
    firm = [one for one in found if one.severity == "block" or not ({one.code, "*"} & set(confirm))]
    if firm:
        raise Refused(firm)
    _set(act, book_id, opened=False, reason=reason)


def _set(act: Act, book_id: int, *, opened: bool, reason: str) -> None:
    BookOpening.objects.filter(book_id=book_id).update(
        opened_at=act.at if opened else None, opened_by_id=act.actor_id if opened else None
    )
    record_change(
        act=act, entity=ENTITY, entity_id=book_id, action="open" if opened else "reopen",
        before={"opened": not opened}, after={"opened": opened}, reason=reason,
    )  # fmt: skip


@transaction.atomic
def carry_papers(*, act: Act, book_id: int) -> None:
    """Let the opening balances of receivables, payables, advances and estimates say what the papers say, partner by partner.
    Refuses opening_locked, opening_closed, key_unknown."""
    if is_locked(book_id=book_id):
        raise refuse("opening_locked")
    if has_closed(book_id=book_id):
        raise refuse("opening_closed")
    chart = chart_of(book_id=book_id)
    stamp = {"created_at": act.at, "updated_at": act.at, "created_by_id": act.actor_id, "updated_by_id": act.actor_id}
    for key, told in details(book_id=book_id).items():
        accounts = [one.pk for one in accounts_of_key(book_id=book_id, key=key)]
        old = OpeningBalance.objects.filter(account_id__in=accounts)
        before = f"{sum(old.values_list('amount', flat=True), ZERO):.2f}"
        old.delete()
        rows = []
        for partner_id, amount in told.items():
            account_id = chart.account_of(key, partner_id=partner_id)
            if account_id is None:
                raise refuse("key_unknown", key=key)
            rows.append(
                OpeningBalance(book_id=book_id, account_id=account_id, partner_id=partner_id, amount=amount, **stamp)
            )
        OpeningBalance.objects.bulk_create(row for row in rows if row.amount)
        after = f"{sum((row.amount for row in rows), ZERO):.2f}"
        if before != after:
            record_change(
                act=act, entity="opening-balances", entity_id=key, action="update", before={"amount": before}, after={"amount": after}
            )  # fmt: skip
