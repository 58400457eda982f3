"""Assembly, disassembly, conversion and lot change as stock moves; what stands against them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from hengku.documents.rules.posting import request_key, spot_of, with_lots
from hengku.documents.types import LoadedDocument, LoadedLine
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO, split
from hengku.ledger.types import MovementType, MoveRequest, PostingRequest, Spot
from hengku.masterdata.types import StockStatus
from hengku.warehousing.types import Role

_MOVEMENTS = {
    "assembly": MovementType.ASSEMBLY,
    "disassembly": MovementType.ASSEMBLY,
    "conversion": MovementType.CONVERSION,
    "lot_change": MovementType.LOT_CHANGE,
}


@dataclass(frozen=True, slots=True)
class MakingFacts:
    """warehouses: place of each; between: where goods pass through (ASM, ADJ); lots: id of the lot a line's goods become;
    statuses: status a line's goods are taken from; units: exact (amount, quantity) of a line's item, where known."""

    warehouses: Mapping[int, int]
    between: int
    lots: Mapping[int, int] = field(default_factory=dict)
    statuses: Mapping[int, StockStatus] = field(default_factory=dict)
    units: Mapping[int, tuple[Decimal, Decimal]] = field(default_factory=dict)


def role_of(line: LoadedLine) -> Role:
    """What the line is; where it says nothing, the first line is the product and the others are its components."""
    said = line.extra.get("role")
    return Role(str(said)) if said else Role.PRODUCT if line.line_no == 1 else Role.COMPONENT


def groups_of(document: LoadedDocument) -> dict[int, tuple[LoadedLine, list[LoadedLine]]]:
    """Products by line number, each with its components; a component that names no line belongs to the first product."""
    products = [line for line in document.lines if role_of(line) is Role.PRODUCT]
    groups: dict[int, tuple[LoadedLine, list[LoadedLine]]] = {line.line_no: (line, []) for line in products}
    for line in document.lines:
        if role_of(line) is Role.COMPONENT and products:
            named = line.extra.get("of_line")
            number = int(str(named)) if named not in (None, "") else products[0].line_no
            if number in groups:
                groups[number][1].append(line)
    return groups


def making_problems(document: LoadedDocument) -> list[Refusal]:
    """A product without components, a component without a product, a product made of itself."""
    groups = groups_of(document)
    if not groups:
        return [Refusal("making_needs_product", {}, ("header",))]
    placed = {line.id for _, components in groups.values() for line in components}
    problems = [
        Refusal("making_unknown_product", {}, ("line", line.id, "of_line"))
        for line in document.lines
        if role_of(line) is Role.COMPONENT and line.id not in placed
    ]
    for product, components in groups.values():
        if not components:
            problems.append(Refusal("making_needs_components", {}, ("line", product.id, "role")))
        problems += [
            Refusal("making_of_itself", {}, ("line", line.id, "item"))
            for line in components
            if line.item_id == product.item_id and line.lot_id == product.lot_id
        ]
    return problems


def becoming_problems(document: LoadedDocument) -> list[Refusal]:
    """A lot change that changes nothing."""
    return [
        Refusal("nothing_changes", {}, ("line", line.id, "to_lot"))
        for line in document.lines
        if document.type == "lot_change" and not line.extra.get("to_lot") and line.to_status is None
    ]


def making_posting(document: LoadedDocument, facts: MakingFacts) -> PostingRequest:
    """Everything such a document posts."""
    if document.type in {"assembly", "disassembly"}:
        moves, fees = _worked(document, facts)
    else:
        moves, fees = [move for line in document.lines for move in _becomes(document, line, facts)], ()
    return PostingRequest(
        request_key=request_key(document),
        book_id=document.book_id,
        document_id=document.id,
        document_type=document.type,
        movement_type=_MOVEMENTS[document.type],
        business_date=document.business_date,
        moves=tuple(moves),
        fees=fees,
    )


def _worked(document: LoadedDocument, facts: MakingFacts) -> tuple[list[MoveRequest], tuple[tuple[int, Decimal], ...]]:
    groups = groups_of(document)
    moves: list[MoveRequest] = []
    for number, (product, components) in groups.items():
        if document.type == "assembly":
            moves += [_out(line, facts, number) for line in components]
            moves.append(_into(product, facts, number))
        else:
            moves.append(_out(product, facts, number))
            weights = weights_of(components, facts.units)
            moves += [_into(line, facts, number, weight) for line, weight in zip(components, weights, strict=True)]
    fee = document.extra.get("fee")
    whole = Decimal(str(fee)) if fee not in (None, "") else ZERO
    shares = split(whole, [product.base_quantity for product, _ in groups.values()])
    return moves, tuple((number, share) for number, share in zip(groups, shares, strict=True) if share)


def weights_of(components: Sequence[LoadedLine], units: Mapping[int, tuple[Decimal, Decimal]]) -> list[Decimal]:
    """Quantity x reference cost; without one the item's current unit cost; where nothing is known, by quantity."""
    weights = []
    for line in components:
        said = line.extra.get("reference_cost")
        if said not in (None, ""):
            weights.append(line.base_quantity * Decimal(str(said)))
        else:
            amount, quantity = units.get(line.id, (ZERO, Decimal(1)))
            weights.append((line.base_quantity * amount / quantity).quantize(_PLACES))
    return weights if any(weights) else [line.base_quantity for line in components]


_PLACES = Decimal("0.000000")


def _out(line: LoadedLine, facts: MakingFacts, making: int) -> MoveRequest:
    return _move(line, spot_of(line, facts.warehouses), Spot(facts.between), making)


def _into(line: LoadedLine, facts: MakingFacts, making: int, weight: Decimal = Decimal(1)) -> MoveRequest:
    return _move(line, Spot(facts.between), spot_of(line, facts.warehouses), making, weight)


def _move(
    line: LoadedLine, source: Spot, target: Spot, making: int | None, weight: Decimal = Decimal(1)
) -> MoveRequest:
    return with_lots(
        MoveRequest(
            line_id=line.id,
            item_id=line.item_id,
            quantity=line.base_quantity,
            source=source,
            target=target,
            lot_id=line.lot_id,
            second_quantity=line.second_quantity,
            making=making,
            weight=weight,
        ),
        line,
    )


def _becomes(document: LoadedDocument, line: LoadedLine, facts: MakingFacts) -> list[MoveRequest]:
    """The line's goods leave as what they are and come back as what they become, at the same value."""
    here = spot_of(line, facts.warehouses)
    source = Spot(here.place_id, here.bin_id, facts.statuses.get(line.id, here.status))
    status = StockStatus(line.to_status) if line.to_status else source.status
    target = Spot(here.place_id, here.bin_id, status)
    to_item = int(str(line.extra.get("to_item") or line.item_id))
    lot_id = facts.lots.get(line.id, line.lot_id if to_item == line.item_id else None)
    if document.type == "lot_change" and lot_id == line.lot_id:
        return [_move(line, source, target, None)]
    quantity = line.extra.get("to_quantity") or line.base_quantity
    back = MoveRequest(
        line_id=line.id,
        item_id=to_item,
        quantity=Decimal(str(quantity)),
        source=Spot(facts.between),
        target=target,
        lot_id=lot_id,
        second_quantity=line.second_quantity if to_item == line.item_id else None,
        making=line.line_no,
    )
    return [_move(line, source, Spot(facts.between), line.line_no), back]
