"""Cost variances of items kept at standard cost: what a month has to share out, who bears it, what was shared out already."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.db.models import Sum

from hengku.finance.models import OpeningBalance, VarianceShare
from hengku.finance.queries.facts import load_facts
from hengku.finance.queries.standing import accounts_of_key
from hengku.finance.rules.closing import Month
from hengku.finance.rules.templates import issue_counter
from hengku.finance.rules.variances import Issue, ItemVariance, shared_out
from hengku.finance.types import Aux, DraftLine, EntryFact, Side
from hengku.kernel import sql
from hengku.kernel.money import ZERO, split
from hengku.ledger.queries.standards import ISSUES, RECEIPTS, StandardMonth, Turned, standard_months
from hengku.masterdata.queries.books import book_facts
from hengku.masterdata.queries.inventory_keys import inventory_keys
from hengku.masterdata.types import AccountingStandard


class Bearing(NamedTuple):
    """One share: who used the goods up, and the account and auxiliaries it goes to."""

    item_id: int
    document_id: int | None
    line_id: int | None
    line: DraftLine


def opening_variance(*, book_id: int) -> Decimal:
    """What was entered as opening balance of the variance account, debit positive."""
    accounts = {account.pk: account.side for account in accounts_of_key(book_id=book_id, key="PPV")}
    total = ZERO
    for account_id, amount in OpeningBalance.objects.filter(account_id__in=accounts).values_list(
        "account_id", "amount"
    ):
        total += amount if accounts[account_id] == Side.DEBIT else -amount
    return total


def _openings(book_id: int, months: Sequence[StandardMonth]) -> Mapping[int, Decimal]:
    """The opening balance names no item: it belongs to the items' opening stock, by value; without any, to the first item."""
    total = opening_variance(book_id=book_id)
    if not total or not months:
        return {}
    weights = [one.book_opening for one in months]
    if not sum(weights, ZERO):
        return {months[0].item_id: total}
    return dict(zip((one.item_id for one in months), split(total, weights), strict=True))


def _shared_before(month: Month) -> Mapping[int, Decimal]:
    rows = VarianceShare.objects.filter(book_id=month.book_id, month__lt=month.first)
    return dict(rows.values_list("item_id").annotate(total=Sum("amount")))


def item_variances(*, month: Month, item_ids: Iterable[int] | None = None) -> list[ItemVariance]:
    """The rate of each item of the month and its shares, computed now from what is posted."""
    every = standard_months(book_id=month.book_id, first=month.first, after=month.after)
    openings, shared = _openings(month.book_id, every), _shared_before(month)
    wanted = None if item_ids is None else set(item_ids)
    return [
        _variance_of(one, openings.get(one.item_id, ZERO) - shared.get(one.item_id, ZERO))
        for one in every
        if wanted is None or one.item_id in wanted
    ]


def _variance_of(month: StandardMonth, brought: Decimal) -> ItemVariance:
    issues = issues_of(month.turned)
    closing = month.amount + sum((one.amount for one in month.turned), ZERO)
    return shared_out(
        item_id=month.item_id,
        pool=brought + month.variance + sum((one.variance for one in month.turned), ZERO),
        base=closing + sum((issue.amount for issue in issues), ZERO),
        closing_quantity=month.quantity + sum((one.quantity for one in month.turned), ZERO),
        closing_standard=closing,
        issues=issues,
    )


def issues_of(turned: Sequence[Turned]) -> list[Issue]:
    """Documents that used goods up, by date. Kinds of movement that are neither receipt nor issue count by what they did to the
    item as a whole: what only moved between our own places has used nothing up."""
    by_document: dict[int, list[Turned]] = defaultdict(list)
    for one in turned:
        if one.movement_type not in RECEIPTS:
            by_document[one.document_id].append(one)
    issues = []
    for document_id, rows in by_document.items():
        net = sum((row.quantity for row in rows), ZERO)
        if any(row.movement_type in ISSUES for row in rows) or net < 0:
            lines: dict[int, Decimal] = defaultdict(Decimal)
            for row in rows:
                lines[row.line_id] -= row.amount
            issues.append(Issue(document_id, dict(lines)))
    return issues


