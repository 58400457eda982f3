"""月初回冲: estimates leave the general ledger on the first of a month and come back just before their invoice (4.7).

A red and a blue voucher of the receipt; stock and cost never hear of it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from hengku.documents.rules.reversal import pairs
from hengku.documents.types import LoadedDocument
from hengku.finance.models import EstimateReversal
from hengku.finance.operations.red import red_lines
from hengku.finance.operations.write_vouchers import NewVoucher, write_vouchers
from hengku.finance.queries.charts import chart_of
from hengku.finance.queries.goods_lines import Goods, Uninvoiced, uninvoiced
from hengku.finance.rules.closing import Month
from hengku.finance.rules.templates import summed
from hengku.finance.types import Aux, DraftLine, Side, VoucherDraft, VoucherKind
from hengku.identity.types import Act
from hengku.masterdata.models import Book, Item
from hengku.masterdata.queries.inventory_keys import inventory_keys
from hengku.masterdata.types import EstimateMode


def estimate_again(act: Act, month: Month) -> None:
    """What closing does first: estimates that left on a first and still have no invoice stand again at the month's end (4.7)."""
    away = EstimateReversal.objects.filter(book_id=month.book_id, date__lt=month.after, back_voucher_id__isnull=True)
    last = month.after - timedelta(days=1)
    _book_again(act, set(away.values_list("document_id", flat=True)), last)


def reverse_estimates(act: Act, month: Month) -> None:
    """What closing does last: red estimates of everything still without an invoice, dated the first of the next month."""
    if not Book.objects.filter(pk=month.book_id, estimate_mode=EstimateMode.MONTH_START_REVERSAL).exists():
        return
    away = set(
        EstimateReversal.objects.filter(book_id=month.book_id, back_voucher_id__isnull=True).values_list(
            "document_id", flat=True
        )
    )
    by_document: dict[int, list[Uninvoiced]] = {}
    for one in uninvoiced(book_id=month.book_id, before=month.after):
        if one.row.document_id not in away:
            by_document.setdefault(one.row.document_id, []).append(one)
    keys = _keys([one for many in by_document.values() for one in many])
    chart = chart_of(book_id=month.book_id, item_ids=list(keys))
    vouchers = [
        NewVoucher(
            book_id=month.book_id,
            day=month.after,
            kind=VoucherKind.REVERSAL,
            template="P1",
            lines=chart.resolve(_draft(month, document_id, lines, keys)),
            of=(document_id,),
            summary=f"月初回冲暂估 {lines[0].row.number}",
            made_by_id=act.actor_id,
        )
        for document_id, lines in by_document.items()
    ]
    ids = write_vouchers(at=act.at, vouchers=vouchers)
    EstimateReversal.objects.bulk_create(
        [
            EstimateReversal(document_id=document_id, book_id=month.book_id, date=month.after, voucher_id=voucher_id)
            for document_id, voucher_id in zip(by_document, ids, strict=True)
        ],
        # A month that was reopened and is closed again takes them out again.
        update_conflicts=True,
        unique_fields=["document_id", "date"],
        update_fields=["voucher_id", "back_voucher_id"],
    )


def _keys(rows: Sequence[Uninvoiced]) -> dict[int, str]:
    items = Item.objects.filter(pk__in={one.row.item_id for one in rows})
    return inventory_keys(
        {pk: (own, category) for pk, own, category in items.values_list("pk", "account_key", "category_id")}
    )


def _draft(month: Month, document_id: int, lines: Sequence[Uninvoiced], keys: dict[int, str]) -> VoucherDraft:
    partner = Aux(partner_id=lines[0].row.partner_id)
    drafted = [
        part
        for one in lines
        for part in (
            DraftLine(
                Side.DEBIT,
                keys[one.row.item_id],
                -one.amount,
                Aux(item_id=one.row.item_id, warehouse_id=one.row.warehouse_id),
                -one.quantity,
            ),
            DraftLine(Side.CREDIT, "AP-EST", -one.amount, partner),
        )
    ]
    return VoucherDraft(month.book_id, month.after, VoucherKind.REVERSAL, "P1", (document_id,), summed(drafted))


def book_again(*, act: Act, documents: Sequence[LoadedDocument], goods: Iterable[Goods]) -> None:
    """Estimates of these goods that were taken out come back, dated the document that needs them."""
    day = max(document.business_date for document in documents)
    _book_again(act, {one.row.document_id for one in goods}, day)


def book_again_reversed(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """A receipt that is reversed takes its estimate back itself: first it has to stand again."""
    for original, mirror in pairs(documents):
        _book_again(act, {original.id}, mirror.business_date)


def take_back(*, act: Act, month: Month) -> None:
    """A reopened month: its estimates stand again from the day on which they had gone."""
    away = EstimateReversal.objects.filter(book_id=month.book_id, date=month.after, back_voucher_id__isnull=True)
    _book_again(act, set(away.values_list("document_id", flat=True)), month.after)


def _book_again(act: Act, document_ids: set[int], day: date) -> None:
    away = EstimateReversal.objects.select_for_update().filter(
        document_id__in=document_ids, back_voucher_id__isnull=True
    )
    for one in away.order_by("pk"):
        (one.back_voucher_id,) = write_vouchers(at=act.at, vouchers=[_blue(act, one, max(day, one.date))])
        one.save(update_fields=["back_voucher_id"])


def _blue(act: Act, one: EstimateReversal, day: date) -> NewVoucher:
    """The red voucher with its signs turned."""
    return NewVoucher(
        book_id=one.book_id,
        day=day,
        kind=VoucherKind.NORMAL,
        template="P1",
        lines=red_lines(one.voucher_id),
        of=(one.document_id,),
        summary="重新暂估",
        made_by_id=act.actor_id,
    )
