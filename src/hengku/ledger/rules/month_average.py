"""全月一次加权平均 while the month runs (domain specification 4.3): issues carry a provisional amount at the unit cost the month began
with, nothing is replayed. What they really cost is known at the close: `hengku.ledger.rules.month_costing`.
"""

from decimal import Decimal

from hengku.kernel.money import ZERO, share
from hengku.ledger.rules import costing
from hengku.ledger.rules.costing import NOTHING, Outcome, Pool, Row
from hengku.ledger.types import CostBasis, CostKind


def is_priced(kind: str, basis: str, quantity: Decimal, *, is_return: bool) -> bool:
    """Whether the month's unit cost prices an entry: issues, and what comes back of them (a negative issue, even when it is linked).

    is_return: goods a customer or the production gives back.
    """
    if basis == CostBasis.POOL:
        return True
    if kind != CostKind.OWN or quantity <= 0:
        return False
    return basis == CostBasis.SHARE or (basis == CostBasis.AVERAGE and is_return)


def provisional(pool: Pool, quantity: Decimal) -> Decimal:
    """Amount (>= 0) of issuing or taking back `quantity` > 0 before the close, at the unit cost the month began with.

    Without one, what the goods of the month cost on average so far, and 0 when nothing is known. Whoever takes the last goods takes
    all of the money, so that no pool holds money without goods.
    """
    if pool.last_quantity:
        return share(pool.last_amount, quantity, pool.last_quantity)
    if pool.quantity > 0:
        return share(pool.amount, quantity, pool.quantity)
    return NOTHING


def price(pool: Pool, row: Row) -> tuple[Decimal, Decimal]:
    """(amount, expensed) of a row that follows no other. What was posted before stays as it is until the close."""
    if row.stored is not None:
        return row.stored.amount, row.stored.expensed
    if row.kind is CostKind.ADJUSTMENT:
        whole = row.amount or NOTHING
        return (whole, NOTHING) if pool.quantity or pool.turned else (NOTHING, whole)
    if is_priced(row.kind, row.basis, row.quantity, is_return=row.from_customer):
        if pool.quantity == -row.quantity > 0:
            return -pool.amount, NOTHING
        amount = provisional(pool, abs(row.quantity))
        return (amount if row.quantity > 0 else -amount), NOTHING
    return costing.price(pool, row)


def step(pool: Pool, row: Row, amount: Decimal, expensed: Decimal) -> Outcome:
    """Apply one priced row: no covers of what is below zero, and the unit cost of the month stands; only opening stock sets it."""
    outcome = Outcome(amount, expensed, before_quantity=pool.quantity, before_amount=pool.amount)
    pool.quantity += row.quantity
    pool.amount += amount
    pool.turned = True
    if pool.quantity > 0 and (row.is_opening or not pool.last_quantity) and row.quantity > 0:
        pool.last_amount, pool.last_quantity = pool.amount, pool.quantity
    if pool.quantity == ZERO and pool.amount != 0:
        outcome.residual = -pool.amount
        pool.amount = NOTHING
    return outcome
