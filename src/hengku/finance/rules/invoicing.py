"""What an invoice line does to the goods it charges for (domain specification 4.7). Pure."""

from decimal import Decimal
from typing import NamedTuple

from hengku.finance.types import InvoiceType
from hengku.kernel.money import ZERO, share
from hengku.masterdata.types import TaxpayerType

RETURNS = frozenset({"purchase_return", "sales_return"})
"""Their invoices are credit notes."""

ORDER = "purchase_order"
"""Invoiced before its goods came."""


class Charged(NamedTuple):
    """What one invoice line does, signed: quantity counts towards the goods line; amounts are negative for credit notes. released:
    the estimate of goods bought, or the revenue goods sold had brought; released_tax: the pending tax of that revenue."""

    quantity: Decimal
    net: Decimal
    tax: Decimal
    cost: Decimal
    released: Decimal
    released_tax: Decimal = ZERO


def is_deductible(invoice_type: str, taxpayer: str) -> bool:
    """Input tax of special invoices, for general taxpayers; otherwise it is part of the cost."""
    return invoice_type == InvoiceType.SPECIAL and taxpayer == TaxpayerType.GENERAL


def released_now(estimate: Decimal, whole: Decimal, before: Decimal, after: Decimal, released: Decimal) -> Decimal:
    """Estimate given up when `after` of `whole` is invoiced, `released` having gone for `before`: HALF_UP(est × cum / qty) −
    released before (4.7), so that the last invoice takes the exact rest."""
    if after == before or whole == 0:
        return ZERO
    return share(estimate, after, whole) - released


def counted(quantity: Decimal, goods_type: str, *, red: bool) -> Decimal:
    """How far a line moves the invoiced quantity of its goods: a credit note on a return counts up, on goods it takes back."""
    forward = red == (goods_type in RETURNS)
    return quantity if forward else -quantity


def is_allowance(
    goods_type: str, quantity: Decimal, net: Decimal, invoiced_quantity: Decimal, invoiced: Decimal
) -> bool:
    """折让: a credit note on goods that stay, for less than what they were invoiced at, lowers their price; one for all of it takes
    the invoice of that quantity back."""
    if goods_type in RETURNS or invoiced_quantity <= 0:
        return False
    return net < share(invoiced, min(quantity, invoiced_quantity), invoiced_quantity)
