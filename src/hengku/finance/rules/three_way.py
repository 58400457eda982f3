"""三单匹配: what a supplier charges against what was ordered and received (domain specification 2.2). Pure."""

from dataclasses import dataclass
from decimal import Decimal

from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO, share
from hengku.kernel.quantity import plain


@dataclass(frozen=True, slots=True)
class Charge:
    """One invoice line beside what it charges for: the order's line, or the receipt's where nothing was ordered. Quantities in base
    units, amounts without tax in one currency; amount, percent: the book's tolerance."""

    line_id: int
    item: str
    agreed_document: str
    agreed_quantity: Decimal
    agreed_net: Decimal
    quantity: Decimal
    net: Decimal
    amount: Decimal
    percent: Decimal

    @property
    def expected(self) -> Decimal:
        """What the invoiced quantity costs at the agreed price."""
        return share(self.agreed_net, self.quantity, self.agreed_quantity) if self.agreed_quantity else ZERO

    @property
    def difference(self) -> Decimal:
        return self.net - self.expected

    @property
    def tolerance(self) -> Decimal:
        """The wider of the book's amount and its part of what was agreed."""
        return max(self.amount, abs(self.expected) * self.percent)

    @property
    def matches(self) -> bool:
        return abs(self.difference) <= self.tolerance


def difference_refusal(charge: Charge, *, may_release: bool, who: str) -> Refusal:
    """A warning for who may release differences, for the others a refusal that says who may."""
    params = {
        "item": charge.item,
        "agreed": charge.agreed_document,
        "quantity": plain(charge.quantity),
        "expected": f"{charge.expected:.2f}",
        "invoiced": f"{charge.net:.2f}",
        "difference": f"{charge.difference:+.2f}",
        "tolerance": f"{charge.tolerance:.2f}",
        "who": who,
    }
    return Refusal("match_difference", params, ("line", charge.line_id, "price"), "warn" if may_release else "block")
