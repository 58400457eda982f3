"""Expired stock leaves the usable stock by a document of its own, every night and whenever somebody asks (3.1, 3.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby

from hengku.documents.operations.command import in_command
from hengku.documents.operations.create import create_and_transition
from hengku.documents.types import DocumentDraft, LineDraft
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.ledger.operations.give_up import Leaving, give_up_beyond
from hengku.ledger.queries.expiring import Expiring, expiring_stock
from hengku.masterdata.models import Book
from hengku.masterdata.queries.books import today
from hengku.masterdata.types import StockStatus
from hengku.warehousing import texts
from hengku.warehousing.operations.count import for_the_house

REASONS: Mapping[StockStatus, str] = {StockStatus.EXPIRED: "EXPIRED_STOCK", StockStatus.NEAR_EXPIRY: "NEAR_EXPIRY"}


@dataclass(slots=True)
class Checked:
    """documents: status changes made, in order. lines: how many stock keys they moved. refused: warehouses where one could not
    be posted, with the reasons (a closed period, a static count)."""

    documents: list[int] = field(default_factory=list)
    lines: int = 0
    refused: dict[int, list[Refusal]] = field(default_factory=dict)


def check_expiry(*, act: Act, business_date: date, book_id: int | None = None) -> Checked:
    """Move what expired before `business_date` to EXPIRED and what is near its end to NEAR_EXPIRY, one status change per book,
    warehouse and status; book_id: of that book only. Asked again for the same day it finds nothing more. Reservations that the stock no longer covers are
    released."""
    checked = Checked()

    def key(one: Expiring) -> tuple[int, int, str]:
        return one.book_id, one.warehouse_id, one.to_status.value

    for (book, warehouse_id, to_status), found in groupby(
        sorted(expiring_stock(on=business_date, book_id=book_id), key=key), key
    ):
        stock = list(found)
        draft = _draft(book, warehouse_id, StockStatus(to_status), business_date, stock)
        try:
            checked.documents += _post(act, draft, stock)
        except Refused as refused:
            checked.refused.setdefault(warehouse_id, []).extend(refused.refusals)
        else:
            checked.lines += len(stock)
    return checked


def check_expiry_today(*, act: Act) -> Checked:
    """What the night does: every book on its own day, as its time zone has it; nothing before set-up. Done again it finds nothing
    more, so that it may run at any time and as often as one likes."""
    done = Checked()
    for book in Book.objects.order_by("pk"):
        checked = check_expiry(act=act, business_date=today(book, act.at), book_id=book.pk)
        done.documents += checked.documents
        done.lines += checked.lines
        for warehouse_id, reasons in checked.refused.items():
            done.refused.setdefault(warehouse_id, []).extend(reasons)
    return done


def _post(act: Act, draft: DocumentDraft, stock: Sequence[Expiring]) -> list[int]:
    def work() -> list[int]:
        give_up_beyond(act=act, leaving=_leaving(stock))
        return create_and_transition(act=for_the_house(act), drafts=[draft], transition="post")

    return in_command(work)


def _draft(
    book_id: int, warehouse_id: int, to_status: StockStatus, day: date, stock: Sequence[Expiring]
) -> DocumentDraft:
    lines = [
        LineDraft(
            item_id=one.item_id,
            quantity=one.quantity,
            unit_id=one.base_unit_id,
            warehouse_id=warehouse_id,
            bin_id=one.bin_id,
            lot_id=one.lot_id,
            status=one.status,
            to_status=to_status,
            reason=REASONS[to_status],
            extra={} if one.owner_id is None else {"owner": one.owner_id},
        )
        for one in stock
    ]
    return DocumentDraft(
        type="status_change",
        business_date=day,
        book_id=book_id,
        warehouse_id=warehouse_id,
        lines=lines,
        remarks=str(texts.EXPIRY_CHECK),
    )


def _leaving(stock: Sequence[Expiring]) -> list[Leaving]:
    usable: dict[tuple[int, int, int], dict[int, Decimal]] = {}
    for one in stock:
        if one.status is StockStatus.AVAILABLE and one.owner_id is None:
            lots = usable.setdefault((one.book_id, one.item_id, one.place_id), {})
            lots[one.lot_id] = lots.get(one.lot_id, Decimal(0)) + one.quantity
    return [Leaving(*key, tuple(lots.items())) for key, lots in sorted(usable.items())]
