"""Claims on goods to come (占用在途): soft while they are on their way, a claim on stock the moment they arrive."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db import connection, transaction

from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.ledger.operations.balances import open_claims
from hengku.ledger.operations.reserve import lock_usable, take
from hengku.ledger.types import ClaimEvent, Peg, ReservationRequest

_COLUMNS = "id, book_id, item_id, demand_line_id, document_id, supply_line_id"
_OPEN = "quantity - consumed_quantity - released_quantity"
_PEGS = f"""
SELECT {_COLUMNS}, {_OPEN}, priority, expires_at FROM ledger_reservation
WHERE {{column}} = ANY(%s::bigint[]) AND supply_line_id IS NOT NULL AND quantity > consumed_quantity + released_quantity
ORDER BY priority, id
"""  # noqa: S608 (constants only)
_CLAIMED = """
SELECT DISTINCT supply_line_id FROM ledger_reservation
WHERE supply_line_id IS NOT NULL AND quantity > consumed_quantity + released_quantity
"""
_WRITE = """
INSERT INTO ledger_reservation (book_id, item_id, place_id, demand_line_id, document_id, quantity, priority, expires_at,
                                supply_line_id, consumed_quantity, released_quantity, created_at)
SELECT u.*, 0, 0, %s
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::numeric[], %s::int[], %s::timestamptz[],
            %s::bigint[]) AS u
"""
_LESS = """
WITH told AS (
    UPDATE ledger_reservation r SET released_quantity = r.released_quantity + u.part
    FROM unnest(%s::bigint[], %s::numeric[]) AS u(id, part) WHERE r.id = u.id RETURNING r.*, u.part
)
INSERT INTO ledger_reservation_event (at, actor_id, kind, book_id, item_id, place_id, demand_line_id, document_id, quantity,
                                      other_line_id, reason)
SELECT %s, %s, %s, book_id, item_id, place_id, demand_line_id, document_id, %s::int * part, supply_line_id, %s FROM told
"""
_MADE = """
INSERT INTO ledger_reservation_event (at, actor_id, kind, book_id, item_id, place_id, demand_line_id, document_id, quantity,
                                      other_line_id)
SELECT %s, %s, %s, u.* FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::numeric[],
                                   %s::bigint[]) AS u
"""


def pegs_on(*, supply_line_ids: Iterable[int], lock: bool = False) -> list[Peg]:
    """Open claims on these supply lines, the most urgent first."""
    return _pegs("supply_line_id", supply_line_ids, lock=lock)


def pegs_of(*, demand_line_ids: Iterable[int], lock: bool = False) -> list[Peg]:
    """Open claims of these demand lines on goods to come, the most urgent first."""
    return _pegs("demand_line_id", demand_line_ids, lock=lock)


def claimed_supplies() -> list[int]:
    """Supply lines somebody waits for."""
    return [line_id for (line_id,) in sql.rows(connection, _CLAIMED)]


def _pegs(column: str, line_ids: Iterable[int], *, lock: bool) -> list[Peg]:
    wanted = sorted(set(line_ids))
    statement = _PEGS.format(column=column) + (" FOR UPDATE" if lock else "")
    return [Peg(*row) for row in sql.rows(connection, statement, [wanted])] if wanted else []


@transaction.atomic(savepoint=False)
def peg(*, act: Act, claims: Sequence[tuple[ReservationRequest, int]]) -> None:
    """Claim goods to come: each request with the supply line that brings them; its place is where they come from. The caller has
    locked the supplies and asks for no more than they still bring."""
    if not claims:
        return
    rows = [
        (
            one.book_id,
            one.item_id,
            one.place_id,
            one.demand_line_id,
            one.document_id,
            one.quantity,
            one.priority,
            one.expires_at,
            line,
        )
        for one, line in claims
    ]
    sql.write(connection, _WRITE, [act.at, *(list(column) for column in zip(*rows, strict=True))])
    told = [(*row[:6], row[8]) for row in rows]
    sql.write(
        connection, _MADE, [act.at, act.actor_id, ClaimEvent.PEGGED.value, *(list(c) for c in zip(*told, strict=True))]
    )


@transaction.atomic(savepoint=False)
def unpeg(*, act: Act, parts: Mapping[int, Decimal], reason: str = "") -> None:
    """Give up these parts of claims on goods to come, by claim."""
    _less(act, parts, ClaimEvent.UNPEGGED, reason)


@transaction.atomic(savepoint=False)
def arrive(*, act: Act, parts: Mapping[int, Decimal], requests: Sequence[ReservationRequest]) -> list[Decimal]:
    """Goods came: these parts of claims become claims on stock, as far as there is any; gives what each request got."""
    if not parts:
        return []
    places = {(one.book_id, one.item_id, one.place_id) for one in requests}
    stock = lock_usable(places)
    _less(act, parts, ClaimEvent.ARRIVED, "")
    return take(act, requests, stock, open_claims(places), partial=True)


def _less(act: Act, parts: Mapping[int, Decimal], kind: ClaimEvent, reason: str) -> None:
    if parts:
        sign = 1 if kind is ClaimEvent.ARRIVED else -1
        params = [list(parts), list(parts.values()), act.at, act.actor_id, kind.value, sign, reason]
        sql.write(connection, _LESS, params)
