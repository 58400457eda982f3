"""Which price holds: the most specific, then the latest (prices of the partner before everybody's)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hengku.kernel.money import round_half_up


@dataclass(frozen=True, slots=True)
class Price:
    """A dated price per `unit_id`; None partner = everybody, None unit = base unit."""

    id: int
    item_id: int
    unit_id: int | None
    partner_id: int | None
    price: Decimal
    includes_tax: bool
    minimum_quantity: Decimal
    valid_from: date | None
    valid_to: date | None
    partner_group: str = ""
    book_id: int | None = None


def fits(price: Price, *, partner_id: int | None, partner_group: str, book_id: int | None) -> bool:
    """Whether a price is meant for this partner, in this book."""
    return (
        price.partner_id in (None, partner_id)
        and price.partner_group in ("", partner_group)
        and (book_id is None or price.book_id in (None, book_id))
    )


def holds(price: Price, *, on: date, quantity: Decimal) -> bool:
    """Whether a price holds on a day for a quantity in the price's unit; both days of the validity included."""
    return (
        (price.valid_from is None or price.valid_from <= on)
        and (price.valid_to is None or on <= price.valid_to)
        and price.minimum_quantity <= quantity
    )


def best(
    prices: Iterable[Price],
    *,
    unit_id: int,
    base_unit_id: int,
    partner_id: int | None,
    on: date,
    quantity: Decimal,
    factors: Mapping[int, tuple[int, int]],
    partner_group: str = "",
    book_id: int | None = None,
) -> Price | None:
    """The price that holds: own price of the partner, then the partner's group's, then the book's own, then exact unit, then highest
    quantity step, then the latest.

    quantity is in `unit_id`; factors: the item's units in base units. Prices of other partners, and of units that are neither
    the asked nor the base unit, are left out.
    """
    fitting = [
        price
        for price in prices
        if fits(price, partner_id=partner_id, partner_group=partner_group, book_id=book_id)
        and price.unit_id in (None, unit_id, base_unit_id)
        and holds(price, on=on, quantity=quantity * _ratio(price, unit_id, base_unit_id, factors))
    ]
    if not fitting:
        return None

    def rank(price: Price) -> tuple[bool, bool, bool, bool, Decimal, date, int]:
        unit = price.unit_id if price.unit_id is not None else base_unit_id
        return (
            price.partner_id is not None,
            price.partner_group != "",
            price.book_id is not None,
            unit == unit_id,
            price.minimum_quantity,
            price.valid_from or date.min,
            price.id,
        )

    return max(fitting, key=rank)


def in_unit(price: Price, *, unit_id: int, base_unit_id: int, factors: Mapping[int, tuple[int, int]]) -> Decimal:
    """The price per `unit_id`: a base price times what the unit holds, to 6 places (domain specification 3.2)."""
    return round_half_up(price.price * _ratio(price, unit_id, base_unit_id, factors), PRICE_PLACES)


PRICE_PLACES = 6


def _ratio(price: Price, unit_id: int, base_unit_id: int, factors: Mapping[int, tuple[int, int]]) -> Decimal:
    """How many of the price's unit are in one asked unit."""
    if (price.unit_id or base_unit_id) == unit_id:
        return Decimal(1)
    numerator, denominator = factors.get(unit_id, (1, 1))
    return Decimal(numerator) / Decimal(denominator)
