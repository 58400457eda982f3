"""Orders that claim goods to come: soft until they arrive, then stock is reserved for them; given up when the goods do not come."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from hengku.documents.models import Line, Link
from hengku.documents.operations.command import follow_up
from hengku.documents.types import LinkKind, LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.money import ZERO
from hengku.ledger.operations.pegs import arrive, claimed_supplies, peg, pegs_of, pegs_on, unpeg
from hengku.ledger.types import ReservationRequest
from hengku.masterdata.queries.places import outside_place_id, transit_place_id, warehouse_place_ids
from hengku.masterdata.types import PlaceKind
from hengku.sales import texts
from hengku.sales.queries.supplies import Supply, open_supplies, supplies
from hengku.sales.rules.pegging import Coming, beyond, claimed_by_supply, share_arrival, spread


def claim_incoming(act: Act, *, book_id: int, short: Sequence[tuple[ReservationRequest, int]]) -> dict[int, Decimal]:
    """Let what is short (requests with their warehouses) claim goods to come for the same warehouse, the earliest first; gives what
    each demand line got. Never more than a supply still brings: it is locked meanwhile."""
    if not short:
        return {}
    known = open_supplies(book_id=book_id, item_ids=sorted({one.item_id for one, _ in short}), lock=True)
    taken = dict(claimed_by_supply(pegs_on(supply_line_ids=[one.line_id for one in known], lock=True)))
    claims: list[tuple[ReservationRequest, int]] = []
    got: dict[int, Decimal] = {}
    by_line = {one.line_id: one for one in known}
    for request, warehouse_id in short:
        coming = [
            Coming(one.line_id, one.due, max(one.left - taken.get(one.line_id, ZERO), ZERO))
            for one in known
            if (one.item_id, one.warehouse_id) == (request.item_id, warehouse_id)
        ]
        for line_id, part in spread(request.quantity, coming):
            taken[line_id] = taken.get(line_id, ZERO) + part
            got[request.demand_line_id] = got.get(request.demand_line_id, ZERO) + part
            claims.append((replace(request, quantity=part, place_id=_from(by_line[line_id])), line_id))
    peg(act=act, claims=claims)
    return got


def _from(supply: Supply) -> int:
    """Where the goods are until they come."""
    if supply.type == "transfer_out":
        return transit_place_id(supply.warehouse_id)
    return outside_place_id(PlaceKind.SUPPLIER, supply.partner_id)


def goods_arrived(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Receipts and transfers in: what was claimed of them becomes reserved stock, the most urgent first, as soon as it is there and
    before anybody else sees it."""
    if any(line.source_line_id is not None and line.is_awaited for document in documents for line in document.lines):
        follow_up(lambda: _reserve_arrived(act, documents))


def _reserve_arrived(act: Act, documents: Sequence[LoadedDocument]) -> None:
    supply_of = _supply_lines(documents)
    waiting = pegs_on(supply_line_ids=supply_of.values(), lock=True)
    if not waiting:
        return
    demands = Line.objects.in_bulk([one.demand_line_id for one in waiting])
    parts: dict[int, Decimal] = {}
    came = _came(documents, supply_of)
    for (supply_line, warehouse_id), arrived in came.items():
        mine = [
            one for one in waiting
            if one.supply_line_id == supply_line and one.id not in parts
            and demands[one.demand_line_id].warehouse_id == warehouse_id
        ]  # fmt: skip
        parts |= share_arrival(arrived, mine)
    places = warehouse_place_ids({line.warehouse_id for line in demands.values() if line.warehouse_id})
    requests = [
        ReservationRequest(
            book_id=one.book_id,
            item_id=one.item_id,
            place_id=places[demands[one.demand_line_id].warehouse_id or 0],
            demand_line_id=one.demand_line_id,
            document_id=one.document_id,
            quantity=parts[one.id],
            priority=one.priority,
            expires_at=one.expires_at,
        )
        for one in waiting
        if one.id in parts
    ]
    arrive(act=act, parts=parts, requests=requests)
    trim_to_supply(act, {line for line, _ in came})


def _supply_lines(documents: Sequence[LoadedDocument]) -> dict[int, int]:
    """The order or transfer line behind each line; behind a receiving notice its order."""
    sources = {line.id: line.source_line_id for document in documents for line in document.lines if line.source_line_id}
    if not sources:
        return {}
    above = dict(
        Link.objects.filter(target_line_id__in=sources.values(), kind=LinkKind.EXECUTE).values_list(
            "target_line_id", "source_line_id"
        )
    )
    return {line_id: above.get(source, source) for line_id, source in sources.items()}


def _came(documents: Sequence[LoadedDocument], supply_of: Mapping[int, int]) -> dict[tuple[int, int], Decimal]:
    """Usable goods by supply line and warehouse."""
    came: defaultdict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for document in documents:
        for line in document.lines:
            warehouse_id = line.to_warehouse_id if document.type == "transfer_in" else line.warehouse_id
            if line.id in supply_of and warehouse_id is not None and line.status in {None, "AVAILABLE"}:
                came[supply_of[line.id], warehouse_id] += line.base_quantity
    return dict(came)


def trim_to_supply(act: Act, supply_line_ids: Iterable[int], *, gone: bool = False) -> None:
    """Give up claims on what does not come any more. gone: nothing of it comes (the order was withdrawn or closed)."""
    wanted = sorted(set(supply_line_ids))
    waiting = pegs_on(supply_line_ids=wanted)
    if not waiting:
        return
    left = {} if gone else supplies(line_ids=wanted)
    parts: dict[int, Decimal] = {}
    for line_id in {one.supply_line_id for one in waiting}:
        brings = left[line_id].left if line_id in left else ZERO
        parts |= beyond([one for one in waiting if one.supply_line_id == line_id], brings)
    unpeg(act=act, parts=parts, reason=str(texts.COMES_NO_MORE))


def trim_to_demand(act: Act, wanted: Mapping[int, Decimal]) -> None:
    """Give up claims beyond what these demand lines still want and do not hold."""
    waiting = pegs_of(demand_line_ids=wanted)
    parts: dict[int, Decimal] = {}
    for line_id in {one.demand_line_id for one in waiting}:
        parts |= beyond([one for one in waiting if one.demand_line_id == line_id], wanted[line_id])
    unpeg(act=act, parts=parts)


def supply_withdrawn(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """A purchase order was withdrawn or closed, a transfer undone: nobody waits for it any more."""
    trim_to_supply(act, [line.id for document in documents for line in document.lines], gone=True)


def supply_changed(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """A purchase order brings something else now; lines that were taken off it bring nothing."""
    trim_to_supply(act, [line.id for document in documents for line in document.lines])
    claimed = claimed_supplies()
    there = set(Line.objects.filter(pk__in=claimed).values_list("pk", flat=True)) if claimed else set()
    trim_to_supply(act, set(claimed) - there, gone=True)
