"""What each money document brings to its voucher, from its own facts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.finance.models import InvoiceFact, MoneyFact
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
    money_receipt_lines,
    payment_lines,
    purchase_invoice_lines,
    sales_invoice_lines,
)
from hengku.finance.types import Aux, DraftLine, Purpose, Side
from hengku.kernel import sql
from hengku.masterdata.models import Item
from hengku.masterdata.queries.inventory_keys import inventory_keys
from hengku.masterdata.types import AccountingStandard, TaxpayerType

DISASTER = "DISASTER"
"""Purpose of a settlement whose loss nobody could help."""


class _Head(NamedTuple):
    partner_id: int | None
    standard: AccountingStandard
    taxpayer: TaxpayerType


def _heads(document_ids: Sequence[int]) -> dict[int, _Head]:
    statement = """
        SELECT d.id, d.partner_id, b.standard, b.taxpayer FROM documents_document d JOIN masterdata_book b ON b.id = d.book_id
        WHERE d.id = ANY(%s::bigint[])
    """
    rows = sql.rows(connection, statement, [list(document_ids)])
    return {
        pk: _Head(partner, AccountingStandard(standard), TaxpayerType(taxpayer))
        for pk, partner, standard, taxpayer in rows
    }


def _facts(document_ids: Sequence[int]) -> dict[int, list[InvoiceFact]]:
    found: dict[int, list[InvoiceFact]] = defaultdict(list)
    for one in InvoiceFact.objects.filter(document_id__in=document_ids).order_by("line_id"):
        found[one.document_id].append(one)
    return found


def purchase_invoices(document_ids: Sequence[int]) -> Mapping[int, Extra]:
    """P3; for credit notes P4, whose difference from the estimate is cost of sales at once."""
    heads = _heads(document_ids)
    return {key: _purchase_invoice(facts, heads[key]) for key, facts in _facts(document_ids).items()}


def _purchase_invoice(facts: Sequence[InvoiceFact], head: _Head) -> Extra:
    lines = purchase_invoice_lines(
        [PurchaseInvoiceLine(one.net, one.tax, one.released) for one in facts],
        partner_id=head.partner_id,
        deductible=all(one.cost == one.net for one in facts),
    )
    returned = tuple(
        DraftLine(Side.DEBIT, "COGS", one.cost - one.released, Aux(item_id=one.item_id))
        for one in facts
        if not one.in_stock and one.cost != one.released
    )
    returns = not any(one.in_stock for one in facts)
    return Extra(
        (*lines, *returned), "P4" if returns else "", tuple(dict.fromkeys(one.goods_document_id for one in facts))
    )


def sales_invoices(document_ids: Sequence[int]) -> Mapping[int, Extra]:
    """S2; S4 for credit notes."""
    heads, facts = _heads(document_ids), _facts(document_ids)
    items = Item.objects.filter(pk__in={one.item_id for many in facts.values() for one in many})
    keys = inventory_keys(
        {pk: (own, category) for pk, own, category in items.values_list("pk", "account_key", "category_id")}
    )
    return {
        key: Extra(
            sales_invoice_lines(
                [
                    SalesInvoiceLine(
                        one.item_id, one.net, one.tax, "OREV" if keys[one.item_id] in MATERIAL_KEYS else "REV"
                    )
                    for one in many
                ],
                partner_id=heads[key].partner_id,
                taxpayer=heads[key].taxpayer,
            ),
            "S4" if all(not one.in_stock for one in many) else "",
        )
        for key, many in facts.items()
    }


def _money(document_ids: Sequence[int]) -> list[tuple[MoneyFact, _Head]]:
    heads = _heads(document_ids)
    return [(one, heads[one.document_id]) for one in MoneyFact.objects.filter(pk__in=document_ids)]


def _as_money(one: MoneyFact, head: _Head) -> Money:
    purpose = "prepayment" if one.purpose == Purpose.PREPAYMENT else "goods"
    return Money(one.net, head.partner_id, one.account, purpose)


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
                capitalised=one.capitalised,
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
