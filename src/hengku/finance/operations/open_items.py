"""Open items 往来明细 and what settles what 核销."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from hengku.documents.rules.reversal import pairs
from hengku.documents.types import LoadedDocument
from hengku.finance.models import Match, OpenItem
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused

DEBIT_SIDES = frozenset({"AR", "PREPAID"})
"""Their accounts grow on the debit side: a positive item there is a debit."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """amount on the side's normal side; due: when it is to be paid."""

    book_id: int
    side: str
    partner_id: int
    document_id: int
    day: date
    due: date
    amount: Decimal


def open_all(items: Sequence[NewItem]) -> list[OpenItem]:
    """Write open items; nothing is written for nothing."""
    return OpenItem.objects.bulk_create(
        [
            OpenItem(
                book_id=one.book_id,
                side=one.side,
                partner_id=one.partner_id,
                document_id=one.document_id,
                date=one.day,
                due_date=one.due,
                amount=one.amount,
            )
            for one in items
            if one.amount
        ]
    )


def is_debit(item: OpenItem) -> bool:
    """Whether the item stands on the debit side of its account."""
    return (item.side in DEBIT_SIDES) == (item.amount > 0)


def left(item: OpenItem) -> Decimal:
    """What is open, without sign."""
    return abs(item.amount - item.settled)


def settle(
    *, act: Act, debit: OpenItem, credit: OpenItem, amount: Decimal, day: date, document_id: int | None = None
) -> Match:
    """Let two locked items settle each other for `amount` > 0. Both stand in memory as they are afterwards."""
    for item in (debit, credit):
        item.settled += amount if item.amount > 0 else -amount
        item.save(update_fields=["settled"])
    return Match.objects.create(
        book_id=debit.book_id,
        debit=debit,
        credit=credit,
        amount=amount,
        date=day,
        document_id=document_id,
        made_by_id=act.actor_id,
        made_at=act.at,
    )


def unsettle(*, match: Match, act: Act, day: date) -> None:
    """Take a locked match back."""
    for item in OpenItem.objects.select_for_update().filter(pk__in=[match.debit_id, match.credit_id]).order_by("pk"):
        item.settled -= match.amount if item.amount > 0 else -match.amount
        item.save(update_fields=["settled"])
    match.undone_on, match.undone_by_id = day, act.actor_id
    match.save(update_fields=["undone_on", "undone_by_id"])


def live_matches() -> Any:
    """Matches that were not taken back."""
    return Match.objects.filter(undone_on__isnull=True)


def guard_unmatched(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """matched: an invoice that payments settled is not reversed."""
    numbers = {document.id: document.number for document in documents}
    rows = live_matches().filter(
        Q(debit__document_id__in=numbers) | Q(credit__document_id__in=numbers)
    )  # fmt: skip
    found = {
        document_id
        for pair in rows.exclude(document_id__in=numbers).values_list("debit__document_id", "credit__document_id")
        for document_id in pair
        if document_id in numbers
    }
    return [Refusal("matched", {"number": numbers[document_id]}) for document_id in sorted(found)]


def close_mirrors(*, act: Act, reversals: Sequence[tuple[LoadedDocument, LoadedDocument]]) -> None:
    """An item of the mirror for each item of the original, each settling the other."""
    by_original: Mapping[int, LoadedDocument] = {original.id: mirror for original, mirror in reversals}
    items = list(OpenItem.objects.select_for_update().filter(document_id__in=by_original).order_by("pk"))
    for match in live_matches().select_for_update().filter(document_id__in=by_original).order_by("pk"):
        unsettle(match=match, act=act, day=by_original[match.document_id or 0].business_date)
    for item in items:
        item.refresh_from_db()
        mirror = by_original[item.document_id]
        if item.settled:
            raise Refused(Refusal("matched", {"number": mirror.number}))
        (other,) = open_all(
            [
                NewItem(
                    item.book_id, item.side, item.partner_id, mirror.id, mirror.business_date, item.due_date, -item.amount
                )
            ]
        )  # fmt: skip
        debit, credit = (item, other) if is_debit(item) else (other, item)
        settle(
            act=act,
            debit=debit,
            credit=credit,
            amount=abs(item.amount),
            day=mirror.business_date,
            document_id=mirror.id,
        )


def owe_adjustments(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Cost adjustments that owe a supplier something: an open item like that of an invoice."""
    open_all(
        [
            NewItem(one.book_id, "AP", one.partner_id, one.id, one.business_date, one.business_date,
                    sum((line.net for line in one.lines), Decimal(0)))
            for one in documents
            if one.extra.get("credit") == "AP" and one.partner_id is not None
        ]
    )  # fmt: skip


def forgive_adjustments(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """What a reversed cost adjustment owed is owed no more."""
    close_mirrors(act=act, reversals=pairs(documents))
