"""Exact money: one rounding function and the arithmetic built on it (domain specification C2-C4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

ZERO = Decimal(0)
CENT = Decimal("0.01")
AMOUNT_PLACES = 2
UNIT_COST_PLACES = 6
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
"""Enough digits that products and quotients of stored numbers are rounded once only, by us."""
_STEPS = [Decimal(1).scaleb(-places) for places in range(21)]


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Round half away from zero (四舍五入, C4): -0.005 -> -0.01. The only rounding in the product."""
    return _EXACT.quantize(value, _STEPS[places])


def round_down(value: Decimal, places: int) -> Decimal:
    """Cut off after `places`: a share of something indivisible never gives away more than there is."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN)


def round_amount(value: Decimal) -> Decimal:
    """Round to the fen: 2 places, half up."""
    return round_half_up(value, AMOUNT_PLACES)


def share(amount: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """`amount * part / whole` rounded once to the fen, from the exact fraction (C3: unit cost is never multiplied back).

    The whole part takes the whole amount. Raises ZeroDivisionError when `whole` is 0.
    """
    if part == whole:
        return amount
    return round_amount(_EXACT.divide(_EXACT.multiply(amount, part), whole))


def unit_cost(amount: Decimal, quantity: Decimal, places: int = UNIT_COST_PLACES) -> Decimal | None:
    """Derived unit cost for display: amount / quantity, HALF_UP; None at quantity 0."""
    if quantity == 0:
        return None
    return round_half_up(_EXACT.divide(amount, quantity), places)


def split(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Split one amount over weights; every part but the last non-zero one is rounded, the last takes the rest (尾差归末行).

    Zero weights get 0.00. Raises ValueError when all weights are zero and the amount is not.
    """
    whole = sum(weights, ZERO)
    parts = [Decimal("0.00")] * len(weights)
    live = [position for position, weight in enumerate(weights) if weight != 0]
    if not live:
        if amount != 0:
            raise ValueError("cannot split an amount over zero weights")
        return parts
    rest = amount
    for position in live[:-1]:
        parts[position] = share(amount, weights[position], whole)
        rest -= parts[position]
    parts[live[-1]] = rest
    return parts


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """net 金额 (without tax), tax 税额, total 价税合计; each exact to the fen, total = net + tax."""

    net: Decimal
    tax: Decimal
    total: Decimal


def line_amounts(
    *, quantity: Decimal, price: Decimal, tax_rate: Decimal, price_includes_tax: bool, discount: Decimal = ZERO
) -> LineAmounts:
    """Amounts of a document line (domain specification 2.1).

    quantity in the entered unit, price per entered unit, tax_rate and discount as fractions (0.13 = 13 %).
    Price without tax: net = HALF_UP(q*p*(1-d)), tax = HALF_UP(net*rate), total = net + tax.
    Price with tax: total = HALF_UP(q*p*(1-d)), net = HALF_UP(total/(1+rate)), tax = total - net.
    """
    return amounts_of(quantity * price * (1 - discount), tax_rate=tax_rate, includes_tax=price_includes_tax)


def amounts_of(amount: Decimal, *, tax_rate: Decimal, includes_tax: bool) -> LineAmounts:
    """Amounts of a line worth `amount`, which contains the tax or comes without it; the formulas of `line_amounts`."""
    if includes_tax:
        total = round_amount(amount)
        net = round_amount(_EXACT.divide(total, 1 + tax_rate))
        return LineAmounts(net, total - net, total)
    net = round_amount(amount)
    tax = round_amount(net * tax_rate)
    return LineAmounts(net, tax, net + tax)
