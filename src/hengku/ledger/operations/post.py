"""Posting: what documents decided becomes facts, once, for many documents in a handful of statements."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from typing import Any

from django.db import connection, transaction

from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain
from hengku.ledger.operations import standards, windows
from hengku.ledger.operations.allocate import exploded
from hengku.ledger.operations.balances import Question
from hengku.ledger.operations.commit import Batch, Held, commit, lock_questions, planned_move
from hengku.ledger.operations.planning import plan_entries, plan_revaluations
from hengku.ledger.operations.pools import lock_question
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
    same_place, lot_required, lots_do_not_add_up, lot_not_of_source, expired_lot, min_life_not_met, recalled_lot,
    status_not_available, insufficient_stock, source_not_posted, exceeds_source, cost_required,
    cost_does_not_settle, warehouse_not_in_book, standard_missing, standard_changed_since, not_standard_costed, key_reused (409).
    """
    _require_direction(requests)
    in_order = sorted(requests, key=lambda request: request.business_date)
    world = World()
    batch = _batch(world, in_order)
    made, known = _insert_postings(act, in_order, batch)
    fresh = [request for request in in_order if request.request_key in made]
    results = _existing_results([request for request in requests if request.request_key not in made])
    if fresh:
        windows.require_open(act=act, requests=fresh, known=known)
        if len(fresh) < len(in_order):
            batch = replace(_batch(world, fresh), move_ids=batch.move_ids)
        batch.posting_ids = [made[request.request_key] for request in fresh]
        valued = commit(act=act, batch=batch)
        standards.keep(fresh, made)
        amounts = valued.line_amounts() if valued is not None else {}
        for position, request in enumerate(fresh):
            results[request.request_key] = PostingResult(made[request.request_key], amounts.get(position, {}))
    return [results[request.request_key] for request in requests]


def _require_direction(requests: Sequence[PostingRequest]) -> None:
    refusals = [
        Refusal("same_place", {}, ("line", move.line_id))
        for request in requests
        for move in request.moves
        if move.source == move.target or move.quantity <= 0
    ]
    refusals += [
        Refusal(
            "lots_do_not_add_up",
            {"quantity": plain(move.quantity), "lots": plain(told)},
            ("line", move.line_id, "lots"),
        )
        for request in requests
        for move in request.moves
        if move.lots and (told := sum((part.quantity for part in move.lots), ZERO)) != move.quantity
    ]
    if refusals:
        raise Refused(refusals)


def content_hash(request: PostingRequest) -> str:
    """Tells the same request from another one under the same key."""
    parts = [str(request.document_id), request.document_type, request.movement_type, str(request.business_date)]
    parts.extend(
        f"{move.line_id},{move.item_id},{move.quantity.normalize()},{move.source.place_id},{move.source.bin_id},"
        f"{move.source.status},{move.target.place_id},{move.target.bin_id},{move.target.status},{move.lot_id},"
        f"{move.owner_id},{move.project_id},{move.second_quantity},{move.amount},{move.returns_line_id},{move.demand_line_id}"
        + "".join(f",{part.lot_id}:{part.quantity.normalize()}" for part in move.lots)
        + (f",{move.making},{move.weight.normalize()}" if move.making is not None else "")
        + (f",in {move.package_id}" if move.package_id is not None else "")
        for move in request.moves
    )
    parts.extend(
        f"{one.line_id},{one.item_id},{one.place_id},{one.amount},{one.adjusts_line_id},{one.adjusts_quantity}"
        for one in request.amounts
    )
    parts.extend(f"fee,{making},{fee.normalize()}" for making, fee in request.fees)
    parts.extend(f"{one.line_id},{one.item_id},{one.unit_cost.normalize()}" for one in request.standards)
    return blake2b("|".join(parts).encode(), digest_size=16).hexdigest()


def _insert_postings(
    act: Act, requests: Sequence[PostingRequest], batch: Batch
) -> tuple[dict[str, int], dict[windows.Month, Window]]:
    """Ids of the postings made now by key, and the periods found, locked. On the same trip the batch gets ids for its moves and
    its locks, in the order of all postings: periods, balances, pools."""
    rows = [
        (one.request_key, content_hash(one), one.book_id, one.document_id, one.document_type, one.movement_type.value,
         one.business_date)
        for one in requests
    ]  # fmt: skip
    months = windows.month_columns(windows.months_of(requests))
    question = _POSTINGS, [*months, act.actor_id, act.at, *sql.columns_of(rows, 7), len(batch.moves)]
    answers = _with_locks(question, batch) if batch.moves else [sql.rows(connection, *question)]
    made: dict[str, int] = {}
    known: dict[windows.Month, Window] = {}
    for pk, text, book, month, *rest in answers[0]:
        if pk is None:
            name, window = windows.window_of(act, (book, month, *rest, text))
            known[name] = window
        elif text is None:
            batch.move_ids.append(pk)
        else:
            made[text] = pk
    batch.move_ids.sort()
    return made, known


def _with_locks(question: Question, batch: Batch) -> list[list[tuple[Any, ...]]]:
    """The question's answer; the batch keeps what its locks gave. Pools are left out where a source must be read first."""
    locks = lock_questions(batch.moves)
    simple = all(move.request.returns_line_id is None for move in batch.moves)
    planned = batch.plan(batch.moves) if simple else []
    last = [lock_question(entry.pool_key for entry in planned)] if planned else []
    answers = sql.batch(connection, question, *locks, *last)
    batch.held = Held(answers[1], answers[2] if len(locks) > 1 else [], answers[-1] if planned else None)
    if simple:
        batch.planned = planned
    return answers


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


def _batch(world: World, requests: Sequence[PostingRequest]) -> Batch:
    moves: list[Planned] = []
    adjustments: list[tuple[int, str, date, int, AmountRequest]] = []
    for position, request in enumerate(requests):
        movement = request.movement_type.value
        for move in request.moves:
            one = planned_move(
                world=world,
                posting=position,
                request=move,
                book_id=request.book_id,
                business_date=request.business_date,
                movement_type=movement,
            )
            moves.extend(exploded(one) if move.lots else (one,))
        adjustments += [(position, movement, request.business_date, request.book_id, one) for one in request.amounts]
    fees = {(position, making): fee for position, request in enumerate(requests) for making, fee in request.fees}
    return Batch(
        world,
        [],
        [],
        moves,
        lambda settled: [*plan_entries(world, settled, adjustments, fees), *plan_revaluations(requests)],
    )
