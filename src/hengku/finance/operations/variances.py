"""差异分摊: sharing out the cost variances of a month, again and again until it is closed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db import connection, transaction

from hengku.documents.models import Document
from hengku.documents.operations.create import create_and_transition
from hengku.documents.operations.transition import transition_documents
from hengku.documents.rules.reversal import pairs
from hengku.documents.types import DocumentDraft, DocumentState, LoadedDocument, TransitionCommand
from hengku.finance.models import VarianceShare
from hengku.finance.queries.variances import bearings, is_up_to_date, item_variances
from hengku.finance.rules.closing import Month
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused
from hengku.ledger.queries.closing import is_closed
from hengku.ledger.queries.standards import standard_items
from hengku.masterdata.queries.books import book_facts, today

TYPE = "variance_run"
_LOCK = "SELECT id FROM masterdata_book WHERE id = %s FOR NO KEY UPDATE"


def _month(book_id: int, day: date) -> Month:
    first = day.replace(day=1)
    return Month(book_id, first, (first + timedelta(days=32)).replace(day=1))


def live_run(*, month: Month) -> Document | None:
    """The run that stands for a month, if there is one."""
    return Document.objects.filter(
        book_id=month.book_id, type=TYPE, state=DocumentState.POSTED, reverses__isnull=True,
        business_date__gte=month.first, business_date__lt=month.after,
    ).first()  # fmt: skip


@transaction.atomic
def run_variances(*, act: Act, month: Month) -> int | None:
    """Share out the cost variances of a month as it stands now; gives the run's document, None when there is nothing to share out.

    A run that still says the same stays; an outdated one is taken back first. Runs are dated the month's last day, or today before
    it. Raises Refused period_closed.
    """
    sql.rows(connection, _LOCK, [month.book_id])
    run = live_run(month=month)
    if is_up_to_date(month=month):
        return run.pk if run is not None else None
    if is_closed(book_id=month.book_id, month=month.first):
        raise Refused(Refusal("period_closed", {"month": f"{month.first:%Y-%m}", "date": str(month.first)}))
    house = replace(act, viewer=replace(act.viewer, all_powerful=True))
    last = min(month.after - timedelta(days=1), today(book_facts(month.book_id), act.at))
    if run is not None:
        command = TransitionCommand(run.pk, "reverse", reason=str(last), business_date=last)
        transition_documents(act=house, commands=[command])
    if is_up_to_date(month=month):
        return None
    draft = DocumentDraft(type=TYPE, business_date=last, book_id=month.book_id)
    return create_and_transition(act=house, drafts=[draft], transition="post")[0]


def run_before_close(act: Act, month: Month) -> None:
    """Part of every close of a book with items at standard cost."""
    if standard_items(book_id=month.book_id):
        run_variances(act=act, month=month)


def guard_runs(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """variance_run_exists: one at a time."""
    problems: list[Refusal] = []
    for document in documents:
        month = _month(document.book_id, document.business_date)
        standing = live_run(month=month)
        if standing is not None and standing.pk != document.id:
            problems.append(Refusal("variance_run_exists", {"number": standing.number or ""}, ("header",)))
    return problems


def post_runs(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Compute the shares of each run's month and keep them."""
    for document in documents:
        month = _month(document.book_id, document.business_date)
        found = bearings(month=month, variances=item_variances(month=month))
        VarianceShare.objects.bulk_create(
            VarianceShare(
                document_id=document.id, book_id=document.book_id, month=month.first, item_id=one.item_id,
                issue_document_id=one.document_id, issue_line_id=one.line_id, key=one.line.key, amount=one.line.amount,
                partner_id=one.line.aux.partner_id, cost_object_id=one.line.aux.document_id,
                warehouse_id=one.line.aux.warehouse_id, department=one.line.aux.department,
            )
            for one in found
        )  # fmt: skip


def reverse_runs(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Take the shares back."""
    mirrors = {original.id: mirror.id for original, mirror in pairs(documents)}
    rows = list(VarianceShare.objects.filter(document_id__in=mirrors).order_by("pk"))
    for row in rows:
        row.pk, row.document_id, row.amount = None, mirrors[row.document_id], -row.amount
    VarianceShare.objects.bulk_create(rows)
