"""标准成本 as pure functions (domain specification 4.6): goods stand at quantity × standard, whatever they really cost.

What a document really costs beyond the standard is the variance 材料成本差异: the `expensed` part of an outcome. Revaluing stock
under a new standard moves value between the two, so nothing is gained or lost by it.
"""

from decimal import Decimal

from hengku.kernel.money import round_amount
from hengku.ledger.rules.costing import NOTHING, NoKnownCost, Outcome, Pool, Row
from hengku.ledger.types import CostBasis, CostKind

PRICED = frozenset({CostBasis.POOL, CostBasis.AVERAGE})
"""Bases without a cost of their own: the standard is their cost, and there is no variance."""


class NoStandard(NoKnownCost):
    """No standard cost was in force on the row's date."""


def price(pool: Pool, row: Row) -> tuple[Decimal, Decimal]:
    """What the document itself says the row cost; `step` splits it into standard and variance."""
    del pool
    return row.amount or NOTHING, NOTHING


def standard_amount(pool: Pool, quantity: Decimal, unit: Decimal) -> Decimal:
    """quantity × standard; goods that leave an empty pool behind take what is left of it, so that no fen stays (R1)."""
    return -pool.amount if pool.quantity + quantity == 0 else round_amount(quantity * unit)


def step(pool: Pool, row: Row, amount: Decimal, expensed: Decimal = NOTHING) -> Outcome:
    """Apply one row; amount + expensed: what it really cost. Stock below zero stands at the standard too, so nothing is covered
    later. Raises NoStandard."""
    q0, a0 = pool.quantity, pool.amount
    if row.kind is CostKind.REVALUATION and row.standard is not None:
        pool.standard = row.standard
        revalued = round_amount(q0 * row.standard) - a0
        value, variance = revalued, -revalued
    elif row.kind is CostKind.ADJUSTMENT:
        value, variance = NOTHING, amount + expensed
    else:
        if pool.standard is None:
            raise NoStandard(row.id)
        value = standard_amount(pool, row.quantity, pool.standard)
        variance = NOTHING if row.basis in PRICED else amount + expensed - value
    pool.quantity, pool.amount = q0 + row.quantity, a0 + value
    if pool.quantity > 0:
        pool.last_amount, pool.last_quantity = pool.amount, pool.quantity
    elif row.quantity > 0 and not pool.last_quantity:
        pool.last_amount, pool.last_quantity = value, row.quantity
    return Outcome(value, variance, before_quantity=q0, before_amount=a0)
