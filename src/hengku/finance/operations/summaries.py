"""Summary vouchers: of days that are over, of what an accountant asks for, of a month that closes; tried before they are made."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction

from hengku.finance.models import PendingEvent
from hengku.finance.operations.make_vouchers import make_vouchers
from hengku.finance.queries.gather import as_groups
from hengku.identity.queries.restrict import denied, permits
from hengku.identity.types import Act
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.queries.records import read_record
from hengku.metadata.rules.registry import RESOURCES

SHOWN = 50
"""Vouchers that a trial tells in full."""


class _Tried(Exception):
    """Takes a trial back."""


@transaction.atomic
def make_summaries(*, at: datetime, until: date, book_id: int | None = None) -> list[int]:
    """Vouchers of the documents that wait for their day to be summed up, up to and with `until`; gives their ids in order."""
    waiting = PendingEvent.objects.select_for_update().filter(day__lte=until).order_by("day", "id")
    if book_id is not None:
        waiting = waiting.filter(book_id=book_id)
    rows = list(waiting.values_list("day", "document_id", "group_key"))
    made: list[int] = []
    for _, day in groupby(rows, key=lambda row: row[0]):
        groups = as_groups(waiting=[(document_id, key) for _, document_id, key in day])
        made += make_vouchers(at=at, groups=groups, at_once=True)
    return made


def make_summaries_of_past_days(*, at: datetime, first: date) -> int:
    """The same for every book, for days that are over; first: the oldest that waits. Gives how many vouchers were made."""
    yesterday = at.astimezone(book_zone()).date() - timedelta(days=1)
    return len(make_summaries(at=at, until=yesterday)) if first <= yesterday else 0


@transaction.atomic
def sum_up(*, act: Act, until: date, book_id: int) -> dict[str, Any]:
    """`make_summaries` as an accountant asks for it: {count, documents, vouchers: the first of them as they are read}.

    Raises Refused permission_denied (403) where the book is not theirs.
    """
    if not permits(act.viewer, "vouchers", "create", book_id=book_id):
        raise denied("vouchers", "create")
    documents = PendingEvent.objects.filter(day__lte=until, book_id=book_id).count()
    made = make_summaries(at=act.at, until=until, book_id=book_id)
    spec = RESOURCES.get("vouchers")
    shown = [read_record(spec=spec, viewer=act.viewer, record_id=pk) for pk in made[:SHOWN]]
    return {"count": len(made), "documents": documents, "vouchers": shown}


def try_summing_up(*, act: Act, until: date, book_id: int) -> dict[str, Any]:
    """What `sum_up` would make now; nothing stays, no number is used."""
    told: dict[str, Any] = {}
    try:
        with transaction.atomic():
            told = sum_up(act=act, until=until, book_id=book_id)
            raise _Tried
    except _Tried:
        return told
