"""Issuing material and bringing it back: what stands against it, where it goes, which account it is for."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hengku.documents.rules.posting import move_in, move_out, posting_of
from hengku.documents.rules.usage import ACCOUNTS, Usage
from hengku.documents.types import LoadedDocument
from hengku.kernel.errors import Refusal
from hengku.ledger.types import MovementType, PostingRequest, Spot
from hengku.manufacturing.types import Material, OrderFacts, ReturnKind
from hengku.masterdata.types import PlaceKind, StockStatus

COUNTERS: Mapping[Usage, str] = {**ACCOUNTS, Usage.PRODUCTION: ""}
"""Use → account key of the other side (domain specification 5.3 M1); "" = work in process, as the recipe of the type says."""

_ORDER = ("header", "production_order")


def place_kind(usage: Usage) -> PlaceKind:
    """Where material goes: into production, or out of our books."""
    return PlaceKind.PRODUCTION if usage is Usage.PRODUCTION else PlaceKind.ADJUSTMENT


def status_of(kind: ReturnKind, entered: str | None) -> StockStatus:
    """What returned material becomes: as the line says, else by why it comes back."""
    if entered:
        return StockStatus(entered)
    return StockStatus.AVAILABLE if kind is ReturnKind.GOOD_RETURN else StockStatus.REJECTED


def issue_problems(document: LoadedDocument, material: Material) -> list[Refusal]:
    """Only a released, open order of the same book takes material, and only for production."""
    if material.order is None:
        return []
    if material.usage is not Usage.PRODUCTION:
        return [Refusal("order_for_production_only", {}, _ORDER)]
    if material.order.book_id != document.book_id:
        return [Refusal("order_of_another_book", {"order": material.order.number}, _ORDER)]
    return order_problems(material.order)


def order_problems(order: OrderFacts | None) -> list[Refusal]:
    """An order that is not released, or is closed, takes and gives nothing."""
    if order is None:
        return []
    if not order.released:
        return [Refusal("order_not_released", {"order": order.number}, _ORDER)]
    return [Refusal("order_closed", {"order": order.number}, _ORDER)] if order.closed else []


def return_problems(document: LoadedDocument, sources: Iterable[Material], kind: ReturnKind) -> list[Refusal]:
    """Material of one use and one open order comes back; bad material does not become available."""
    known = list(sources)
    problems = [
        Refusal("bad_material_not_available", {}, ("line", line.id, "status"))
        for line in document.lines
        if kind is not ReturnKind.GOOD_RETURN and line.status == StockStatus.AVAILABLE
    ]
    if len({(one.usage, one.order) for one in known}) > 1:
        problems.append(Refusal("return_of_several_orders", {}, ("lines",)))
    for order in {one.order for one in known}:
        problems.extend(order_problems(order))
    return problems


def issue_posting(
    document: LoadedDocument, usage: Usage, *, warehouse_places: Mapping[int, int], outside: Mapping[PlaceKind, int]
) -> PostingRequest:
    """WH → PROD for production, WH → ADJ for anything else, priced by the cost method."""
    target = Spot(outside[place_kind(usage)])
    moves = (move_out(line, outside=target, warehouse_places=warehouse_places) for line in document.lines)
    return posting_of(document, MovementType.MATERIAL_ISSUE, moves)


def return_posting(
    document: LoadedDocument,
    usage: Usage,
    kind: ReturnKind,
    *,
    warehouse_places: Mapping[int, int],
    outside: Mapping[PlaceKind, int],
) -> PostingRequest:
    """Back from where it went, pro rata at the cost of the issue (R3), in the status the kind calls for."""
    source = Spot(outside[place_kind(usage)])
    moves = []
    for line in document.lines:
        move = move_in(line, outside=source, warehouse_places=warehouse_places)
        status = status_of(kind, line.status)
        moves.append(replace(move, target=replace(move.target, status=status)))
    return posting_of(document, MovementType.MATERIAL_RETURN, moves)
