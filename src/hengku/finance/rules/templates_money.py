"""Lines that invoices, money, freight and settled losses bring to a voucher (domain specification 5.3), from plain facts.

Signs: what is red (a credit note, a refund) comes with negative amounts and keeps its sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hengku.finance.types import NO_AUX, Aux, DraftLine, Side
from hengku.kernel.money import ZERO
from hengku.masterdata.types import AccountingStandard, TaxpayerType

_D, _C = Side.DEBIT, Side.CREDIT


@dataclass(frozen=True, slots=True)
class PurchaseInvoiceLine:
    """released: estimate given up for the goods this line invoices. on_the_way: net of goods invoiced before they came (P2b)."""

    net: Decimal
    tax: Decimal
    released: Decimal = ZERO
    on_the_way: Decimal = ZERO


def purchase_invoice_lines(
    lines: Sequence[PurchaseInvoiceLine], *, partner_id: int | None, deductible: bool, pay: str = "AP"
) -> tuple[DraftLine, ...]:
    """P3 beside the difference that value events bring: Dr AP-EST, PURCH, VAT-IN; Cr AP, or what it was paid from. Tax that cannot be deducted is in the
    difference already."""
    partner = Aux(partner_id=partner_id)
    tax = sum((line.tax for line in lines), ZERO)
    total = sum((line.net + line.tax for line in lines), ZERO)
    return _real(
        DraftLine(_D, "AP-EST", sum((line.released for line in lines), ZERO), partner),
        DraftLine(_D, "PURCH", sum((line.on_the_way for line in lines), ZERO), partner),
        DraftLine(_D, "VAT-IN", tax if deductible else ZERO),
        DraftLine(_C, pay, total, partner if pay == "AP" else NO_AUX),
    )


@dataclass(frozen=True, slots=True)
class SalesInvoiceLine:
    """key: REV, or OREV for material sold."""

    item_id: int | None
    net: Decimal
    tax: Decimal
    key: str = "REV"


def sales_invoice_lines(
    lines: Sequence[SalesInvoiceLine], *, partner_id: int | None, taxpayer: TaxpayerType, pending: bool = False
) -> tuple[DraftLine, ...]:
    """S2, S4: Dr AR total; Cr REV net, VAT-OUT (VAT-SMALL of a small-scale taxpayer). pending: not invoiced yet, so a general
    taxpayer's tax waits on VAT-OUT-PEND."""
    tax_key = "VAT-OUT-PEND" if pending else "VAT-OUT"
    if taxpayer is TaxpayerType.SMALL_SCALE:
        tax_key = "VAT-SMALL"
    return _real(
        DraftLine(_D, "AR", sum((line.net + line.tax for line in lines), ZERO), Aux(partner_id=partner_id)),
        *(DraftLine(_C, line.key, line.net, Aux(item_id=line.item_id, partner_id=partner_id)) for line in lines),
        DraftLine(_C, tax_key, sum((line.tax for line in lines), ZERO)),
    )


@dataclass(frozen=True, slots=True)
class Money:
    """amount: what the bank moved; negative when money goes back. key: CASH, BANK, OTHER-MONEY, NOTE-P or NOTE-R. owed: the account
    that was owed, where it is not the usual one (PREPAID, ADV-R).

    discount: part of the debt settled without money (cash discount, fee). exchange: realised exchange gain (+) or loss (-); of
    money that goes back, and in mirrors, with the opposite sign.
    """

    amount: Decimal
    partner_id: int | None
    key: str = "BANK"
    owed: str = ""
    discount: Decimal = ZERO
    exchange: Decimal = ZERO


def payment_lines(money: Money) -> tuple[DraftLine, ...]:
    """P5: Dr AP; Cr BANK, FIN (discount). P6: Dr PREPAID."""
    debt = money.amount + money.discount + money.exchange
    return _real(
        DraftLine(_D, money.owed or "AP", debt, Aux(partner_id=money.partner_id)),
        DraftLine(_C, money.key, money.amount),
        DraftLine(_C, "FIN", money.discount),
        exchange_line(money.exchange, red=money.amount < 0),
    )


