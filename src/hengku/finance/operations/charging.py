"""Counting what invoices charge for: every line towards its goods, with what it gives up of what the goods brought before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.db.models import Sum

from hengku.documents.rules.currency import in_book, rate_of
from hengku.documents.types import DocumentState, LoadedDocument, LoadedLine
from hengku.finance.models import InvoicedLine, InvoiceFact, OpenItem
from hengku.finance.queries.goods_lines import Goods, GoodsRow, goods_rows, with_estimates
from hengku.finance.rules.invoicing import ORDER, RETURNS, Charged, counted, is_allowance, is_deductible, released_now
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain

_LOCK = """
INSERT INTO finance_invoiced_line (goods_line_id, document_id, quantity, released, released_tax)
SELECT t.line_id, t.document_id, 0, 0, 0 FROM unnest(%s::bigint[], %s::bigint[]) AS t(line_id, document_id) ORDER BY 1
ON CONFLICT (goods_line_id) DO UPDATE SET quantity = finance_invoiced_line.quantity
RETURNING goods_line_id, quantity, released, released_tax
"""


class Standing(NamedTuple):
    """How far a goods line has been invoiced: base quantity, and what was given up for it."""

    quantity: Decimal
    released: Decimal
    released_tax: Decimal

    def plus(self, charged: Charged) -> "Standing":
        return Standing(
            self.quantity + charged.quantity,
            self.released + charged.released,
            self.released_tax + charged.released_tax,
        )


@dataclass(frozen=True, slots=True)
class Charges:
    """goods by line, and what each invoice line did by its id."""

    goods: Mapping[int, Goods]
    facts: Mapping[int, InvoiceFact]


def charge(documents: Sequence[LoadedDocument], *, buying: bool) -> Charges:
    """Count every line towards its goods, all or none. Raises Refused exceeds_source, source_not_posted_yet."""
    lines = [(document, line) for document in documents for line in document.lines]
    rows = goods_rows([line.source_line_id for _, line in lines if line.source_line_id is not None])
    waiting = sorted({row.number for row in rows.values() if not _can_be_invoiced(row)})
    if waiting:
        raise Refused([Refusal("source_not_posted_yet", {"number": number}) for number in waiting])
    goods = with_estimates(rows.values())
    recognised = set() if buying else _recognised({row.document_id for row in rows.values()})
    keys = sorted(rows)
    locked = sql.rows(connection, _LOCK, [keys, [rows[key].document_id for key in keys]])
    standing = {key: Standing(*told) for key, *told in locked}
    invoiced = _invoiced(keys) if any(document.extra.get("red") for document in documents) else {}
    facts: dict[int, InvoiceFact] = {}
    problems: list[Refusal] = []
    for document, line in lines:
        one = goods[line.source_line_id or 0]
        before = standing[one.row.id]
        charged = _charged(document, line, one, before, invoiced.get(one.row.id, ZERO), buying=buying)
        if not buying and one.row.document_id in recognised:
            charged = _taking_over(charged, one, before)
        after = before.plus(charged)
        if not 0 <= after.quantity <= one.row.quantity:
            problems.append(_too_much(one, line, before.quantity))
            continue
        standing[one.row.id] = after
        facts[line.id] = _fact(document, line, one, charged)
    if problems:
        raise Refused(problems)
    InvoicedLine.objects.bulk_update(
        [InvoicedLine(goods_line_id=key, **value._asdict()) for key, value in standing.items()],
        ["quantity", "released", "released_tax"],
    )
    InvoiceFact.objects.bulk_create(facts.values())
    return Charges(goods, facts)


def _can_be_invoiced(row: GoodsRow) -> bool:
    """Goods that moved; goods of an approved order may be invoiced before they come."""
    if row.type == ORDER:
        return row.state == DocumentState.APPROVED
    return row.state == DocumentState.POSTED and not row.is_reversal


def _recognised(document_ids: set[int]) -> set[int]:
    """Goods documents whose revenue stands on receivables since they left."""
    found = OpenItem.objects.filter(document_id__in=document_ids, side="AR", part="")
    return set(found.values_list("document_id", flat=True))


def _invoiced(goods_line_ids: Sequence[int]) -> dict[int, Decimal]:
    """Net charged so far for each goods line."""
    rows = InvoiceFact.objects.filter(goods_line_id__in=goods_line_ids).values_list("goods_line_id")
    return dict(rows.annotate(net=Sum("net")).order_by())


def _too_much(goods: Goods, line: LoadedLine, before: Decimal) -> Refusal:
    params = {
        "remaining": plain(max(goods.row.quantity - before, ZERO)),
        "requested": plain(line.base_quantity),
    }
    return Refusal("exceeds_source", params, ("line", line.id, "quantity"))


def _charged(
    document: LoadedDocument, line: LoadedLine, goods: Goods, before: Standing, invoiced: Decimal, *, buying: bool
) -> Charged:
    red = bool(document.extra.get("red"))
    sign = -1 if red else 1
    rate = rate_of(document.extra)
    net, total = in_book(line.net, rate) * sign, in_book(line.total, rate) * sign
    quantity = counted(line.base_quantity, goods.row.type, red=red)
    if red and is_allowance(goods.row.type, line.base_quantity, -net, before.quantity, invoiced):
        quantity = ZERO
    if not buying:
        return Charged(quantity, net, total - net, ZERO, ZERO)
    deductible = is_deductible(str(document.extra.get("invoice_type", "")), goods.row.taxpayer)
    released = released_now(
        goods.estimate, goods.row.quantity, before.quantity, before.quantity + quantity, before.released
    )
    return Charged(quantity, net, total - net, net if deductible else total, released)


def _taking_over(charged: Charged, goods: Goods, before: Standing) -> Charged:
    """Revenue and its pending tax that the goods brought when they left: the invoice takes over its part."""
    sign = -1 if goods.row.type in RETURNS else 1
    whole, after = goods.row.quantity, before.quantity + charged.quantity
    net, tax = goods.row.net * sign, (goods.row.total - goods.row.net) * sign
    return charged._replace(
        released=released_now(net, whole, before.quantity, after, before.released),
        released_tax=released_now(tax, whole, before.quantity, after, before.released_tax),
    )


def _fact(document: LoadedDocument, line: LoadedLine, goods: Goods, charged: Charged) -> InvoiceFact:
    return InvoiceFact(
        line_id=line.id,
        document_id=document.id,
        goods_line_id=goods.row.id,
        goods_document_id=goods.row.document_id,
        item_id=line.item_id,
        in_stock=goods.row.type not in (*RETURNS, "custody_use", ORDER),
        on_the_way=goods.row.type == ORDER,
        **charged._asdict(),
    )
