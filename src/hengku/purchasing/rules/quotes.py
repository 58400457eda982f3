"""比价: quotes of several suppliers side by side, without tax, the best one named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO, round_half_up
from hengku.kernel.quantity import plain


@dataclass(frozen=True, slots=True)
class Offer:
    """One quote. price per unit of the line, as the supplier says it; net_price without tax."""

    line_id: int
    partner_id: int
    price: Decimal
    includes_tax: bool
    tax_rate: Decimal
    lead_days: int | None
    minimum_quantity: Decimal
    valid_to: date | None
    remarks: str
    awarded: Decimal

    @property
    def net_price(self) -> Decimal:
        return round_half_up(self.price / (1 + self.tax_rate), 6) if self.includes_tax else self.price


@dataclass(frozen=True, slots=True)
class Award:
    """So much of a line goes to this supplier, in the line's unit."""

    line_id: int
    partner_id: int
    quantity: Decimal


def best_offers(offers: Sequence[Offer], wanted: Mapping[int, Decimal], on: date) -> dict[int, int]:
    """Per line the supplier with the lowest price without tax that still holds and sells this little; the shorter lead time
    breaks a tie, then the lower id."""
    found: dict[int, Offer] = {}
    for offer in offers:
        if offer.minimum_quantity > wanted.get(offer.line_id, ZERO) or (offer.valid_to and offer.valid_to < on):
            continue
        known = found.get(offer.line_id)
        if known is None or _rank(offer) < _rank(known):
            found[offer.line_id] = offer
    return {line_id: offer.partner_id for line_id, offer in found.items()}


def _rank(offer: Offer) -> tuple[Decimal, int, int]:
    return offer.net_price, offer.lead_days if offer.lead_days is not None else 10**6, offer.partner_id


def award_problems(
    awards: Sequence[Award],
    offers: Mapping[tuple[int, int], Offer],
    open_quantity: Mapping[int, Decimal],
    on: date,
) -> list[Refusal]:
    """Reasons against these awards: no quote, more than is still open of the line, less than the supplier sells, out of date."""
    problems = []
    taken: dict[int, Decimal] = {}
    for position, award in enumerate(awards):
        where = ("awards", position)
        offer = offers.get((award.line_id, award.partner_id))
        if offer is None:
            problems.append(Refusal("no_quote", {}, where))
            continue
        taken[award.line_id] = taken.get(award.line_id, ZERO) + award.quantity
        left = open_quantity.get(award.line_id, ZERO)
        if award.quantity <= 0 or taken[award.line_id] > left:
            problems.append(
                Refusal("award_exceeds", {"remaining": plain(left), "requested": plain(taken[award.line_id])}, where)
            )
        if award.quantity < offer.minimum_quantity:
            params = {"minimum": plain(offer.minimum_quantity), "quantity": plain(award.quantity)}
            problems.append(Refusal("below_minimum_quantity", params, where))
        if offer.valid_to is not None and offer.valid_to < on:
            problems.append(Refusal("quote_expired", {"date": offer.valid_to.isoformat()}, where))
    return problems
