"""在途物资: an invoice that comes before its goods stands on PURCH; the receipt takes it over at what was invoiced (P2b, 4.12)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.db.models import Sum

from hengku.documents.rules.currency import in_book, rate_of
from hengku.documents.rules.reversal import pairs
from hengku.documents.types import LoadedDocument
from hengku.finance.models import Arrival, InvoicedLine, InvoiceFact
from hengku.finance.queries.facts import Header
from hengku.finance.types import EntryFact
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.money import ZERO, share, split
from hengku.kernel.quantity import plain
from hengku.masterdata.models import Book
from hengku.masterdata.types import TaxpayerType
from hengku.purchasing.rules.paid_ahead import PaidAhead

_ORDER_LINES = """
SELECT t.line_id, CASE WHEN s.type = 'receiving_notice' THEN o.id ELSE s.id END
FROM unnest(%s::bigint[], %s::bigint[]) AS t(line_id, source_id)
JOIN documents_line s ON s.id = t.source_id
LEFT JOIN documents_link k ON k.target_line_id = s.id AND s.type = 'receiving_notice' AND k.kind = 'EXECUTE'
LEFT JOIN documents_line o ON o.id = k.source_line_id AND o.type = 'purchase_order'
WHERE s.type IN ('purchase_order', 'opening_ahead') OR o.id IS NOT NULL ORDER BY 1
"""
"""The order's line is reached over the notice where there was one; opening papers are lines of their own."""
_LOCK = "SELECT goods_line_id FROM finance_invoiced_line WHERE goods_line_id = ANY(%s::bigint[]) ORDER BY 1 FOR UPDATE"
_LEFT = """
SELECT f.goods_line_id, f.line_id, f.quantity - coalesce(a.quantity, 0), f.cost - coalesce(a.amount, 0)
FROM finance_invoice_fact f
LEFT JOIN (SELECT invoice_line_id, sum(quantity) AS quantity, sum(amount) AS amount FROM finance_arrival GROUP BY 1) a
  ON a.invoice_line_id = f.line_id
JOIN documents_document d ON d.id = f.document_id AND d.state = 'POSTED' AND d.reverses_id IS NULL
WHERE f.on_the_way AND f.goods_line_id = ANY(%s::bigint[]) ORDER BY f.goods_line_id, f.line_id
"""
"""An invoice that was reversed announces nothing; a red one takes back what others announced."""
_TO_COME = """
SELECT l.id, l.base_quantity - coalesce(p.executed_quantity, 0)
FROM documents_line l LEFT JOIN documents_line_progress p ON p.line_id = l.id WHERE l.id = ANY(%s::bigint[])
"""
_ARRIVED = """
SELECT DISTINCT f.document_id, d.number FROM finance_invoice_fact f
JOIN (SELECT invoice_line_id, receipt_document_id FROM finance_arrival GROUP BY 1, 2 HAVING sum(quantity) > 0) a
  ON a.invoice_line_id = f.line_id
JOIN documents_document d ON d.id = a.receipt_document_id AND d.state = 'POSTED' WHERE f.document_id = ANY(%s::bigint[])
"""


RECEIPT = "goods_receipt"


class _Left(NamedTuple):
    """What of an invoice line has not come yet."""

    line_id: int
    quantity: Decimal
    amount: Decimal


def take_arrivals(documents: Sequence[LoadedDocument]) -> dict[int, PaidAhead]:
    """Receipts take over what was invoiced for their order lines, the oldest invoice first, and are invoiced by that."""
    lines = {line.id: (document, line) for document in documents for line in document.lines if line.source_line_id}
    asked = [sorted(lines), [lines[pk][1].source_line_id for pk in sorted(lines)]]
    order_of = dict(sql.rows(connection, _ORDER_LINES, asked)) if lines else {}
    orders = sorted(set(order_of.values()))
    if not orders:
        return {}
    sql.rows(connection, _LOCK, [orders])
    left: dict[int, list[_Left]] = defaultdict(list)
    for order_line, *rest in sql.rows(connection, _LEFT, [orders]):
        left[order_line].append(_Left(*rest))
    for order_line, rows in left.items():
        left[order_line] = _without_red(rows)
    small = _small_scale(documents)
    found: dict[int, PaidAhead] = {}
    arrivals: list[Arrival] = []
    invoiced: list[InvoicedLine] = []
    for line_id, order_line in sorted(order_of.items()):
        document, line = lines[line_id]
        mine = _take(left, order_line, line.base_quantity)
        taken = PaidAhead(sum((one.quantity for one in mine), ZERO), sum((one.amount for one in mine), ZERO))
        price = in_book(line.total if document.book_id in small else line.net, rate_of(document.extra))
        if taken.quantity <= 0 or not price:
            continue
        found[line_id] = taken
        released = share(price, taken.quantity, line.base_quantity)
        arrivals += [
            Arrival(
                invoice_line_id=one.line_id, order_line_id=order_line, receipt_line_id=line_id,
                receipt_document_id=document.id, quantity=one.quantity, amount=one.amount, released=part,
            )
            for one, part in zip(mine, split(released, [one.quantity for one in mine]), strict=True)
        ]  # fmt: skip
        invoiced.append(
            InvoicedLine(
                goods_line_id=line_id, document_id=document.id, quantity=taken.quantity, released=released,
                released_tax=ZERO,
            )
        )  # fmt: skip
    Arrival.objects.bulk_create(arrivals)
    InvoicedLine.objects.bulk_create(invoiced)
    return found


