"""Serial numbers: one unit each, at one place at a time (domain specification 3.5). A serial number is a lot of one unit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.errors import Refusal
from hengku.ledger.operations.balances import Locked
from hengku.ledger.operations.shortfall import item_names
from hengku.ledger.rules.stock import Key, Planned
from hengku.masterdata.types import SERIALS, Tracking

_WHERE = """
SELECT t.id, t.number,
       coalesce((SELECT sum(b.quantity) FROM ledger_balance b WHERE b.lot_id = t.id), 0),
       coalesce((SELECT sum(CASE WHEN m.to_place_id = p.id THEN m.quantity ELSE -m.quantity END) FROM ledger_move m
                 JOIN masterdata_place p ON p.kind = 'CUS' AND p.id IN (m.to_place_id, m.from_place_id)
                 WHERE m.lot_id = t.id), 0),
       (SELECT array_agg(m.to_place_id ORDER BY m.id DESC) FROM ledger_move m WHERE m.lot_id = t.id)
FROM masterdata_lot t WHERE t.id = ANY(%s::bigint[])
"""
_LOTS_THEMSELVES = "SELECT id FROM masterdata_lot WHERE id = ANY(%s::bigint[]) AND parent_id IS NULL"
ONE = Decimal(1)


def serial_refusals(moves: Sequence[Planned], locked: Mapping[Key, Locked]) -> list[Refusal]:
    """Reasons against moves of goods managed by serial number: serials_required, serial_is_one, serial_twice; for what comes in
    serial_on_hand, serial_sold (a sold one comes back by a return only), serial_not_there (it is not where it would come from).

    Asks nothing where no goods are managed by serial number."""
    mine = [move for move in moves if move.reverses_id is None and _is_serial(move, locked)]
    if not mine:
        return []
    refusals = [_refusal("serials_required", move) for move in mine if move.request.lot_id is None]
    named = [move for move in mine if move.request.lot_id is not None]
    refusals += _whole_lots([move for move in named if _is_serial(move, locked, {Tracking.LOT_SERIAL})])
    refusals += [_refusal("serial_is_one", move) for move in named if move.request.quantity != ONE]
    refusals += _twice(named)
    entering = [move for move in named if move.source_key is None]
    return refusals + (_entering(entering) if entering else [])


def _is_serial(move: Planned, locked: Mapping[Key, Locked], kinds: Collection[str] = SERIALS) -> bool:
    return any(
        key is not None and key in locked and locked[key].tracking in kinds
        for key in (move.source_key, move.target_key)
    )


def _whole_lots(moves: Sequence[Planned]) -> list[Refusal]:
    """Goods managed by lot and serial number move by their serial numbers; the lot alone names none of them."""
    if not moves:
        return []
    wanted = sorted({move.request.lot_id for move in moves if move.request.lot_id is not None})
    lots = {pk for (pk,) in sql.rows(connection, _LOTS_THEMSELVES, [wanted])}
    return [_refusal("serials_required", move) for move in moves if move.request.lot_id in lots]


def _twice(moves: Iterable[Planned]) -> list[Refusal]:
    seen: set[tuple[int | None, Key | None]] = set()
    refusals = []
    for move in moves:
        name = (move.request.lot_id, move.source_key)
        if name in seen:
            refusals.append(_refusal("serial_twice", move))
        seen.add(name)
    return refusals


def _entering(moves: Sequence[Planned]) -> list[Refusal]:
    """What comes in must not be here already; a sold one comes from the customer who has it."""
    wanted = sorted({move.request.lot_id for move in moves if move.request.lot_id is not None})
    known = {row[0]: row[1:] for row in sql.rows(connection, _WHERE, [wanted])}
    refusals = []
    for move in moves:
        number, here, sold, been = known[move.request.lot_id or 0]
        comes_back = move.request.returns_line_id is not None or move.movement_type == "SALE_RETURN"
        if here > 0:
            refusals.append(_refusal("serial_on_hand", move, number))
        elif comes_back and (not been or been[0] != move.request.source.place_id):
            refusals.append(_refusal("serial_not_there", move, number))
        elif sold > 0 and not comes_back:
            refusals.append(_refusal("serial_sold", move, number))
    return refusals


def _refusal(code: str, move: Planned, number: str = "") -> Refusal:
    item, name = item_names([move.request.item_id])[move.request.item_id]
    if not number and move.request.lot_id is not None:
        ((number,),) = sql.rows(connection, "SELECT number FROM masterdata_lot WHERE id = %s", [move.request.lot_id])
    return Refusal(code, {"item": item, "name": name, "serial": number or "–"}, ("line", move.request.line_id, "lot"))
