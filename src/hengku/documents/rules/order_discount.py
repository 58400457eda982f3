"""整单折扣: an amount off the whole document, shared out over its lines (domain specification 2.1 and C4)."""

from collections.abc import Sequence
from decimal import Decimal

from hengku.documents.rules.lines import PreparedLine
from hengku.kernel.errors import Refusal
from hengku.kernel.money import LineAmounts, amounts_of, round_amount, split


def with_discount(
    lines: Sequence[PreparedLine], discount: Decimal, *, price_includes_tax: bool
) -> list[PreparedLine] | Refusal:
    """The lines with their parts of `discount` taken off, by line amount; the last one takes the remainder.

    A refusal when the discount is negative or more than the lines are worth.
    """
    weights = [line.total if price_includes_tax else line.net for line in lines]
    whole = sum(weights, Decimal(0))
    if not 0 <= discount <= whole:
        return Refusal("order_discount_bad", {"discount": f"{discount:f}", "whole": f"{whole:.2f}"})
    parts = split(round_amount(discount), weights)
    return [
        _replaced(line, amounts_of(weight - part, tax_rate=line.tax_rate, includes_tax=price_includes_tax))
        for line, weight, part in zip(lines, weights, parts, strict=True)
    ]


def _replaced(line: PreparedLine, amounts: LineAmounts) -> PreparedLine:
    return line._replace(net=amounts.net, tax=amounts.tax, total=amounts.total)
