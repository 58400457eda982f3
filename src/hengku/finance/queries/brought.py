"""What each money document brings to its voucher, from its own facts."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.documents.queries.sources import types_of
from hengku.documents.rules.currency import RATE_SQL, in_book
from hengku.finance.models import InvoiceFact, MoneyFact, OpenItem, Provision, VarianceShare
from hengku.finance.queries.approved import DISASTER
from hengku.finance.rules.extras import Extra
from hengku.finance.rules.recipes import MATERIAL_KEYS
from hengku.finance.rules.templates_money import (
    Money,
    PurchaseInvoiceLine,
    SalesInvoiceLine,
    Settled,
    gain_lines,
    landed_cost_lines,
    loss_lines,
    match_lines,
    money_receipt_lines,
    payment_lines,
    purchase_invoice_lines,
    sales_invoice_lines,
)
from hengku.finance.types import Aux, Beside, DraftLine, Purpose, Side
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.masterdata.models import Item
from hengku.masterdata.queries.inventory_keys import inventory_keys
from hengku.masterdata.types import AccountingStandard, TaxpayerType

_SOLD = """
SELECT document_id, item_id, net, total FROM documents_line WHERE document_id = ANY(%s::bigint[]) AND total <> 0
ORDER BY document_id, line_no
"""
_HEADS = f"""
SELECT d.id, d.partner_id, b.standard, b.taxpayer, coalesce(d.ext->>'credit', o.ext->>'credit'), {RATE_SQL},
       d.type = 'sales_return'