def _without_red(rows: Sequence[_Left]) -> list[_Left]:
    """What invoices announced less what red ones took back, from the newest on."""
    kept = [one for one in rows if one.quantity > 0]
    for red in (one for one in rows if one.quantity < 0):
        back, amount = -red.quantity, -red.amount
        for place in reversed(range(len(kept))):
            one = kept[place]
            part = min(one.quantity, back)
            if part <= 0:
                continue
            gone = share(amount, part, back)
            kept[place] = _Left(one.line_id, one.quantity - part, one.amount - gone)
            back, amount = back - part, amount - gone
    return kept


def _take(left: Mapping[int, list[_Left]], order_line: int, wanted: Decimal) -> list[_Left]:
    """Take `wanted` base units off what is left, in order; a part of an invoice line costs its share."""
    rows = left.get(order_line, [])
    found: list[_Left] = []
    for place, one in enumerate(rows):
        part = min(one.quantity, wanted)
        if part <= 0:
            continue
        amount = share(one.amount, part, one.quantity)
        found.append(_Left(one.line_id, part, amount))
        rows[place] = _Left(one.line_id, one.quantity - part, one.amount - amount)
        wanted -= part
    return found


def arrived_ahead(*, headers: Mapping[int, Header], entries: Sequence[EntryFact]) -> list[EntryFact]:
    """Entries of receipts with what their invoices had put on goods on the way."""
    asked = [pk for pk, one in headers.items() if one.goods_on_the_way and one.type == RECEIPT]
    rows = Arrival.objects.filter(receipt_document_id__in=asked).values_list("receipt_line_id")
    cost = dict(rows.annotate(cost=Sum("amount")).order_by()) if asked else {}
    return [
        entry._replace(apart=cost[entry.line_id])
        if entry.line_id in cost and entry.document_type == RECEIPT and entry.kind == "OWN"
        else entry
        for entry in entries
    ]


def give_back_arrivals(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """A receipt that is reversed leaves its goods on the way again."""
    reversals = pairs(documents)
    before: dict[int, list[Arrival]] = defaultdict(list)
    for one in Arrival.objects.filter(receipt_document_id__in=[original.id for original, _ in reversals]):
        before[one.receipt_line_id].append(one)
    if not before:
        return
    Arrival.objects.bulk_create(
        Arrival(
            invoice_line_id=one.invoice_line_id, order_line_id=one.order_line_id, receipt_line_id=line.id,
            receipt_document_id=mirror.id, quantity=-one.quantity, amount=-one.amount, released=-one.released,
        )
        for _, mirror in reversals
        for line in mirror.lines
        for one in before.get(line.source_line_id or 0, ())
    )  # fmt: skip


def note_on_the_way(documents: Sequence[LoadedDocument], order_lines: Sequence[int]) -> None:
    """From now on receipts of these books look for invoices. Raises Refused exceeds_source for more than is still to come: goods that
    are here are invoiced by their receipt."""
    Book.objects.filter(pk__in={one.book_id for one in documents}, goods_on_the_way=False).update(goods_on_the_way=True)
    coming: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for order_line, _, quantity, _ in sql.rows(connection, _LEFT, [list(order_lines)]):
        coming[order_line] += quantity
    to_come = dict(sql.rows(connection, _TO_COME, [list(order_lines)]))
    problems: list[Refusal] = []
    for line in (line for document in documents for line in document.lines):
        key = line.source_line_id or 0
        if key in coming and not 0 <= coming[key] <= max(to_come[key], ZERO):
            remaining = max(to_come[key] - coming[key] + line.base_quantity, ZERO)
            params = {"remaining": plain(remaining), "requested": plain(line.base_quantity)}
            problems.append(Refusal("exceeds_source", params, ("line", line.id, "quantity")))
    if problems:
        raise Refused(problems)


def open_on_the_way(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Opening papers of goods invoiced before the start: receipts made from them take them over as invoices do."""
    small = _small_scale(documents)
    lines = [(document, line) for document in documents for line in document.lines]
    InvoiceFact.objects.bulk_create(
        InvoiceFact(
            line_id=line.id, document_id=document.id, goods_line_id=line.id, goods_document_id=document.id, item_id=line.item_id,
            quantity=line.base_quantity, net=line.net, tax=line.tax, released=ZERO, on_the_way=True,
            cost=line.total if document.book_id in small else line.net,
        )
        for document, line in lines
    )  # fmt: skip
    InvoicedLine.objects.bulk_create(
        InvoicedLine(
            goods_line_id=line.id, document_id=document.id, quantity=line.base_quantity, released=ZERO, released_tax=ZERO
        )
        for document, line in lines
    )  # fmt: skip
    Book.objects.filter(pk__in={one.book_id for one in documents}, goods_on_the_way=False).update(goods_on_the_way=True)


def close_on_the_way(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """An opening paper taken back: nothing of it is on the way."""
    originals = [original.id for original, _ in pairs(documents)]
    InvoicedLine.objects.filter(document_id__in=originals).delete()
    InvoiceFact.objects.filter(document_id__in=originals).delete()


def _small_scale(documents: Sequence[LoadedDocument]) -> set[int]:
    """Books whose input tax is cost."""
    books = Book.objects.filter(taxpayer=TaxpayerType.SMALL_SCALE, pk__in={one.book_id for one in documents})
    return set(books.values_list("pk", flat=True))


def guard_arrived(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """An invoice whose goods came stays until their receipt is taken back."""
    numbers = {document.id: document.number or "" for document in documents}
    named: dict[int, list[str]] = defaultdict(list)
    for invoice, receipt in sql.rows(connection, _ARRIVED, [list(numbers)]):
        named[invoice].append(receipt)
    return [
        Refusal("downstream_exists", {"number": numbers[pk], "documents": "、".join(sorted(many))})
        for pk, many in named.items()
    ]
