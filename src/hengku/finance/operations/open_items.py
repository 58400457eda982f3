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
from hengku.kernel.money import ZERO, share

DEBIT_SIDES = frozenset({"AR", "PREPAID"})
"""Their accounts grow on the debit side: a positive item there is a debit."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """amount on the side's normal side, in book currency; due: when it is to be paid. currency, foreign: the same in another
    currency. part: BILLED of an invoice that takes over what its goods opened."""

    book_id: int
    side: str
    partner_id: int
    document_id: int
    day: date
    due: date
    amount: Decimal
    currency: str = ""
    foreign: Decimal = ZERO
    part: str = ""


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
                currency=one.currency,
                foreign_amount=one.foreign,
                part=one.part,
            )
            for one in items
            if one.amount
        ]
    )


def is_debit(item: OpenItem) -> bool:
    """Whether the item stands on the debit side of its account."""
    return (item.side in DEBIT_SIDES) == (item.amount > 0)


def left(item: OpenItem) -> Decimal:
    """What is open, without sign, in the item's own currency."""
    if item.currency:
        return abs(item.foreign_amount - item.foreign_settled)
    return abs(item.amount - item.settled)


def worth(item: OpenItem, amount: Decimal) -> Decimal:
    """What `amount` of an item's own currency carries in the book's, without sign; the last takes the exact rest."""
    if not item.currency:
        return amount
    after = abs(item.foreign_settled) + amount
    return share(abs(item.amount), after, abs(item.foreign_amount)) - abs(item.settled)


def settle(
    *, act: Act, debit: OpenItem, credit: OpenItem, amount: Decimal, day: date, document_id: int | None = None
) -> Match:
    """Let two locked items of one currency settle each other for `amount` > 0 of it. Both stand in memory as they are afterwards."""
    carried = [worth(item, amount) for item in (debit, credit)]
    for item, part in zip((debit, credit), carried, strict=True):
        _add(item, part, amount)
    return Match.objects.create(
        book_id=debit.book_id,
        debit=debit,
        credit=credit,
        amount=carried[0],
        foreign=amount if debit.currency else ZERO,
        exchange=carried[1] - carried[0],
        date=day,
        document_id=document_id,
        made_by_id=act.actor_id,
        made_at=act.at,
    )


def _add(item: OpenItem, amount: Decimal, foreign: Decimal) -> None:
    sign = 1 if item.amount > 0 else -1
    item.settled += amount * sign
    if item.currency:
        item.foreign_settled += foreign * sign
    item.save(update_fields=["settled", "foreign_settled"])


def unsettle(*, match: Match, act: Act, day: date) -> None:
    """Take a locked match back."""
    for item in OpenItem.objects.select_for_update().filter(pk__in=[match.debit_id, match.credit_id]).order_by("pk"):
        gain = match.exchange if item.pk == match.credit_id else ZERO
        _add(item, -(match.amount + gain), -match.foreign)
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
                    item.book_id, item.side, item.partner_id, mirror.id, mirror.business_date, item.due_date, -item.amount,
                    item.currency, -item.foreign_amount, item.part,
                )
            ]
        )  # fmt: skip
        debit, credit = (item, other) if is_debit(item) else (other, item)
        settle(
            act=act,
            debit=debit,
            credit=credit,
            amount=left(item),
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
