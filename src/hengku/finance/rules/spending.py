"""费用 and 其他收入: what was spent or earned beside goods, line by line, and what it brings to a voucher. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from hengku.documents.rules.currency import ONE, in_book
from hengku.finance.types import Aux, DraftLine, Side
from hengku.kernel.money import ZERO, amounts_of

FUND = "FUND:"
"""Keys of fund accounts: FUND:12."""
MONEY_KEYS = ("CASH", "BANK", "OTHER-MONEY")


class EntriesBad(ValueError):
    """What was sent is no list of entries."""


@dataclass(frozen=True, slots=True)
class Entry:
    """category_id: its 收支项目. net and tax in book currency."""

    category_id: int
    net: Decimal
    tax: Decimal
    department: str


@dataclass(frozen=True, slots=True)
class Spent:
    """A line on the other side of the money: key, amount (negative in mirrors), department."""

    key: str
    amount: Decimal
    department: str = ""


def fund_key(fund_id: int) -> str:
    """The key that means a fund account's own account."""
    return f"{FUND}{fund_id}"


def entries_from(raw: object, *, rate: Decimal = ONE) -> list[Entry]:
    """Entries as sent: category, amount, tax_rate, includes_tax, department. Raises EntriesBad."""
    if not isinstance(raw, list) or not raw:
        raise EntriesBad
    return [_entry(one, rate) for one in raw]


def _entry(raw: object, rate: Decimal) -> Entry:
    if not isinstance(raw, Mapping):
        raise EntriesBad
    try:
        named = raw["category"]
        category_id = int(str(named["id"] if isinstance(named, Mapping) else named))
        tax_rate = Decimal(str(raw.get("tax_rate") or 0))
        found = amounts_of(Decimal(str(raw["amount"])), tax_rate=tax_rate, includes_tax=bool(raw.get("includes_tax")))
    except (KeyError, ValueError, InvalidOperation) as problem:
        raise EntriesBad from problem
    if found.net <= 0 or not 0 <= tax_rate < 1:
        raise EntriesBad
    net = in_book(found.net, rate)
    return Entry(category_id, net, in_book(found.total, rate) - net, str(raw.get("department") or "")[:100])


def expense_lines(spent: Sequence[Spent], *, tax: Decimal, pay: str, partner_id: int | None) -> tuple[DraftLine, ...]:
    """E1: Dr what it was spent on, VAT-IN; Cr the fund account, or AP. Tax that cannot be deducted is in the expense already.
    F1: Dr the account the money went to, FIN (fee); Cr the account it came from."""
    total = sum((one.amount for one in spent), ZERO) + tax
    return _real(
        *(DraftLine(Side.DEBIT, one.key, one.amount, Aux(partner_id=partner_id, department=one.department)) for one in spent),
        DraftLine(Side.DEBIT, "VAT-IN", tax),
        DraftLine(Side.CREDIT, pay, total, Aux(partner_id=partner_id)),
    )  # fmt: skip


def income_lines(
    earned: Sequence[Spent], *, tax: Decimal, tax_key: str, pay: str, partner_id: int | None
) -> tuple[DraftLine, ...]:
    """E2: Dr the fund account, or AR; Cr what it was earned with, VAT-OUT (VAT-SMALL)."""
    total = sum((one.amount for one in earned), ZERO) + tax
    return _real(
        DraftLine(Side.DEBIT, pay, total, Aux(partner_id=partner_id)),
        *(DraftLine(Side.CREDIT, one.key, one.amount, Aux(partner_id=partner_id, department=one.department)) for one in earned),
        DraftLine(Side.CREDIT, tax_key, tax),
    )  # fmt: skip


def _real(*lines: DraftLine) -> tuple[DraftLine, ...]:
    return tuple(line for line in lines if line.amount)
