"""Posting: what documents decided becomes facts, once, for many documents in a handful of statements."""

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b

from django.db import connection, transaction

from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.ledger.operations import windows
from hengku.ledger.operations.commit import Batch, commit, planned_move
from hengku.ledger.operations.pools import columns_of
from hengku.ledger.operations.valuation import plan_entries
from hengku.ledger.operations.world import World
from hengku.ledger.rules.dates import Window
from hengku.ledger.rules.stock import Planned
from hengku.ledger.types import AmountRequest, PostingRequest, PostingResult

_POSTINGS = f"""
WITH period AS ({windows.PERIODS}), made AS (
    INSERT INTO ledger_posting (request_key, content_hash, book_id, document_id, document_type, movement_type, business_date,
                                actor_id, reverses_id, recorded_at)
    SELECT u.*, %s, NULL::bigint, %s
    FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::date[]) AS u
    ON CONFLICT (request_key) DO NOTHING
    RETURNING id, request_key
), noted AS (
    INSERT INTO ledger_fresh_posting (posting_id) SELECT id FROM made
)
SELECT id, request_key, NULL::bigint, NULL::date, NULL::timestamptz, NULL::date, NULL::int FROM made
UNION ALL SELECT nextval('ledger_move_id_seq'), NULL, NULL, NULL, NULL, NULL, NULL FROM generate_series(1, %s)
UNION ALL SELECT NULL, timezone, book_id, month, closed_at, start_month, backdate_days FROM period
"""  # noqa: S608 (constants only)
_EXISTING = "SELECT request_key, id, content_hash FROM ledger_posting WHERE request_key = ANY(%s)"
_LINE_AMOUNTS = """
SELECT e.posting_id, e.source_line_id, sum(e.amount) FROM ledger_cost_entry e
WHERE e.posting_id = ANY(%s) AND e.kind IN ('OWN', 'ISSUE', 'ADJUSTMENT') GROUP BY 1, 2
"""


@transaction.atomic(savepoint=False)
def post(*, act: Act, requests: Sequence[PostingRequest]) -> list[PostingResult]:
    """Append moves and cost entries of these documents and keep every projection; results in the order of the requests.

    The same request_key posts once: repeated with the same content it gives the first result. Locks are held until the caller's
    transaction ends. Raises Refused with all reasons: before_start_month, period_closed, future_date, backdate_not_allowed,
    same_place, lot_required, status_not_available, insufficient_stock, source_not_posted, exceeds_source, cost_required,
    cost_does_not_settle, warehouse_not_in_book, key_reused (409).
    """
    _require_direction(requests)
    in_order = sorted(requests, key=lambda request: request.business_date)
    made, move_ids, known = _insert_postings(act, in_order)
    fresh = [request for request in in_order if request.request_key in made]
    results = _existing_results([request for request in requests if request.request_key not in made])
    if fresh:
        windows.require_open(act=act, requests=fresh, known=known)
        valued = commit(
            act=act, batch=_batch(World(), fresh, [made[request.request_key] for request in fresh], move_ids)
        )
        for position, request in enumerate(fresh):
            amounts = valued.line_amounts(position) if valued is not None else {}
            results[request.request_key] = PostingResult(made[request.request_key], amounts)
    return [results[request.request_key] for request in requests]


def _require_direction(requests: Sequence[PostingRequest]) -> None:
    refusals = [
        Refusal("same_place", {}, ("line", move.line_id))
        for request in requests
        for move in request.moves
        if move.source == move.target or move.quantity <= 0
    ]
    if refusals:
        raise Refused(refusals)


def content_hash(request: PostingRequest) -> str:
    """Tells the same request from another one under the same key."""
    parts = [str(request.document_id), request.document_type, request.movement_type, str(request.business_date)]
    parts.extend(
        f"{move.line_id},{move.item_id},{move.quantity.normalize()},{move.source.place_id},{move.source.bin_id},"
        f"{move.source.status},{move.target.place_id},{move.target.bin_id},{move.target.status},{move.lot_id},"
        f"{move.owner_id},{move.amount}"
        for move in request.moves
    )
    parts.extend(
        f"{one.line_id},{one.item_id},{one.place_id},{one.amount},{one.adjusts_line_id}" for one in request.amounts
    )
    return blake2b("|".join(parts).encode(), digest_size=16).hexdigest()


def _insert_postings(
    act: Act, requests: Sequence[PostingRequest]
) -> tuple[dict[str, int], list[int], dict[windows.Month, Window]]:
    """Ids of the postings made now by key, ids for their moves, and the periods found, locked."""
    rows = [
        (one.request_key, content_hash(one), one.book_id, one.document_id, one.document_type, one.movement_type.value,
         one.business_date)
        for one in requests
    ]  # fmt: skip
    moves = sum(len(one.moves) for one in requests)
    months = windows.month_columns(windows.months_of(requests))
    params = [*months, act.actor_id, act.at, *columns_of(rows, 7), moves]
    made: dict[str, int] = {}
    move_ids: list[int] = []
    known: dict[windows.Month, Window] = {}
    for pk, text, book, month, *rest in sql.rows(connection, _POSTINGS, params):
        if pk is None:
            name, window = windows.window_of(act, (book, month, *rest, text))
            known[name] = window
        elif text is None:
            move_ids.append(pk)
        else:
            made[text] = pk
    return made, sorted(move_ids), known


def _existing_results(requests: Sequence[PostingRequest]) -> dict[str, PostingResult]:
    """Results of postings made before under the same keys. Refuses key_reused."""
    if not requests:
        return {}
    hashes = {request.request_key: content_hash(request) for request in requests}
    found = sql.rows(connection, _EXISTING, [list(hashes)])
    for key, _, known_hash in found:
        if known_hash != hashes[key]:
            raise refuse("key_reused", status=409)
    results = {pk: PostingResult(pk, {}) for _, pk, _ in found}
    for posting_id, line_id, amount in sql.rows(connection, _LINE_AMOUNTS, [list(results)]):
        results[posting_id].line_amounts[line_id] = amount
    return {key: results[pk] for key, pk, _ in found}


def _batch(world: World, requests: Sequence[PostingRequest], posting_ids: list[int], move_ids: list[int]) -> Batch:
    moves: list[Planned] = []
    adjustments: list[tuple[int, str, date, int, AmountRequest]] = []
    for position, request in enumerate(requests):
        movement = request.movement_type.value
        moves += [
            planned_move(
                world=world,
                posting=position,
                request=move,
                book_id=request.book_id,
                business_date=request.business_date,
                movement_type=movement,
            )
            for move in request.moves
        ]
        adjustments += [(position, movement, request.business_date, request.book_id, one) for one in request.amounts]
    return Batch(world, posting_ids, move_ids[: len(moves)], moves, lambda: plan_entries(world, moves, adjustments))
