"""存货跌价准备单: write goods down to what they can bring, take it back as they recover, carry it out as they are sold."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction

from hengku.documents.operations.create import create_and_transition
from hengku.documents.rules.reversal import pairs
from hengku.documents.types import DocumentDraft, LoadedDocument
from hengku.finance.models import Provision
from hengku.finance.queries.provisions import Step, charges_of, due_releases, provided
from hengku.finance.rules.closing import Month
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.money import ZERO
from hengku.ledger.queries.closing import is_closed
from hengku.masterdata.models import Item
from hengku.masterdata.queries.books import book_facts, today
from hengku.masterdata.types import AccountingStandard

TYPE = "write_down"


def _month(book_id: int, day: date) -> Month:
    first = day.replace(day=1)
    return Month(book_id, first, (first + timedelta(days=32)).replace(day=1))


def guard_write_downs(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """write_down_not_sbe: small businesses book no impairment; item_twice; write_down_price: a price below nothing."""
    problems: list[Refusal] = []
    for document in documents:
        if book_facts(document.book_id).standard == AccountingStandard.SBE:
            problems.append(Refusal("write_down_not_sbe", {}, ("header",)))
        seen = Counter(line.item_id for line in document.lines)
        problems += [
            Refusal("write_down_item_twice", {}, ("line", line.id, "item"))
            for line in document.lines
            if seen[line.item_id] > 1
        ]
        problems += [
            Refusal("write_down_price", {}, ("line", line.id, "price"))
            for line in document.lines
            if line.price is None or line.price < 0
        ]
    return problems


def post_write_downs(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Carry out what left with goods sold, then bring every tested item to what it must stand at. Refuses nothing_to_write_down."""
    for document in documents:
        _require_open(document)
        month = _month(document.book_id, document.business_date)
        releases = due_releases(month=month, until=document.business_date)
        steps = [*releases, *charges_of(document=document, releases=releases)]
        if not any(step.amount for step in steps):
            raise refuse("nothing_to_write_down", loc=("header",))
        Provision.objects.bulk_create(_row(document, step) for step in steps)


def _row(document: LoadedDocument, step: Step) -> Provision:
    return Provision(
        document_id=document.id, book_id=document.book_id, item_id=step.item_id, date=document.business_date,
        kind=step.kind, key=step.key, amount=step.amount, quantity=step.quantity, cost=step.cost,
        realisable=step.realisable,
    )  # fmt: skip


def _require_open(document: LoadedDocument) -> None:
    first = document.business_date.replace(day=1)
    if is_closed(book_id=document.book_id, month=first):
        raise refuse("period_closed", month=f"{first:%Y-%m}", date=str(document.business_date))


def reverse_write_downs(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """The same with the opposite sign, on the mirror's day. Refuses write_down_used when later documents built on it."""
    mirrors = {original.id: mirror for original, mirror in pairs(documents)}
    for mirror in mirrors.values():
        _require_open(mirror)
    rows = list(Provision.objects.filter(document_id__in=mirrors).order_by("pk"))
    for row in rows:
        mirror = mirrors[row.document_id]
        row.pk, row.document_id, row.date, row.amount = None, mirror.id, mirror.business_date, -row.amount
    Provision.objects.bulk_create(rows)
    below = {
        item_id
        for book_id in {row.book_id for row in rows}
        for item_id, amount in provided(book_id=book_id, item_ids=[row.item_id for row in rows]).items()
        if amount < ZERO
    }
    if below:
        names = Item.objects.filter(pk__in=below).order_by("code").values_list("code", "name")
        raise Refused([Refusal("write_down_used", {"item": code, "name": name}) for code, name in names])


@transaction.atomic
def release_before_close(act: Act, month: Month) -> None:
    """Part of every close: provisions leave with the goods that were sold in the month, in a document of their own."""
    if not due_releases(month=month):
        return
    house = replace(act, viewer=replace(act.viewer, all_powerful=True))
    last = min(month.after - timedelta(days=1), today(book_facts(month.book_id), act.at))
    draft = DocumentDraft(type=TYPE, business_date=last, book_id=month.book_id)
    create_and_transition(act=house, drafts=[draft], transition="post")
