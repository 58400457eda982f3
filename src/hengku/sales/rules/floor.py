"""最低售价: which lines are sold below the floor of the price list."""

from collections.abc import Sequence
from decimal import Decimal

from hengku.documents.types import LoadedDocument, LoadedLine
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO, round_amount, round_half_up
from hengku.kernel.quantity import plain

SHOWN_PLACES = 6


def judged_lines(document: LoadedDocument) -> list[LoadedLine]:
    """Lines whose price is decided here: those of an order were judged with the order; a gift has no price."""
    return [line for line in document.lines if line.has_floor and line.price and line.source_line_id is None]


def below_floor(lines: Sequence[tuple[LoadedLine, Decimal, bool]]) -> list[Refusal]:
    """below_floor_price of every line that is worth less than its floor (per its unit; true: with tax), discounts counted."""
    found = []
    for line, floor, includes_tax in lines:
        worth = line.total if includes_tax else line.net
        if worth < round_amount(floor * line.quantity):
            shown = _unit_price(worth, line.quantity)
            params = {"price": shown, "floor": plain(floor), "line": str(line.line_no)}
            found.append(Refusal("below_floor_price", params, ("line", line.id, "price")))
    return found


def _unit_price(worth: Decimal, quantity: Decimal) -> str:
    return plain(round_half_up(worth / quantity, SHOWN_PLACES)) if quantity else plain(ZERO)