def money_receipt_lines(money: Money, *, standard: AccountingStandard) -> tuple[DraftLine, ...]:
    """S5: Dr BANK, FIN (cash discount; under CAS it lowers revenue); Cr AR. S6: Cr ADV-R."""
    partner = Aux(partner_id=money.partner_id)
    debt = money.amount + money.discount - money.exchange
    discount = (
        DraftLine(_C, "REV", -money.discount, partner)
        if standard is AccountingStandard.CAS
        else DraftLine(_D, "FIN", money.discount)
    )
    return _real(
        DraftLine(_D, money.key, money.amount),
        discount,
        exchange_line(money.exchange, red=money.amount < 0),
        DraftLine(_C, money.owed or "AR", debt, partner),
    )


def exchange_line(gain: Decimal, *, red: bool) -> DraftLine:
    """汇兑损益: a gain is a credit, a loss a debit; in red for what takes one back."""
    credit = (gain > 0) != red
    return DraftLine(_C, "FIN", gain) if credit else DraftLine(_D, "FIN", -gain)


def match_lines(
    amount: Decimal, *, debit: str, credit: str, partner_id: int | None, exchange: Decimal = ZERO
) -> tuple[DraftLine, ...]:
    """P7 (AP / PREPAID), S7 (ADV-R / AR), three-party offset (AP / AR): the debited account gives up amount + exchange, the
    credited one amount. Inside one account only the exchange gain (or loss) moves."""
    partner = Aux(partner_id=partner_id)
    gain = exchange_line(exchange, red=amount < 0)
    if debit == credit:
        other = DraftLine(_C if gain.side is _D else _D, debit, gain.amount, partner)
        return _real(other, gain)
    return _real(DraftLine(_D, debit, amount + exchange, partner), DraftLine(_C, credit, amount, partner), gain)


def landed_cost_lines(
    *, net: Decimal, tax: Decimal, partner_id: int | None, expensed: Decimal, deductible: bool = True, pay: str = "AP"
) -> tuple[DraftLine, ...]:
    """P8 beside the shares that value events bring: Dr VAT-IN, SELL (charges that are expense); Cr AP or BANK."""
    return _real(
        DraftLine(_D, "SELL", expensed),
        DraftLine(_D, "VAT-IN", tax if deductible else ZERO),
        DraftLine(_C, pay, net + tax, Aux(partner_id=partner_id if pay == "AP" else None)),
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """Part of a loss somebody bears (OTHER-R of a person or insurer), or salvage (BANK, RAW)."""

    key: str
    amount: Decimal
    partner_id: int | None = None


def loss_lines(
    amount: Decimal, settled: Sequence[Settled], *, standard: AccountingStandard, disaster: bool = False
) -> tuple[DraftLine, ...]:
    """L2, L6: what nobody bears goes to NONOP-OUT (SBE, or a disaster) or ADMIN (CAS)."""
    rest = amount - sum((one.amount for one in settled), ZERO)
    to_expense = standard is AccountingStandard.CAS and not disaster
    return _real(
        *(DraftLine(_D, one.key, one.amount, Aux(partner_id=one.partner_id)) for one in settled),
        DraftLine(_D, "ADMIN" if to_expense else "NONOP-OUT", rest),
        DraftLine(_C, "PENDING-PL", amount),
    )


def gain_lines(amount: Decimal, *, standard: AccountingStandard) -> tuple[DraftLine, ...]:
    """L5: Dr PENDING-PL; Cr NONOP-IN (SBE), or Dr ADMIN in red (CAS)."""
    if standard is AccountingStandard.CAS:
        return _real(DraftLine(_D, "PENDING-PL", amount), DraftLine(_D, "ADMIN", -amount))
    return _real(DraftLine(_D, "PENDING-PL", amount), DraftLine(_C, "NONOP-IN", amount))


def _real(*lines: DraftLine) -> tuple[DraftLine, ...]:
    return tuple(line for line in lines if line.amount != 0)
