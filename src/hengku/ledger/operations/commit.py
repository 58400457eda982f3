"""One batch of postings into the database: check everything, then write moves, balances, pools, entries and reservations.

A fixed number of statements, whatever the number of documents and lines. Locks in one order: periods, balances by id, pools by id.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused
from hengku.ledger.operations import balances, layers, pools, valuation
from hengku.ledger.operations.allocate import Settled, lacks_lot, settle_lots, status_refusals
from hengku.ledger.operations.balances import Locked, Question, Rows
from hengku.ledger.operations.packing import concerns_packages, load_contents, settle_packages, write_packages
from hengku.ledger.operations.planned import PlannedEntry
from hengku.ledger.operations.pools import LockedPool
from hengku.ledger.operations.serials import serial_refusals
from hengku.ledger.operations.shortfall import item_refusals, second_refusals, shortage_refusals
from hengku.ledger.operations.valuation import Valuation
from hengku.ledger.operations.world import World
from hengku.ledger.operations.writing import write
from hengku.ledger.rules.allocation import CONSUMING
from hengku.ledger.rules.costing import Pool
from hengku.ledger.rules.second import Both, pair_up
from hengku.ledger.rules.stock import (
    PLACE,
    STATUS,
    Claim,
    ItemPlace,
    Key,
    Planned,
    StockView,
    changes_by_key,
    claim_shortages,
    consumption,
    fewest_available,
    is_usable,
    item_place,
    key_shortages,
    shelf,
)
from hengku.ledger.types import MoveRequest
from hengku.masterdata.types import PlaceKind, StockStatus


@dataclass(slots=True)
class Batch:
    """Postings of one call, in business date order; moves and entries name them by index. planned: entries of the moves as they
    were asked for; lines whose lots are chosen later are planned again."""

    world: World
    posting_ids: list[int]
    move_ids: list[int]
    moves: list[Planned]
    plan: Callable[[Sequence[Planned]], list[PlannedEntry]]
    held: "Held | None" = None
    planned: list[PlannedEntry] | None = None


@dataclass(slots=True)
class Held:
    """Locks that were taken on the trip that made the postings: rows of balances, claims and pools; None = not asked for."""

    balances: Rows
    claims: Rows
    pools: Rows | None


def lock_questions(moves: Sequence[Planned]) -> list[Question]:
    """Asks for what `commit` locks first of these moves: balances, then the open reservations they may not take."""
    leaving = _leaving(moves)
    questions = [balances.lock_question(list(changes_by_key(moves)), leaving | _searched(moves))]
    return [*questions, balances.claims_question(leaving)] if leaving else questions


def _leaving(moves: Iterable[Planned]) -> set[ItemPlace]:
    return {item_place(move.source_key) for move in moves if move.source_key is not None and is_usable(move.source_key)}


def _searched(moves: Iterable[Planned]) -> set[ItemPlace]:
    """Places whose every row may be asked for a lot."""
    return {
        item_place(move.source_key)
        for move in moves
        if move.source_key is not None
        and (move.request.any_status or (move.request.lot_id is None and not is_usable(move.source_key)))
    }


def next_move_ids(count: int) -> list[int]:
    """Ids for moves."""
    statement = "SELECT nextval('ledger_move_id_seq') FROM generate_series(1, %s)"
    return sorted(pk for (pk,) in sql.rows(connection, statement, [count]))


def key_of(world: World, request: MoveRequest, book_id: int, *, source: bool) -> Key | None:
    """Stock key of one end of a move; None where no balance is kept."""
    spot = request.source if source else request.target
    if not world.place(spot.place_id).keeps_balance:
        return None
    return (
        book_id, request.item_id, spot.place_id, spot.bin_id, request.lot_id, spot.status.value, request.owner_id,
        request.project_id,
    )  # fmt: skip


def planned_move(
    *,
    world: World,
    posting: int,
    request: MoveRequest,
    book_id: int,
    business_date: date,
    movement_type: str,
    reverses_id: int | None = None,
) -> Planned:
    """A move with its stock keys."""
    return Planned(
        posting, request, business_date, movement_type, book_id,
        key_of(world, request, book_id, source=True), key_of(world, request, book_id, source=False), reverses_id,
    )  # fmt: skip


def commit(*, act: Act, batch: Batch) -> Valuation | None:
    """Check and write the batch. Raises Refused with every shortage; nothing is written then (the caller's transaction ends)."""
    held = batch.held
    policy = balances.NegativePolicies(confirmed="insufficient_stock" in act.confirmed)
    settled, locked, claims = _settle(batch, policy)
    moves, changes = batch.moves, changes_by_key(batch.moves)
    _check(batch, changes, locked, claims, policy, settled.refusals)
    packing = (
        settle_packages(world=batch.world, moves=moves, locked=locked, contents=settled.contents)
        if settled.contents is not None
        else None
    )
    planned = batch.planned if batch.planned is not None and not settled.split else batch.plan(moves)
    known = held.pools if held and not settled.split else None
    valued = valuation.value(planned, known, split=settled.split or _has_parts(moves)) if planned else None
    write(
        recorded_at=act.at,
        moves=_move_columns(batch),
        balances=balances.balance_columns(
            locked=locked,
            changes=changes,
            moves=moves,
            may_be_negative=policy.allows,
            packed=packing.by_key() if packing else {},
        ),
        pools=pools.pool_columns(_new_states(valued)) if valued else None,
        entries=pools.entry_columns(valuation.entries_of(valued, batch.posting_ids, batch.move_ids))
        if valued
        else None,
        used=consumption(moves, claims),
    )
    if packing is not None and settled.contents is not None:
        write_packages(
            act=act, packing=packing, contents=settled.contents, locked=locked, move_ids=batch.move_ids
        )  # fmt: skip
    weights = valued.weights() if valued else {}
    if weights:
        pools.keep_splits(weights)
    if valued and valued.has_layers:
        layers.write(
            rows=valued.rows, outcomes=valued.replayed.outcomes, before=valued.openings, after=valued.replayed.pools,
            real=valued.real,
        )  # fmt: skip
    return valued


def _settle(
    batch: Batch, policy: balances.NegativePolicies
) -> tuple[Settled, dict[Key, Locked], Mapping[ItemPlace, list[Claim]]]:
    """Lock the stock, then choose the lots and bins that no line names; the batch has its final moves, with an id each, and everything they
    touch is locked."""
    moves, held = batch.moves, batch.held
    changes, leaving = changes_by_key(moves), _leaving(moves)
    locked: dict[Key, Locked] = {}
    if changes:
        locked = balances.lock_balances(
            keys=changes, whole_places=leaving | _searched(moves), found=held.balances if held else None
        )
    claims = balances.open_claims(leaving, held.claims if held else None) if leaving else {}
    contents = load_contents(moves, locked) if concerns_packages(moves, locked) else None
    settled = settle_lots(
        world=batch.world, moves=moves, locked=locked, claims=claims, may_be_negative=policy.allows, contents=contents
    )  # fmt: skip
    if settled.split:
        batch.moves = settled.moves
        missing = [key for key in changes_by_key(settled.moves) if key not in locked]
        locked |= balances.lock_balances(keys=missing, whole_places=set()) if missing else {}
    wanted = len(batch.moves) - len(batch.move_ids)
    batch.move_ids = [*batch.move_ids, *next_move_ids(wanted)] if wanted > 0 else batch.move_ids[: len(batch.moves)]
    return settled, locked, claims


def _has_parts(moves: Sequence[Planned]) -> bool:
    """Several moves of one line."""
    return any(move.request.lot_id is not None for move in moves) and len(moves) > len(
        {(move.posting, move.request.line_id) for move in moves}
    )


def _check(
    batch: Batch,
    changes: Mapping[Key, Decimal],
    locked: Mapping[Key, Locked],
    claims: Mapping[ItemPlace, list[Claim]],
    policy: balances.NegativePolicies,
    found: Sequence[Refusal],
) -> None:
    moves = batch.moves
    refusals = [*found, *serial_refusals(moves, locked)]
    refusals += _unpaired(moves, locked)
    without_lot = [move for move in moves if lacks_lot(move, locked)]
    if without_lot:
        raise Refused([*refusals, *item_refusals("lot_required", without_lot)])
    unusable = [move for move in moves if _ships_unusable(batch.world, move)]
    if unusable:
        refusals += item_refusals("status_not_available", unusable)
    late = _back_dated(moves, changes, locked)
    view = StockView(
        quantities={key: row.quantity for key, row in locked.items()},
        later=balances.later_changes(late) if late else {},
        claims=claims,
        may_be_negative=policy.allows,
    )
    shortages = fewest_available([*key_shortages(moves, view), *(claim_shortages(moves, view) if view.claims else ())])
    if shortages:
        refusals += status_refusals(shortages, locked)
        refusals += shortage_refusals(shortages, policy.warns)
    if refusals:
        raise Refused(refusals)


def _unpaired(moves: Sequence[Planned], locked: Mapping[Key, Locked]) -> list[Refusal]:
    """Goods kept in two quantities get the second one, and may not keep one without the other (I09)."""
    if not any(row.is_doubled for row in locked.values()):
        return []

    def is_doubled(move: Planned) -> bool:
        return any(key in locked and locked[key].is_doubled for key in (move.source_key, move.target_key) if key)

    standing = {key: Both(row.quantity, row.second_quantity) for key, row in locked.items()}
    return second_refusals(pair_up(moves, standing, is_doubled))


def _ships_unusable(world: World, move: Planned) -> bool:
    """I11: nothing is sold or used from a status other than available. A reversal takes back what it must."""
    return (
        move.reverses_id is None
        and move.source_key is not None
        and move.source_key[STATUS] != StockStatus.AVAILABLE
        and world.place(move.source_key[PLACE]).kind is PlaceKind.WAREHOUSE
        and world.place(move.request.target.place_id).kind in CONSUMING
    )


def _back_dated(
    moves: Iterable[Planned], changes: Mapping[Key, Decimal], locked: Mapping[Key, Locked]
) -> dict[Key, date]:
    """Keys of the shelves from which something goes out on a date before their newest move: later days must be looked at."""
    days: dict[Key, date] = {}
    for move in moves:
        if move.source_key is not None:
            name = shelf(move.source_key)
            days[name] = min(move.business_date, days.get(name, date.max))
    return {
        key: day for key, row in locked.items() if (day := days.get(shelf(key))) is not None and day < row.last_date
    }


def _move_columns(batch: Batch) -> list[list[object]]:
    rows = [
        (
            pk, batch.posting_ids[move.posting], move.book_id, request.line_id, move.movement_type, request.item_id,
            request.lot_id, request.owner_id, request.project_id, request.source.place_id, request.source.bin_id,
            request.source.status, request.target.place_id, request.target.bin_id, request.target.status, request.quantity,
            request.second_quantity, move.business_date, request.demand_line_id, request.returns_line_id, move.reverses_id,
            request.making,
        )
        for pk, move in zip(batch.move_ids, batch.moves, strict=True)
        for request in (move.request,)
    ]  # fmt: skip
    return sql.columns_of(rows, 22)


def _new_states(valued: Valuation) -> Iterable[tuple[LockedPool, Pool, date]]:
    newest: dict[int, date] = {}
    for row in valued.new_rows:
        if row.pool not in newest or row.business_date > newest[row.pool]:
            newest[row.pool] = row.business_date
    for pool_id, state in valued.replayed.pools.items():
        yield valued.pools[pool_id], state, newest.get(pool_id, valued.pools[pool_id].last_date)
