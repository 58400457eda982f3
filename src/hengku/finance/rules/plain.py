"""The voucher of goods that plainly came in or went out: from cost straight to accounts, without drafting keys first.

Most vouchers are of this kind. The same lines as `templates.drafts_of` and `Chart.resolve` make together, a test says so.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from hengku.finance.rules.recipes import Recipe, Style, counter_of
from hengku.finance.rules.resolve import Chart, MissingAccount, ResolvedLine
from hengku.finance.rules.templates import OWED
from hengku.finance.types import Side
from hengku.kernel.money import ZERO
from hengku.masterdata.types import CostMethod

STYLES = frozenset({Style.IN, Style.OUT})
KINDS = frozenset({"OWN", "ISSUE"})
METHODS = frozenset({CostMethod.MOVING_AVERAGE.value, CostMethod.FIFO.value, CostMethod.SPECIFIC.value})
"""Final as soon as posted, and all of it stock against the type's counter key."""


class Goods(NamedTuple):
    """What of a document comes together: one item in one warehouse under one inventory key."""

    item_id: int
    warehouse_id: int | None
    key: str


Parts = Mapping[Goods, tuple[Decimal, Decimal]]
"""Quantity and amount, signed from the pool's view, in posting order."""


def plain_lines(*, recipe: Recipe, chart: Chart, partner_id: int | None, parts: Parts) -> list[ResolvedLine]:
    """The voucher's lines, debits first. recipe: of style IN or OUT. Raises MissingAccount."""
    inward = recipe.style is Style.IN
    stock: dict[tuple[int, int | None], tuple[Decimal, Decimal | None]] = {}
    counter: dict[tuple[int, int | None, int | None], Decimal] = {}
    missing: set[str] = set()
    for (item_id, warehouse_id, key), (entered, value) in parts.items():
        if not value:
            continue
        quantity, amount = (entered, value) if inward else (-entered, -value)
        account_id = chart.account_of(key, item_id=item_id, warehouse_id=warehouse_id)
        counter_key = counter_of(recipe, key)
        owed = counter_key in OWED
        if owed:
            other_id = chart.account_of(counter_key, partner_id=partner_id)
        else:
            other_id = chart.account_of(counter_key, item_id=item_id, warehouse_id=warehouse_id)
        if account_id is None or other_id is None:
            missing |= {name for name, found in ((key, account_id), (counter_key, other_id)) if found is None}
            continue
        account, other = chart.accounts[account_id], chart.accounts[other_id]
        place = (account_id, item_id if account.keeps[0] else None)
        before, counted = stock.get(place, (ZERO, None))
        stock[place] = (before + amount, (counted or ZERO) + quantity if account.by_quantity else None)
        against = (
            other_id,
            item_id if not owed and other.keeps[0] else None,
            partner_id if owed and other.keeps[1] else None,
        )
        counter[against] = counter.get(against, ZERO) + amount
    if missing:
        raise MissingAccount(missing)
    side, across = (Side.DEBIT, Side.CREDIT) if inward else (Side.CREDIT, Side.DEBIT)
    mine = [
        ResolvedLine(account_id, side, amount, item_id, None, None, "", quantity)
        for (account_id, item_id), (amount, quantity) in stock.items()
        if amount
    ]
    others = [
        ResolvedLine(account_id, across, amount, item_id, partner)
        for (account_id, item_id, partner), amount in counter.items()
        if amount
    ]
    return [*mine, *others] if inward else [*others, *mine]
