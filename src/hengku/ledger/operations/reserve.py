"""预留: claims of demand lines on stock, never more than there is (domain specification 3.4)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import connection, transaction

from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain
from hengku.ledger.operations.balances import open_claims
from hengku.ledger.operations.shortfall import item_names
from hengku.ledger.rules.reserving import UsableStock, free_for
from hengku.ledger.rules.stock import Claim, ItemPlace
from hengku.ledger.types import ClaimEvent, ReservationRequest

_LOCK_USABLE = """
SELECT b.book_id, b.item_id, b.place_id, b.bin_id, b.lot_id,
       CASE WHEN b.status = 'AVAILABLE' AND b.owner_id IS NULL THEN b.quantity ELSE 0 END
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS k(book_id, item_id, place_id)
JOIN ledger_balance b ON b.item_id = k.item_id AND b.place_id = k.place_id AND b.book_id = k.book_id
ORDER BY b.id FOR UPDATE OF b
"""
_WRITE = """
INSERT INTO ledger_reservation (book_id, item_id, place_id, demand_line_id, document_id, quantity, bin_id, lot_id, priority,
                                expires_at, consumed_quantity, released_quantity, created_at)
SELECT u.*, 0, 0, %s
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::numeric[], %s::bigint[], %s::bigint[],
            %s::int[], %s::timestamptz[]) AS u
"""
_TOLD = """
INSERT INTO ledger_reservation_event (at, actor_id, kind, book_id, item_id, place_id, demand_line_id, document_id, quantity,
                                      other_line_id, reason)
"""
_RELEASE = f"""
WITH held AS (
    SELECT id, quantity - consumed_quantity - released_quantity AS open FROM ledger_reservation
    WHERE demand_line_id = ANY(%s) AND quantity > consumed_quantity + released_quantity ORDER BY id FOR UPDATE
), done AS (
    UPDATE ledger_reservation r SET released_quantity = r.quantity - r.consumed_quantity FROM held WHERE r.id = held.id
    RETURNING r.*, held.open
)
{_TOLD}
SELECT %s::timestamptz, %s::bigint, 'RELEASED', book_id, item_id, place_id, demand_line_id, document_id, -open, supply_line_id, %s::text
FROM done
"""  # noqa: S608 (constants only)
_RELEASE_ONE = _RELEASE.replace("demand_line_id = ANY(%s)", "id = %s")
_KEEP = """
UPDATE ledger_reservation SET expires_at = NULL WHERE id = %s AND quantity > consumed_quantity + released_quantity
"""
_HELD_WHERE = """
SELECT DISTINCT book_id, item_id, place_id FROM ledger_reservation
WHERE demand_line_id = ANY(%s) AND supply_line_id IS NULL AND quantity > consumed_quantity + released_quantity
"""
_HELD = """
SELECT id, demand_line_id, quantity - consumed_quantity - released_quantity FROM ledger_reservation
WHERE demand_line_id = ANY(%s) AND supply_line_id IS NULL AND quantity > consumed_quantity + released_quantity ORDER BY id FOR UPDATE
"""
_RELEASE_PARTS = """
UPDATE ledger_reservation r SET released_quantity = r.released_quantity + CASE WHEN p.whole THEN p.part ELSE 0 END,
                                quantity = r.quantity - CASE WHEN p.whole THEN 0 ELSE p.part END
FROM (SELECT x.id, x.part, %s OR y.quantity = x.part AS whole
        FROM unnest(%s::bigint[], %s::numeric[]) AS x(id, part) JOIN ledger_reservation y ON y.id = x.id) AS p
