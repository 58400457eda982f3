"""What something costs this customer, and why (为什么是这个价)."""

from datetime import date
from decimal import Decimal
from typing import Any

from hengku.documents.queries.line_context import last_prices
from hengku.identity.types import Viewer
from hengku.kernel.money import ZERO, round_half_up
from hengku.kernel.quantity import plain
from hengku.kernel.texts import current_language
from hengku.masterdata.models import Item, Partner
from hengku.masterdata.queries.books import BookFacts, book_facts
from hengku.masterdata.queries.kits import kit_parts
from hengku.masterdata.queries.prices import PriceAnswer, PriceQuestion, find
from hengku.masterdata.queries.units import factors_of
from hengku.masterdata.types import PriceKind
from hengku.sales import texts

PRICE_PLACES = 6


def selling_price(
    *,
    viewer: Viewer,
    book_id: int,
    item_id: int,
    unit_id: int | None,
    quantity: Decimal,
    partner_id: int | None,
    on: date,
) -> dict[str, Any]:
    """The price of the list (the partner's own, the group's, everybody's; from the quantity on), else the last one of this customer.
    With and without tax, per unit; source: partner, group, list, last, components (of a kit) or none; explain says it in words."""
    book = book_facts(book_id)
    rate = _tax_rate(book, item_id, partner_id)
    (listed,) = find(
        questions=[PriceQuestion(item_id, unit_id, quantity)], kind=PriceKind.SALE, partner_id=partner_id, on=on,
        book_id=book_id,
    )  # fmt: skip
    if listed is not None:
        return _told(listed.price, rate, includes_tax=listed.includes_tax) | _why(listed, partner_id)
    last = last_prices(viewer=viewer, book_id=book_id, item_ids=[item_id], partner_id=partner_id, roles={"customer"})
    if item_id not in last:
        parts = kit_parts(item_ids=[item_id]).get(item_id)
        if parts:
            return _kit_price(parts, item_id, unit_id, rate, book_id=book_id, partner_id=partner_id, on=on)
        return {
            "price": None,
            "price_with_tax": None,
            "tax_rate": plain(rate),
            "source": "none",
            "explain": str(texts.PRICE_NONE),
        }
    numerator, denominator = factors_of(item_ids=[item_id])[item_id].get(unit_id or 0, (1, 1))
    price = last[item_id] * numerator / denominator
    told = _told(price, rate, includes_tax=book.price_includes_tax)
    return told | {"source": "last", "explain": str(texts.PRICE_LAST)}


def _kit_price(
    parts: list[tuple[int, Decimal]],
    item_id: int,
    unit_id: int | None,
    rate: Decimal,
    *,
    book_id: int,
    partner_id: int | None,
    on: date,
) -> dict[str, Any]:
    """A kit nobody set a price for: what its components cost together. Nothing when one of them has no price."""
    prices = find(
        questions=[PriceQuestion(component_id, None, per) for component_id, per in parts], kind=PriceKind.SALE,
        partner_id=partner_id, on=on, book_id=book_id,
    )  # fmt: skip
    whole = ZERO
    for (component_id, per), one in zip(parts, prices, strict=True):
        if one is None:
            return {"price": None, "price_with_tax": None, "tax_rate": plain(rate), "source": "none"} | {
                "explain": str(texts.PRICE_NONE)
            }
        of_component = _tax_rate(book_facts(book_id), component_id, partner_id)
        whole += per * (one.price / (1 + of_component) if one.includes_tax else one.price)
    numerator, denominator = factors_of(item_ids=[item_id])[item_id].get(unit_id or 0, (1, 1))
    told = _told(whole * numerator / denominator, rate, includes_tax=False)
    return told | {"source": "components", "explain": str(texts.PRICE_OF_COMPONENTS)}


def _told(price: Decimal, rate: Decimal, *, includes_tax: bool) -> dict[str, Any]:
    net = price / (1 + rate) if includes_tax else price
    gross = price if includes_tax else price * (1 + rate)
    return {
        "price": plain(round_half_up(net, PRICE_PLACES)),
        "price_with_tax": plain(round_half_up(gross, PRICE_PLACES)),
        "tax_rate": plain(rate),
    }


def _why(found: PriceAnswer, partner_id: int | None) -> dict[str, Any]:
    source = "partner" if found.own else "group" if found.group else "list"
    name: str | None = found.group
    if found.own and partner_id is not None:
        name = Partner.objects.filter(pk=partner_id).values_list("name", flat=True).first()
    language = current_language()
    text = texts.PRICE_SOURCES[source].in_language(language, {"name": name or ""})
    if found.minimum_quantity > 0:
        text += texts.PRICE_FROM.in_language(language, {"minimum": plain(found.minimum_quantity)})
    if found.valid_from or found.valid_to:
        days = {"first": _day(found.valid_from), "last": _day(found.valid_to)}
        text += texts.PRICE_VALID.in_language(language, days)
    return {"source": source, "entry": str(found.entry_id), "explain": text}


def _day(day: date | None) -> str:
    return "…" if day is None else day.isoformat()


def _tax_rate(book: BookFacts, item_id: int, partner_id: int | None) -> Decimal:
    """The partner's, else the item's, else the book's."""
    of_partner = (
        Partner.objects.filter(pk=partner_id).values_list("tax_rate", flat=True).first() if partner_id else None
    )
    of_item = Item.objects.filter(pk=item_id).values_list("tax_rate", flat=True).first()
    return next((rate for rate in (of_partner, of_item) if rate is not None), book.tax_rate)
