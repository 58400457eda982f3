"""What an invoice line does to the goods it charges for (domain specification 4.7). Pure."""

from dataclasses import dataclass
from decimal import Decimal

from hengku.finance.types import InvoiceType
from hengku.kernel.money import ZERO, share
from hengku.masterdata.types import TaxpayerType

RETURNS = frozenset({"purchase_return", "sales_return"})
"""Their invoices are credit notes."""


@dataclass(frozen=True, slots=True)
class Charged:
    """Signed: quantity counts towards the goods line; net, tax, cost and released are negative for credit notes."""

    quantity: Decimal
    net: Decimal
    tax: Decimal
    cost: Decimal
    released: Decimal

    @property
    def difference(self) -> Decimal:
        """What the goods cost more than estimated."""
        return self.cost - self.released


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