WHERE r.id = p.id
"""
"""What goes on to another line makes the claim smaller, so that a reversed shipment still finds it alive; what is given up is
released, and a claim that was given up does not come back."""
_EXPIRE = f"""
WITH held AS (
    SELECT id, quantity - consumed_quantity - released_quantity AS open FROM ledger_reservation
    WHERE expires_at <= %s AND quantity > consumed_quantity + released_quantity ORDER BY id FOR UPDATE SKIP LOCKED
), done AS (
    UPDATE ledger_reservation r SET released_quantity = r.quantity - r.consumed_quantity FROM held WHERE r.id = held.id
    RETURNING r.*, held.open
)
{_TOLD}
SELECT %s::timestamptz, NULL::bigint, 'EXPIRED', book_id, item_id, place_id, demand_line_id, document_id, -open, supply_line_id, reason
FROM done RETURNING demand_line_id
"""  # noqa: S608 (constants only)


@transaction.atomic(savepoint=False)
def reserve(*, act: Act, requests: Sequence[ReservationRequest], partial: bool) -> list[Decimal]:
    """Reserve for demand lines, in the order given; gives the quantity reserved for each request.

    partial: take what there is (the rest stays 缺货); otherwise all or nothing. Raises Refused nothing_to_reserve for every line
    that is short. Open reservations of the same stock are never exceeded: the balances are locked while counting.
    """
    places: set[ItemPlace] = {(one.book_id, one.item_id, one.place_id) for one in requests}
    if not places:
        return []
    return take(act, requests, lock_usable(places), open_claims(places), partial=partial)


def take(
    act: Act,
    requests: Sequence[ReservationRequest],
    stock: dict[ItemPlace, list[UsableStock]],
    claims: dict[ItemPlace, list[Claim]],
    *,
    partial: bool,
) -> list[Decimal]:
    """Claims written on stock whose balances are locked."""
    taken: list[Decimal] = []
    refusals: list[tuple[ReservationRequest, Decimal]] = []
    for request in requests:
        place = (request.book_id, request.item_id, request.place_id)
        held = claims.setdefault(place, [])
        free = free_for(stock.get(place, []), held, request.bin_id, request.lot_id)
        part = min(free, request.quantity)
        if part < request.quantity and not partial:
            refusals.append((request, free))
        if part > 0:
            held.append(Claim(0, request.demand_line_id, request.bin_id, request.lot_id, part))
        taken.append(part)
    if refusals:
        raise _refused(refusals)
    _write(act, [(request, part) for request, part in zip(requests, taken, strict=True) if part > 0])
    return taken


def lock_usable(places: set[ItemPlace]) -> dict[ItemPlace, list[UsableStock]]:
    """Usable stock of these items at these places, locked until the transaction ends."""
    if not places:
        return {}
    stock: dict[ItemPlace, list[UsableStock]] = {}
    columns = [list(column) for column in zip(*sorted(places), strict=True)]
    for book, item, place, bin_id, lot_id, quantity in sql.rows(connection, _LOCK_USABLE, columns):
        stock.setdefault((book, item, place), []).append(UsableStock(bin_id, lot_id, quantity))
    return stock


def _refused(short: Sequence[tuple[ReservationRequest, Decimal]]) -> Refused:
    names = item_names(request.item_id for request, _ in short)
    return Refused(
        Refusal(
            "nothing_to_reserve",
            {
                "item": names[request.item_id][0],
                "name": names[request.item_id][1],
                "available": plain(max(free, ZERO)),
                "requested": plain(request.quantity),
            },
            ("line", request.demand_line_id),
        )
        for request, free in short
    )


def _write(act: Act, parts: Sequence[tuple[ReservationRequest, Decimal]]) -> None:
    if not parts:
        return
    rows = [
        (
            one.book_id, one.item_id, one.place_id, one.demand_line_id, one.document_id, part, one.bin_id, one.lot_id,
            one.priority, one.expires_at,
        )
        for one, part in parts
    ]  # fmt: skip
    sql.write(connection, _WRITE, [act.at, *[list(column) for column in zip(*rows, strict=True)]])


@transaction.atomic(savepoint=False)
def hand_over(
    *, act: Act, gives: Mapping[int, Decimal], requests: Sequence[ReservationRequest], gives_up: bool = False
) -> list[Decimal]:
    """Move claims from some demand lines to others (order to notice and back): each line of `gives` loses up to that much, then the
    requests take what there is, in order; gives what each took. Nobody gets in between: the balances are locked first.
    gives_up: the giving lines are done with it for good."""
    held = sql.rows(connection, _HELD_WHERE, [sorted(gives)])
    places: set[ItemPlace] = {(one.book_id, one.item_id, one.place_id) for one in requests} | {row[:3] for row in held}
    if not places:
        return []
    stock = lock_usable(places)
    rest = dict(gives)
    parts: list[tuple[int, Decimal]] = []
    for pk, line_id, quantity in sql.rows(connection, _HELD, [sorted(gives)]):
        part = min(rest[line_id], quantity)
        if part > 0:
            rest[line_id] -= part
            parts.append((pk, part))
    if parts:
        sql.write(connection, _RELEASE_PARTS, [gives_up, *(list(column) for column in zip(*parts, strict=True))])
    return take(act, requests, stock, open_claims(places), partial=True)


_MOVED = f"{_TOLD} SELECT %s, %s, u.*, %s FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::numeric[], %s::bigint[]) AS u"  # noqa: S608 (constants only)


def note_reallocation(*, act: Act, changes: Sequence[tuple[ReservationRequest, Decimal]], reason: str) -> None:
    """Keep who lost and who gained when somebody shared stock out anew: each demand with its change, and why."""
    rows = [
        (
            (ClaimEvent.TAKEN if change < 0 else ClaimEvent.GIVEN).value, one.book_id, one.item_id, one.place_id,
            one.demand_line_id, one.document_id, change, None,
        )
        for one, change in changes
    ]  # fmt: skip
    if rows:
        sql.write(connection, _MOVED, [act.at, act.actor_id, reason, *(list(c) for c in zip(*rows, strict=True))])


@transaction.atomic(savepoint=False)
def release(*, act: Act, demand_line_ids: Sequence[int], reason: str = "") -> int:
    """Give up what these demand lines still hold or wait for (cancelled, stopped, closed); gives the number of reservations
    released. The log keeps who, when and why."""
    return sql.write(connection, _RELEASE, [list(demand_line_ids), act.at, act.actor_id, reason])


@transaction.atomic
def release_one(*, act: Act, reservation_id: int, reason: str) -> None:
    """Give up one claim by hand, with a reason. Raises Refused lock_reason_missing, not_found (404) when it holds nothing any more."""
    if not reason.strip():
        raise refuse("lock_reason_missing")
    if sql.write(connection, _RELEASE_ONE, [reservation_id, act.at, act.actor_id, reason.strip()[:200]]) == 0:
        raise refuse("not_found", status=404)


@transaction.atomic
def keep(*, act: Act, reservation_id: int) -> None:
    """Let a claim not end by itself (the order was paid). Raises Refused not_found (404)."""
    del act  # nothing is gained or lost
    if sql.write(connection, _KEEP, [reservation_id]) == 0:
        raise refuse("not_found", status=404)


@transaction.atomic(savepoint=False)
def expire(*, act: Act) -> list[int]:
    """Release reservations whose time is over at `act.at`; gives their demand lines."""
    return [line_id for (line_id,) in sql.rows(connection, _EXPIRE, [act.at, act.at])]
