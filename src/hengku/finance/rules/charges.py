"""Charges on purchases and how they are shared out (domain specification 4.8, C4). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from hengku.documents.rules.currency import ONE, in_book
from hengku.finance.types import Basis, CostElement
from hengku.kernel.money import ZERO, amounts_of, round_amount, split


class ChargeBad(ValueError):
    """What was sent is no list of charges."""


class NoWeights(ValueError):
    """No line has anything to share by; args: the basis."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge, with and without its tax."""

    element: CostElement
    basis: Basis
    net: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class Target:
    """What a receipt line weighs by each basis; manual: the amount typed for it."""

    quantity: Decimal
    amount: Decimal
    weight: Decimal
    volume: Decimal
    manual: Decimal

    def by(self, basis: Basis) -> Decimal:
        """The line's weight for this basis."""
        return {
            Basis.QUANTITY: self.quantity,
            Basis.AMOUNT: self.amount,
            Basis.WEIGHT: self.weight,
            Basis.VOLUME: self.volume,
            Basis.MANUAL: self.manual,
        }[basis]


@dataclass(frozen=True, slots=True)
class Customs:
    """What an import costs at the border: duty and import tax (domain specification 4.8)."""

    value: Decimal
    duty: Decimal
    import_tax: Decimal


def customs_of(value: Decimal, *, duty_rate: Decimal, import_tax_rate: Decimal) -> Customs:
    """duty = value × rate; import tax = (value + duty) × rate; each rounded once. Rates are fractions."""
    duty = round_amount(value * duty_rate)
    return Customs(value, duty, round_amount((value + duty) * import_tax_rate))


def charges_from(raw: object, *, customs: Customs | None = None, rate: Decimal = ONE) -> list[Charge]:
    """Charges as sent: cost, basis, amount, tax_rate, includes_tax, in a currency of this rate. The duty of an import may be left to
    reckon: a charge DUTY without amount is the customs' duty, with the import tax. Raises ChargeBad."""
    if not isinstance(raw, list) or not raw:
        raise ChargeBad
    return [_charge(one, customs, rate) for one in raw]


def _charge(raw: object, customs: Customs | None, rate: Decimal) -> Charge:
    if not isinstance(raw, Mapping):
        raise ChargeBad
    try:
        element, basis = CostElement(str(raw.get("cost") or "OTHER")), Basis(str(raw.get("basis") or "AMOUNT"))
        if customs is not None and element is CostElement.DUTY and raw.get("amount") in (None, ""):
            return Charge(element, basis, customs.duty, customs.import_tax)
        tax_rate = Decimal(str(raw.get("tax_rate") or 0))
        found = amounts_of(Decimal(str(raw["amount"])), tax_rate=tax_rate, includes_tax=bool(raw.get("includes_tax")))
        net = in_book(found.net, rate)
        charge = Charge(element, basis, net, in_book(found.total, rate) - net)
    except (KeyError, ValueError, InvalidOperation) as problem:
        raise ChargeBad from problem
    if charge.net <= 0 or not 0 <= tax_rate < 1:
        raise ChargeBad
    return charge


def shares_of(charges: Sequence[Charge], targets: Sequence[Target], *, with_tax: bool) -> list[Decimal]:
    """Each line's part of all charges; per charge the last line that has any weight takes the remainder (C4).

    with_tax: tax that cannot be deducted is cost too. Raises NoWeights.
    """
    shares = [ZERO] * len(targets)
    for charge in charges:
        whole = charge.net + (charge.tax if with_tax else ZERO)
        try:
            parts = split(whole, [target.by(charge.basis) for target in targets])
        except ValueError as problem:
            raise NoWeights(charge.basis.value) from problem
        shares = [share + part for share, part in zip(shares, parts, strict=True)]
    return shares
