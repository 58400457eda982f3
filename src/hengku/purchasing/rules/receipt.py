"""Receiving and returning as stock moves: from whom to where, and at which amount."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from hengku.documents.rules.currency import in_book, rate_of
from hengku.documents.rules.posting import move_in, move_out, posting_of, with_gift
from hengku.documents.types import LoadedDocument, LoadedLine
from hengku.kernel.errors import Refusal
from hengku.kernel.money import share, split
from hengku.ledger.types import MovementType, PostingRequest, Spot
from hengku.purchasing.rules.paid_ahead import PaidAhead
from hengku.purchasing.rules.specs import RECEIVING_STATUSES

GIFT_REASONS = frozenset({"GIFT", "PURCHASE_GIFT"})
"""Codes of the reasons that make a line without price a gift."""


def receipt_posting(
    document: LoadedDocument,
    *,
    warehouse_places: Mapping[int, int],
    supplier_place: int,
    tax_is_cost: bool,
    spread_gifts: bool = True,
    arrivals: Mapping[int, Spot] | None = None,
    paid_ahead: Mapping[int, PaidAhead] | None = None,
    borrowed: Collection[int] = (),
    owners_place: int = 0,
) -> PostingRequest:
    """SUP → WH, each line bringing its own cost: the net amount, or the total where input tax cannot be deducted (C10).
    spread_gifts: gifts take their part of what was paid for the same item in this receipt. arrivals: lines whose goods stand in
    an arrival area already (ARR → WH), by line id. paid_ahead: what was invoiced before it came costs what the invoice says.
    borrowed: source lines of goods borrowed from the supplier; they are given back to owners_place and come in as our own, where they
    stand."""
    rate = rate_of(document.extra)
    amounts = {line.id: in_book(line.total if tax_is_cost else line.net, rate) for line in document.lines}
    for line in document.lines:
        ahead = (paid_ahead or {}).get(line.id)
        if ahead is not None:
            price = amounts[line.id]
            amounts[line.id] = price - share(price, ahead.quantity, line.base_quantity) + ahead.cost
    if spread_gifts and any(is_gift(line) for line in document.lines):
        amounts |= spread_over_gifts(document.lines, amounts)
    outside = Spot(supplier_place)
    given_back = (
        replace(
            move_out(line, outside=Spot(owners_place), warehouse_places=warehouse_places),
            owner_id=document.partner_id,
            demand_line_id=None,
        )
        for line in document.lines
        if line.source_line_id in borrowed
    )
    moves = (
        with_gift(
            move_in(
                line,
                outside=(arrivals or {}).get(line.id, outside),
                warehouse_places=warehouse_places,
                amount=amounts[line.id],
            ),
            line,
        )
        for line in document.lines
    )
    return posting_of(document, MovementType.PURCHASE, (*given_back, *moves))


def is_gift(line: LoadedLine) -> bool:
    """Goods that came for nothing, as a gift."""
    return line.net == 0 and line.total == 0 and line.reason in GIFT_REASONS


def spread_over_gifts(lines: Sequence[LoadedLine], amounts: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Amounts of the lines of items of which some were paid for and some were gifts: what was paid, by base quantity over all
    of them (domain specification 2.2). Gifts of an item nobody paid for stay without cost."""
    found: dict[int, Decimal] = {}
    for item_id in {line.item_id for line in lines if is_gift(line)}:
        same = [line for line in lines if line.item_id == item_id and (is_gift(line) or amounts[line.id] != 0)]
        paid = sum((amounts[line.id] for line in same), Decimal(0))
        parts = split(paid, [line.base_quantity for line in same])
        found.update((line.id, part) for line, part in zip(same, parts, strict=True))
    return found


def return_posting(
    document: LoadedDocument, *, warehouse_places: Mapping[int, int], supplier_place: int
) -> PostingRequest:
    """WH → SUP. A linked line takes the receipt's cost with it pro rata (R3), an unlinked one is priced by the method."""
    outside = Spot(supplier_place)
    moves = (move_out(line, outside=outside, warehouse_places=warehouse_places) for line in document.lines)
    return posting_of(document, MovementType.PURCHASE_RETURN, moves)


def receipt_problems(line: LoadedLine, item_name: str) -> list[Refusal]:
    """What is wrong with a line of a receipt: goods without a price need a reason; only two statuses may be received."""
    problems = []
    if line.net == 0 and not line.reason:
        problems.append(Refusal("price_required", {"item": item_name}, ("line", line.id, "price")))
    if line.status is not None and line.status not in RECEIVING_STATUSES:
        problems.append(Refusal("receipt_status", {}, ("line", line.id, "status")))
    return problems
