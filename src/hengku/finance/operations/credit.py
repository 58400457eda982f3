"""Credit control: orders and shipments beyond a customer's limit or days are refused, or let pass by who may (5.6)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from django.db import connection

from hengku.documents.types import LoadedDocument
from hengku.finance.models import CreditRelease
from hengku.finance.queries.credit import credit_terms, exposure
from hengku.finance.rules.credit import beyond, worth
from hengku.identity.queries.holders import roles_that_may
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal
from hengku.masterdata.rules.control import severity_of
from hengku.masterdata.types import SalesControl

RIGHT = ("credit", "release")
_LOCK = "SELECT pg_advisory_xact_lock(%s::int, %s::int)"
_SPACE = 0x43524544
"""Name space of the locks that let one customer's documents look at the credit one after the other."""

Customer = tuple[int, int]


def guard_credit(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """credit_exceeded, credit_overdue for every customer whose documents go beyond; nobody else's document gets in between."""
    found: list[Refusal] = []
    for (book_id, partner_id), mine in sorted(_watched(documents).items()):
        sql.rows(connection, _LOCK, (_SPACE ^ book_id, partner_id))
        terms = credit_terms(book_id=book_id, partner_id=partner_id)
        if terms.control is SalesControl.OFF:
            continue
        now = exposure(
            book_id=book_id,
            partner_id=partner_id,
            on=max(document.business_date for document in mine),
            without=[document.id for document in mine],
        )
        problems = beyond(terms, now, worth(mine))
        if problems:
            severity = severity_of(terms.control, may_release=act.viewer.may(*RIGHT))
            who = "、".join(roles_that_may(resource=RIGHT[0], action=RIGHT[1])) or "–"
            found += [replace(one, params={**one.params, "who": who}, severity=severity) for one in problems]
    return found


def note_released(transition: str, act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Keep who let documents pass that go beyond: they got here only because somebody confirmed it."""
    for (book_id, partner_id), mine in _watched(documents).items():
        terms = credit_terms(book_id=book_id, partner_id=partner_id)
        ids = [document.id for document in mine]
        on = max(document.business_date for document in mine)
        now = exposure(book_id=book_id, partner_id=partner_id, on=on, without=ids, counted=True)
        if terms.control is SalesControl.OFF or not beyond(terms, now, worth(mine)):
            continue
        CreditRelease.objects.bulk_create(
            CreditRelease(
                document_id=document.id,
                transition=transition,
                book_id=book_id,
                partner_id=partner_id,
                limit=terms.limit,
                exposure=now.counted(terms),
                amount=worth([document]),
                overdue_days=now.overdue_days,
                released_by_id=act.actor_id,
                released_at=act.at,
            )
            for document in mine
        )


def _watched(documents: Sequence[LoadedDocument]) -> dict[Customer, list[LoadedDocument]]:
    """Documents by book and customer, of customers with a limit or days."""
    found: dict[Customer, list[LoadedDocument]] = defaultdict(list)
    for document in documents:
        if document.partner_on_credit and document.partner_id is not None:
            found[document.book_id, document.partner_id].append(document)
    return dict(found)
