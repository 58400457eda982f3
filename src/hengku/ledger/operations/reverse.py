"""冲销: the mirror of a posting, with its original quantities and amounts, later deltas included."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.ledger.operations import pools, windows
from hengku.ledger.operations.commit import Batch, commit, next_move_ids, planned_move
from hengku.ledger.operations.planned import PlannedEntry
from hengku.ledger.operations.pools import PoolKey, SourceEntry
from hengku.ledger.operations.world import World
from hengku.ledger.rules.costing import chain_left
from hengku.ledger.rules.stock import Planned
from hengku.ledger.types import CostBasis, CostKind, MoveRequest, PostingResult, ReversalRequest, Spot
from hengku.masterdata.types import StockStatus

_ORIGINALS = """
SELECT p.document_id, p.id, p.movement_type, p.business_date, p.reverses_id, reversal.id, reversal.request_key
FROM ledger_posting p LEFT JOIN ledger_posting reversal ON reversal.reverses_id = p.id
WHERE p.document_id = ANY(%s) ORDER BY p.id
"""
_INSERT = """
WITH made AS (
    INSERT INTO ledger_posting (request_key, content_hash, book_id, document_id, document_type, movement_type, business_date,
                                reverses_id, actor_id, recorded_at)
    SELECT u.*, %s, %s
    FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::date[], %s::bigint[]) AS u
    ON CONFLICT DO NOTHING
    RETURNING id, reverses_id
), noted AS (
    INSERT INTO ledger_fresh_posting (posting_id) SELECT id FROM made
)
SELECT reverses_id, id FROM made
"""
_MOVES = """
SELECT id, posting_id, source_line_id, item_id, lot_id, owner_id, project_id, from_place_id, from_bin_id, from_status,
       to_place_id, to_bin_id, to_status, quantity, second_quantity, demand_line_id,
       (SELECT e.package_id FROM ledger_package_event e WHERE e.move_id = m.id ORDER BY e.id LIMIT 1)
FROM ledger_move m WHERE posting_id = ANY(%s) ORDER BY id
"""
_ENTRIES = """
SELECT e.id, e.posting_id, e.source_line_id, e.move_id, e.place_id, e.movement_type, e.kind, e.quantity,
       p.book_id, p.scope_id, p.item_id, p.lot_id, p.place_id, p.retired_on