def bearings(*, month: Month, variances: Sequence[ItemVariance]) -> list[Bearing]:
    """Every share with its account: the one the issue itself went to."""
    turned = {
        (row.item_id, row.document_id, row.line_id): row
        for one in standard_months(book_id=month.book_id, first=month.first, after=month.after)
        for row in one.turned
    }
    keys = inventory_keys({row.item_id: (row.own_key, row.category_id) for row in turned.values()}) if turned else {}
    documents = load_facts(document_ids=[document_id for one in variances for document_id in one.shares]).facts
    found: list[Bearing] = []
    for one in variances:
        for document_id, lines in one.shares.items():
            for line_id, amount in lines.items():
                if amount:
                    row = turned[one.item_id, document_id, line_id]
                    fact = _as_issue(row, keys[one.item_id], amount)
                    counter = issue_counter(documents[document_id], fact)
                    found.append(Bearing(one.item_id, document_id, line_id, counter))
        if one.rest:
            found.append(
                Bearing(one.item_id, None, None, DraftLine(Side.DEBIT, "COGS", one.rest, Aux(item_id=one.item_id)))
            )
    return _after_settlement(month.book_id, found)


_SETTLED = """
SELECT k.source_line_id FROM documents_link k JOIN documents_document d ON d.id = k.target_document_id
WHERE k.source_line_id = ANY(%s::bigint[]) AND d.type = 'loss_settlement' AND d.state = 'POSTED' AND d.reverses_id IS NULL
"""


def _after_settlement(book_id: int, found: list[Bearing]) -> list[Bearing]:
    """Losses that are settled already wait for nobody: their share goes where an unclaimed loss goes (L2)."""
    pending = [one.line_id for one in found if one.line.key == "PENDING-PL" and one.line_id is not None]
    settled = {pk for (pk,) in sql.rows(connection, _SETTLED, [pending])} if pending else set()
    if not settled:
        return found
    is_cas = book_facts(book_id).standard == AccountingStandard.CAS
    key = "ADMIN" if is_cas else "NONOP-OUT"
    return [
        one._replace(line=one.line._replace(key=key))
        if one.line_id in settled and one.line.key == "PENDING-PL"
        else one
        for one in found
    ]


def pending_variances(*, line_ids: Collection[int]) -> Decimal:
    """Cost variances that wait on PENDING-PL with the losses of these lines."""
    rows = VarianceShare.objects.filter(issue_line_id__in=list(line_ids), key="PENDING-PL")
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO


def _as_issue(row: Turned, key: str, amount: Decimal) -> EntryFact:
    return EntryFact(
        entry_id=0, posting_id=0, caused_by=row.document_id, document_id=row.document_id, document_type=row.document_type,
        line_id=row.line_id, kind="ISSUE", key=key, item_id=row.item_id, warehouse_id=row.warehouse_id, quantity=ZERO,
        amount=-amount, expensed=ZERO, date=row.date, outward=True,
    )  # fmt: skip


def live_shares(*, month: Month) -> Mapping[tuple[int, int | None, int | None], Decimal]:
    """What is shared out of a month as it stands: by item, document and line."""
    rows = VarianceShare.objects.filter(book_id=month.book_id, month=month.first)
    sums = rows.values_list("item_id", "issue_document_id", "issue_line_id").annotate(total=Sum("amount"))
    return {(item, document, line): total for item, document, line, total in sums if total}


def undistributed(*, book_id: int, posted: Decimal) -> Decimal:
    """What the variance account must hold: the opening balance and everything posted, less what was shared out."""
    shared = VarianceShare.objects.filter(book_id=book_id).aggregate(total=Sum("amount"))["total"] or ZERO
    return opening_variance(book_id=book_id) + posted - shared


def variances_of_order(*, order_id: int) -> Decimal:
    """What a cost object bears of the cost variances of its material."""
    rows = VarianceShare.objects.filter(cost_object_id=order_id)
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO


def shares_of_order(*, order_id: int) -> list[tuple[date, int | None, Decimal]]:
    """The same by share: month, the issue that bears it, amount."""
    rows = VarianceShare.objects.filter(cost_object_id=order_id).order_by("month", "pk")
    return list(rows.values_list("month", "issue_document_id", "amount"))


def is_up_to_date(*, month: Month) -> bool:
    """Whether the shares of the month are those that would be made now."""
    wanted: dict[tuple[int, int | None, int | None], Decimal] = {}
    for one in item_variances(month=month):
        for document_id, lines in one.shares.items():
            wanted |= {(one.item_id, document_id, line_id): amount for line_id, amount in lines.items() if amount}
        if one.rest:
            wanted[one.item_id, None, None] = one.rest
    return wanted == live_shares(month=month)
