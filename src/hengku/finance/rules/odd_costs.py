"""异常余额: what is odd about a cost pool, and the document that would put it right (domain specification 4.1 R4, R5)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from hengku.kernel.money import ZERO, share, unit_cost
from hengku.ledger.rules.costing import unit_deviates


class Cause(StrEnum):
    NEGATIVE_QUANTITY = "NEGATIVE_QUANTITY"  # 负结存
    NEGATIVE_AMOUNT = "NEGATIVE_AMOUNT"  # 有数量，金额为负
    NO_VALUE = "NO_VALUE"  # 有数量，没有金额
    OUT_OF_BAND = "OUT_OF_BAND"  # 单位成本偏离
    MONEY_CLEARED = "MONEY_CLEARED"  # 数量为零的余额，已自动清零
    PROVISIONAL = "PROVISIONAL"  # 暂定成本
    NO_BASE = "NO_BASE"  # 月末平均没有基数
    NOT_INVOICED = "NOT_INVOICED"  # 长期未到票


@dataclass(frozen=True, slots=True)
class Fix:
    """The document that puts it right: what it brings in. quantity 0: an adjustment of the amount alone."""

    type: str
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Stand:
    """A pool: quantity and amount, and what as much of these goods was last known to cost (quantity 0: nothing is known)."""

    quantity: Decimal
    amount: Decimal
    known_quantity: Decimal
    known_amount: Decimal
    standard: bool = False

    def known_value(self, quantity: Decimal) -> Decimal:
        return share(self.known_amount, quantity, self.known_quantity) if self.known_quantity else ZERO


def judge(stand: Stand) -> tuple[Cause, Fix | None] | None:
    """What is odd about it, the worst thing first, and how to put it right; None when all is well."""
    if stand.quantity < 0:
        value = stand.known_value(-stand.quantity)
        return Cause.NEGATIVE_QUANTITY, Fix("other_in", -stand.quantity, value if value > 0 else -stand.amount)
    if stand.quantity == 0 or stand.standard:
        return None
    target = stand.known_value(stand.quantity)
    fix = Fix("cost_adjustment", ZERO, target - stand.amount) if target > 0 and target != stand.amount else None
    if stand.amount < 0:
        return Cause.NEGATIVE_AMOUNT, fix or Fix("cost_adjustment", ZERO, -stand.amount)
    if stand.amount == 0:
        return Cause.NO_VALUE, fix
    unit, known = unit_cost(stand.amount, stand.quantity), unit_cost(stand.known_amount, stand.known_quantity)
    if unit is not None and known is not None and unit_deviates(unit, known):
        return Cause.OUT_OF_BAND, fix
    return None