FROM documents_document d JOIN masterdata_book b ON b.id = d.book_id LEFT JOIN documents_document o ON o.id = d.reverses_id
WHERE d.id = ANY(%s::bigint[])
"""  # noqa: S608 (constants only)


class _Head(NamedTuple):
    partner_id: int | None
    standard: AccountingStandard
    taxpayer: TaxpayerType
    pay: str
    rate: Decimal
    sign: int
    """-1 for returns, whose lines are positive; mirrors have negative lines."""


def _heads(document_ids: Sequence[int]) -> dict[int, _Head]:
    rows = sql.rows(connection, _HEADS, [list(document_ids)])
    return {
        pk: _Head(partner, AccountingStandard(standard), TaxpayerType(taxpayer), pay or "AP", rate, -1 if back else 1)
        for pk, partner, standard, taxpayer, pay, rate, back in rows
    }


_ADVANCES = """
SELECT d.id, debit.side, credit.side, m.amount, m.exchange, d.reverses_id IS NOT NULL
FROM documents_document d JOIN finance_match m ON m.document_id = coalesce(d.reverses_id, d.id)
JOIN finance_open_item debit ON debit.id = m.debit_id JOIN finance_open_item credit ON credit.id = m.credit_id
WHERE d.id = ANY(%s::bigint[]) AND (debit.side <> credit.side OR m.exchange <> 0) ORDER BY m.id
"""


def _advances(document_ids: Sequence[int], heads: Mapping[int, _Head]) -> dict[int, tuple[Beside, ...]]:
    """P7, S7 of advances an invoice took as it was posted; red for its mirror."""
    found: dict[int, list[DraftLine]] = defaultdict(list)
    templates: dict[int, str] = {}
    for key, debit, credit, amount, exchange, back in sql.rows(connection, _ADVANCES, [list(document_ids)]):
        sign = -1 if back else 1
        partner = heads[key].partner_id
        found[key] += match_lines(
            amount * sign, debit=credit, credit=debit, partner_id=partner, exchange=exchange * sign
        )
        templates[key] = "S7" if credit == "ADV-R" else "P7"
    return {key: (Beside(templates[key], tuple(lines)),) for key, lines in found.items()}


def _facts(document_ids: Sequence[int]) -> dict[int, list[InvoiceFact]]:
    found: dict[int, list[InvoiceFact]] = defaultdict(list)
    for one in InvoiceFact.objects.filter(document_id__in=document_ids).order_by("line_id"):
        found[one.document_id].append(one)
    return found


def purchase_invoices(document_ids: Sequence[int]) -> Mapping[int, Extra]:
    """P3; for credit notes P4, whose difference from the estimate is cost of sales at once."""
    heads = _heads(document_ids)
    advances = _advances(document_ids, heads)
    return {
        key: replace(_purchase_invoice(facts, heads[key]), beside=advances.get(key, ()))
        for key, facts in _facts(document_ids).items()
    }


def _purchase_invoice(facts: Sequence[InvoiceFact], head: _Head) -> Extra:
    lines = purchase_invoice_lines(
        [PurchaseInvoiceLine(one.net, one.tax, one.released, one.cost if one.on_the_way else ZERO) for one in facts],
        partner_id=head.partner_id,
        deductible=all(one.cost == one.net for one in facts),
        pay=head.pay,
    )
    returned = tuple(
        DraftLine(Side.DEBIT, "COGS", one.cost - one.released, Aux(item_id=one.item_id))
        for one in facts
        if not one.in_stock and not one.on_the_way and one.cost != one.released
    )
    returns = all(not one.in_stock and one.net < 0 for one in facts)
    template = "P2b" if all(one.on_the_way for one in facts) else "P4" if returns else ""
    return Extra((*lines, *returned), template, tuple(dict.fromkeys(one.goods_document_id for one in facts)))


def sales_invoices(document_ids: Sequence[int]) -> Mapping[int, Extra]:
    """S2; S4 for credit notes. What the goods brought when they left is taken over."""
    heads, facts = _heads(document_ids), _facts(document_ids)
    advances = _advances(document_ids, heads)
    keys = revenue_keys({one.item_id for many in facts.values() for one in many})
    return {
        key: Extra(
            sales_invoice_lines(
                [SalesInvoiceLine(one.item_id, one.net, one.tax, keys[one.item_id]) for one in many],
                partner_id=heads[key].partner_id,
                taxpayer=heads[key].taxpayer,
            ),
            "S4" if all(not one.in_stock for one in many) else "",
            beside=advances.get(key, ()),
            gives_back=_taken_over(many, keys, heads[key]),
        )
        for key, many in facts.items()
    }


def revenue_keys(item_ids: Collection[int]) -> dict[int, str]:
    """REV, or OREV for material sold."""
    rows = Item.objects.filter(pk__in=item_ids).values_list("pk", "account_key", "category_id")
    keys = inventory_keys({pk: (own, category) for pk, own, category in rows})
    return {pk: "OREV" if key in MATERIAL_KEYS else "REV" for pk, key in keys.items()}


def _taken_over(facts: Sequence[InvoiceFact], keys: Mapping[int, str], head: _Head) -> dict[int, tuple[DraftLine, ...]]:
    found: dict[int, list[SalesInvoiceLine]] = defaultdict(list)
    for one in facts:
        if one.released or one.released_tax:
            line = SalesInvoiceLine(one.item_id, -one.released, -one.released_tax, keys[one.item_id])
            found[one.goods_document_id].append(line)
    due = _tax_is_due(found)
    return {
        key: sales_invoice_lines(many, partner_id=head.partner_id, taxpayer=head.taxpayer, pending=key not in due)
        for key, many in found.items()
    }


def _tax_is_due(document_ids: Collection[int]) -> set[int]:
    """Consignment: output tax arises with the settlement (C2), not only with its invoice."""
    return {key for key, code in types_of(document_ids).items() if code == "consignment_settlement"}


def goods_sold(document_ids: Sequence[int]) -> Mapping[int, Extra]:
    """S2 (S4 of returns) of goods whose revenue is recognised as they leave: those that opened receivables."""
    opened = OpenItem.objects.filter(document_id__in=document_ids, side="AR", part="")
    wanted = list(opened.values_list("document_id", flat=True))
    if not wanted:
        return {}
    heads, due = _heads(wanted), _tax_is_due(wanted)
    rows = sql.rows(connection, _SOLD, [wanted])
    keys = revenue_keys({item_id for _, item_id, _, _ in rows})
    lines: dict[int, list[SalesInvoiceLine]] = defaultdict(list)
    for document_id, item_id, net, total in rows:
        head = heads[document_id]
        own, whole = in_book(net, head.rate) * head.sign, in_book(total, head.rate) * head.sign
        lines[document_id].append(SalesInvoiceLine(item_id, own, whole - own, keys[item_id]))
    return {
        key: Extra(
            beside=(
                Beside(
                    "S2" if heads[key].sign > 0 else "S4",
                    sales_invoice_lines(
                        many, partner_id=heads[key].partner_id, taxpayer=heads[key].taxpayer, pending=key not in due
                    ),
                ),
            )
        )
        for key, many in lines.items()
    }


def _money(document_ids: Sequence[int]) -> list[tuple[MoneyFact, _Head]]:
    heads = _heads(document_ids)
    return [(one, heads[one.document_id]) for one in MoneyFact.objects.filter(pk__in=document_ids)]


def _as_money(one: MoneyFact, head: _Head) -> Money:
    return Money(one.net, head.partner_id, one.account, one.side, one.discount, one.exchange)


def payments(document_ids: Sequence[int]) -> Mapping[int, Extra]:
    """P5, P6."""
    return {
        one.document_id: Extra(
            payment_lines(_as_money(one, head)), "P6" if one.purpose == Purpose.PREPAYMENT else ""
        )
        for one, head in _money(document_ids)
    }  # fmt: skip


def money_receipts(document_ids: Sequence[int]) -> Mapping[int, Extra]:
    """S5, S6."""
    return {
        one.document_id: Extra(
            money_receipt_lines(_as_money(one, head), standard=head.standard),
            "S6" if one.purpose == Purpose.PREPAYMENT else "",
        )
        for one, head in _money(document_ids)
    }


def landed_costs(document_ids: Sequence[int]) -> Mapping[int, Extra]:
    """P8."""
    return {
        one.document_id: Extra(
            landed_cost_lines(
                net=one.net,
                tax=one.tax,
                partner_id=head.partner_id,
                expensed=one.expensed,
                deductible=one.deductible,
                pay=one.account,
            )
        )
        for one, head in _money(document_ids)
    }


def settlements(document_ids: Sequence[int]) -> Mapping[int, Extra]:
    """L2, L6 of a loss, L5 of a gain. Losses by disaster are not expenses of running the business (CAS)."""
    return {one.document_id: _settlement(one, head) for one, head in _money(document_ids)}


def _settlement(one: MoneyFact, head: _Head) -> Extra:
    if one.kind == "GAIN":
        return Extra(gain_lines(-one.net, standard=head.standard), "L5")
    settled = [
        Settled(row["key"], Decimal(row["amount"]), int(row["partner"]) if row["partner"] else None)
        for row in one.settled
    ]
    disaster = one.purpose == DISASTER
    return Extra(loss_lines(one.net, settled, standard=head.standard, disaster=disaster), "L2")


def variance_runs(document_ids: Sequence[int]) -> Mapping[int, Extra]:
    """K4: cost variances to where the goods went."""
    lines: dict[int, list[DraftLine]] = defaultdict(list)
    for one in VarianceShare.objects.filter(document_id__in=document_ids).order_by("pk"):
        bearing = Aux(one.item_id, one.partner_id, one.cost_object_id, one.warehouse_id, one.department)
        lines[one.document_id] += [
            DraftLine(Side.DEBIT, one.key, one.amount, bearing),
            DraftLine(Side.CREDIT, "PPV", one.amount, Aux(item_id=one.item_id)),
        ]
    return {key: Extra(tuple(many)) for key, many in lines.items()}


def write_downs(document_ids: Sequence[int]) -> Mapping[int, Extra]:
    """K5: Dr 资产减值损失 (red where it is taken back) or cost of sales in red (carried out), Cr 存货跌价准备."""
    lines: dict[int, list[DraftLine]] = defaultdict(list)
    for one in Provision.objects.filter(document_id__in=document_ids).order_by("pk"):
        item = Aux(item_id=one.item_id)
        lines[one.document_id] += [
            DraftLine(Side.DEBIT, one.key, one.amount, item),
            DraftLine(Side.CREDIT, "IMPAIR", one.amount, item),
        ]
    return {key: Extra(tuple(many)) for key, many in lines.items()}
