"""期末调汇: what debts and money in other currencies are worth at the month's last rate, as pure functions of plain data.

Receivables, payables and money in the bank follow the rate; prepayments and advances stand for goods and do not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hengku.finance.types import Aux, DraftLine, Side
from hengku.kernel.money import ZERO, round_amount

SIDES = ("AR", "AP")


@dataclass(frozen=True, slots=True)
class ForeignDebt:
    """What is open with a partner in one currency, on the side's normal side: in that currency, and as the books carry it. Money in a
    fund account is one too: side is the account's key, name its name."""

    side: str
    partner_id: int | None
    currency: str
    foreign: Decimal
    carried: Decimal
    name: str = ""

    @property
    def is_asset(self) -> bool:
        return self.side != "AP"


@dataclass(frozen=True, slots=True)
class Revalued:
    """A debt at a rate (book currency per unit). gain: + earns, - costs; a payable that grows is a loss."""

    debt: ForeignDebt
    rate: Decimal

    @property
    def worth(self) -> Decimal:
        return round_amount(self.debt.foreign * self.rate)

    @property
    def change(self) -> Decimal:
        return self.worth - self.debt.carried

    @property
    def gain(self) -> Decimal:
        return self.change if self.debt.is_asset else -self.change


def revalued(debts: Sequence[ForeignDebt], rates: Mapping[str, Decimal]) -> list[Revalued]:
    """Each debt at its currency's rate. Raises KeyError for a currency without one."""
    return [Revalued(debt, rates[debt.currency]) for debt in debts]


def lines_of(found: Sequence[Revalued]) -> list[DraftLine]:
    """Dr AR (or the fund account), Cr FIN for what grew; Dr FIN, Cr AP for a payable that did; in red for what shrank. What is earned and what is
    lost stay apart."""
    lines: list[DraftLine] = []
    for one in found:
        side = Side.DEBIT if one.debt.is_asset else Side.CREDIT
        lines.append(DraftLine(side, one.debt.side, one.change, Aux(partner_id=one.debt.partner_id)))
    for earned, side in ((True, Side.CREDIT), (False, Side.DEBIT)):
        amount = sum((one.gain for one in found if (one.gain > 0) is earned), ZERO)
        lines.append(DraftLine(side, "FIN", abs(amount)))
    return [line for line in lines if line.amount]