FROM ledger_cost_entry e JOIN ledger_cost_pool p ON p.id = e.pool_id
WHERE e.posting_id = ANY(%s) AND e.kind IN ('OWN', 'ISSUE', 'ADJUSTMENT')
ORDER BY min(e.id) OVER (PARTITION BY e.posting_id, e.source_line_id), e.id DESC
"""
"""Line by line, what a line did last is undone first: goods bought and used at once come back before they leave again."""
_CONSUMED = """
SELECT id, item_id, place_id, demand_line_id, consumed_quantity FROM ledger_reservation
WHERE demand_line_id = ANY(%s) AND consumed_quantity > 0 AND released_quantity = 0 ORDER BY id FOR UPDATE
"""
_GIVE_BACK = """
UPDATE ledger_reservation r SET consumed_quantity = r.consumed_quantity - u.quantity
FROM unnest(%s::bigint[], %s::numeric[]) AS u(id, quantity) WHERE r.id = u.id
"""


@dataclass(frozen=True, slots=True)
class _Original:
    posting_id: int
    movement_type: str
    business_date: date
    request: ReversalRequest


@transaction.atomic(savepoint=False)
def reverse(*, act: Act, requests: Sequence[ReversalRequest]) -> list[PostingResult]:
    """Post the mirror of each document's posting; results in the order of the requests. The same request_key reverses once.

    Negative stock, dates and periods are checked as for any posting. Reservations that the original consumed hold again. Raises
    Refused: not_posted, already_reversed, reversal_of_reversal, reversal_before_original, still_referenced, and those of `post`.
    """
    found = sql.rows(connection, _ORIGINALS, [[request.original_document_id for request in requests]])
    by_document: dict[int, list[tuple[Any, ...]]] = {}
    for document_id, *rest in found:
        by_document.setdefault(document_id, []).append(tuple(rest))
    done: dict[str, PostingResult] = {}
    originals: list[_Original] = []
    for request in requests:
        state = _state_of(request, by_document.get(request.original_document_id, []))
        if isinstance(state, int):
            done[request.request_key] = _result_of(state)
        else:
            originals.append(state)
    if originals:
        done |= _reverse(act, sorted(originals, key=lambda one: one.request.business_date))
    return [done[request.request_key] for request in requests]


def _state_of(request: ReversalRequest, postings: Sequence[tuple[Any, ...]]) -> _Original | int:
    """The posting to reverse, or the id of the reversal made before under the same key."""
    if not postings:
        raise refuse("not_posted")
    posting_id, movement_type, business_date, reverses_id, reversal_id, reversal_key = postings[0]
    if reversal_id is not None:
        if reversal_key == request.request_key:
            return int(reversal_id)
        raise refuse("already_reversed")
    if reverses_id is not None:
        raise refuse("reversal_of_reversal")
    if request.business_date < business_date:
        raise refuse(
            "reversal_before_original",
            loc=("business_date",),
            date=str(request.business_date),
            original=str(business_date),
        )
    return _Original(posting_id, movement_type, business_date, request)


def _result_of(posting_id: int) -> PostingResult:
    amounts = sql.rows(
        connection,
        "SELECT source_line_id, sum(amount) FROM ledger_cost_entry WHERE posting_id = %s AND basis = 'MIRROR' GROUP BY 1",
        [posting_id],
    )
    return PostingResult(posting_id, dict(amounts))


def _reverse(act: Act, originals: Sequence[_Original]) -> dict[str, PostingResult]:
    made = _insert(act, originals)
    windows.require_open(act=act, requests=[one.request for one in originals])
    position = {one.posting_id: index for index, one in enumerate(originals)}
    world = World()
    moves, index_of_move = _mirror_moves(world, originals, position)
    _require_unreferenced(list(position))
    batch = Batch(
        world,
        [made[one.posting_id] for one in originals],
        next_move_ids(len(moves)),
        moves,
        lambda _moves: _mirror_entries(originals, position, index_of_move),
    )
    valued = commit(act=act, batch=batch)
    _give_back(moves)
    amounts = valued.line_amounts() if valued else {}
    return {
        one.request.request_key: PostingResult(made[one.posting_id], amounts.get(index, {}))
        for index, one in enumerate(originals)
    }


def _insert(act: Act, originals: Sequence[_Original]) -> dict[int, int]:
    rows = [
        (
            one.request.request_key, f"reverses:{one.posting_id}"[:32], one.request.book_id, one.request.document_id,
            one.request.document_type, one.movement_type, one.request.business_date, one.posting_id,
        )
        for one in originals
    ]  # fmt: skip
    columns = [list(column) for column in zip(*rows, strict=True)]
    made = dict(sql.rows(connection, _INSERT, [act.actor_id, act.at, *columns]))
    if len(made) < len(originals):
        raise refuse("already_reversed")
    return made


def _mirror_moves(
    world: World, originals: Sequence[_Original], position: Mapping[int, int]
) -> tuple[list[Planned], dict[int, int]]:
    moves: list[Planned] = []
    index_of_move: dict[int, int] = {}
    for row in sql.rows(connection, _MOVES, [list(position)]):
        pk, posting_id, line_id, item_id, lot_id, owner_id, project_id = row[:7]
        original = originals[position[posting_id]]
        request = MoveRequest(
            line_id=original.request.line_ids.get(line_id, line_id),
            item_id=item_id,
            quantity=row[13],
            source=Spot(row[10], row[11], StockStatus(row[12])),
            target=Spot(row[7], row[8], StockStatus(row[9])),
            lot_id=lot_id,
            owner_id=owner_id,
            project_id=project_id,
            second_quantity=row[14],
            demand_line_id=row[15],
            package_id=row[16],
        )
        index_of_move[pk] = len(moves)
        moves.append(
            planned_move(
                world=world,
                posting=position[posting_id],
                request=request,
                book_id=original.request.book_id,
                business_date=original.request.business_date,
                movement_type=original.movement_type,
                reverses_id=pk,
            )
        )
    return moves, index_of_move


def _require_unreferenced(posting_ids: Sequence[int]) -> None:
    """Nobody may still share an amount that is taken back (a live return, a transfer received)."""
    entries = sql.rows(
        connection,
        "SELECT id, quantity FROM ledger_cost_entry WHERE posting_id = ANY(%s) AND kind IN ('OWN', 'ISSUE')",
        [list(posting_ids)],
    )
    chains = pools.load_chains([pk for pk, _ in entries], dict(entries))
    if any(chain_left(chains[pk]) != abs(quantity) for pk, quantity in entries):
        raise Refused(Refusal("still_referenced"))


def _mirror_entries(
    originals: Sequence[_Original], position: Mapping[int, int], index_of_move: Mapping[int, int]
) -> list[PlannedEntry]:
    entries: list[PlannedEntry] = []
    for row in sql.rows(connection, _ENTRIES, [list(position)]):
        pk, posting_id, line_id, move_id, place_id, movement_type, kind, quantity, *key = row
        original = originals[position[posting_id]]
        if key[5] is not None:
            raise refuse("method_changed_since", date=str(key[5]))
        pool_key: PoolKey = (key[0], key[1], key[2], key[3], key[4])
        entries.append(
            PlannedEntry(
                position[posting_id], index_of_move[move_id] if move_id is not None else None,
                original.request.line_ids.get(line_id, line_id), place_id, movement_type, original.request.business_date,
                pool_key, CostKind.ADJUSTMENT if kind == CostKind.ADJUSTMENT else CostKind.OWN, CostBasis.MIRROR, -quantity,
                source=SourceEntry(pk, quantity, pool_key),
            )
        )  # fmt: skip
    return entries


def _give_back(moves: Sequence[Planned]) -> None:
    """What the original consumed of reservations holds again, as far as the demand has not given it up."""
    demands = {move.request.demand_line_id for move in moves if move.request.demand_line_id is not None}
    if not demands:
        return
    rest = {
        pk: [item_id, place_id, demand, consumed]
        for pk, item_id, place_id, demand, consumed in sql.rows(connection, _CONSUMED, [sorted(demands)])
    }
    back: dict[int, Decimal] = {}
    for move in moves:
        wanted = move.request.quantity
        for pk, (item_id, place_id, demand, consumed) in rest.items():
            same = (item_id, place_id, demand) == (
                move.request.item_id, move.request.target.place_id, move.request.demand_line_id
            )  # fmt: skip
            part = min(wanted, consumed) if same else Decimal(0)
            if part > 0:
                back[pk] = back.get(pk, Decimal(0)) + part
                rest[pk][3] = consumed - part
                wanted -= part
    if back:
        sql.write(connection, _GIVE_BACK, [list(back), list(back.values())])
