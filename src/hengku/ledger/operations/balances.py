"""Balances and reservations as the posting locks, checks and writes them: a statement per step, whatever the number of lines."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.ledger.rules.stock import ITEM, LOT, PLACE, Claim, ItemPlace, Key, Planned, item_place
from hengku.masterdata.types import NegativePolicy

_LOCK = """
SELECT b.book_id, b.item_id, b.place_id, b.bin_id, b.lot_id, b.status, b.owner_id, b.project_id,
       b.id, b.quantity, b.last_date, i.tracking, b.second_quantity, i.second_unit_id IS NOT NULL, b.packed_quantity
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[],
            %s::boolean[]) AS k(book_id, item_id, place_id, bin_id, lot_id, status, owner_id, project_id, whole)
JOIN ledger_balance b ON b.item_id = k.item_id AND b.place_id = k.place_id AND b.book_id = k.book_id
 AND (k.whole OR (b.bin_id IS NOT DISTINCT FROM k.bin_id AND b.lot_id IS NOT DISTINCT FROM k.lot_id
      AND b.status = k.status AND b.owner_id IS NOT DISTINCT FROM k.owner_id
      AND b.project_id IS NOT DISTINCT FROM k.project_id))
JOIN masterdata_item i ON i.id = b.item_id
ORDER BY b.id FOR UPDATE OF b
"""
_MAKE = """
INSERT INTO ledger_balance (book_id, item_id, place_id, bin_id, lot_id, status, owner_id, project_id,
                            quantity, second_quantity, may_be_negative, last_date)
SELECT k.*, 0, 0, false, '0001-01-01'
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[])
     AS k(book_id, item_id, place_id, bin_id, lot_id, status, owner_id, project_id)
JOIN masterdata_item i ON i.id = k.item_id AND (k.lot_id IS NOT NULL OR i.tracking = 'NONE')
ORDER BY k.item_id, k.place_id, k.book_id, k.bin_id, k.lot_id, k.status, k.owner_id, k.project_id
ON CONFLICT DO NOTHING
"""
_LATER = """
SELECT k.nr, m.business_date, sum(CASE WHEN leg.inward THEN m.quantity ELSE -m.quantity END)
FROM unnest(%s::int[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[],
            %s::bigint[], %s::date[])
     AS k(nr, book_id, item_id, place_id, bin_id, lot_id, status, owner_id, project_id, day)
JOIN ledger_move m ON m.item_id = k.item_id AND m.business_date > k.day AND m.book_id = k.book_id
 AND m.lot_id IS NOT DISTINCT FROM k.lot_id AND m.owner_id IS NOT DISTINCT FROM k.owner_id
 AND m.project_id IS NOT DISTINCT FROM k.project_id
CROSS JOIN LATERAL (VALUES (true, m.to_place_id, m.to_bin_id, m.to_status),
                           (false, m.from_place_id, m.from_bin_id, m.from_status)) AS leg(inward, place_id, bin_id, status)
WHERE leg.place_id = k.place_id AND leg.bin_id IS NOT DISTINCT FROM k.bin_id AND leg.status = k.status
GROUP BY 1, 2
"""
_CLAIMS = """
SELECT r.book_id, r.item_id, r.place_id, r.id, r.demand_line_id, r.bin_id, r.lot_id,
       r.quantity - r.consumed_quantity - r.released_quantity
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS k(book_id, item_id, place_id)
JOIN ledger_reservation r ON r.item_id = k.item_id AND r.place_id = k.place_id AND r.book_id = k.book_id
WHERE r.quantity > r.consumed_quantity + r.released_quantity AND r.supply_line_id IS NULL
ORDER BY r.id
"""
_POLICIES = """
SELECT i.id, pl.id, i.negative_stock, w.negative_stock, b.negative_stock
FROM masterdata_item i, masterdata_place pl LEFT JOIN masterdata_warehouse w ON w.id = pl.warehouse_id, masterdata_book b
WHERE i.id = %s AND pl.id = %s AND b.id = %s
"""


Question = tuple[str, Sequence[object]]
"""A statement with its parameters, to be asked alone or with others on one trip."""
Rows = Sequence[tuple[Any, ...]]


@dataclass(slots=True)
class Locked:
    """A locked balance row."""

    id: int
    quantity: Decimal
    last_date: date
    tracking: str
    second_quantity: Decimal
    is_doubled: bool
    packed: Decimal


def _columns(keys: Sequence[Key]) -> list[list[object]]:
    return [list(column) for column in zip(*keys, strict=True)] if keys else [[] for _ in range(8)]


def lock_question(keys: Sequence[Key], whole_places: set[ItemPlace]) -> Question:
    """Asks for the locks of lock_balances."""
    return _LOCK, [*_columns(keys), [item_place(key) in whole_places for key in keys]]


def _lock(keys: Sequence[Key], whole_places: set[ItemPlace]) -> list[tuple[Any, ...]]:
    return sql.rows(connection, *lock_question(keys, whole_places))


def lock_balances(*, keys: Iterable[Key], whole_places: set[ItemPlace], found: Rows | None = None) -> dict[Key, Locked]:
    """Lock these balance rows in id order, making those that do not exist yet; for `whole_places` every row of the item there,
    since availability is a matter of the place. found: what lock_question gave already. Goods managed by lot have no balance
    without one: such a key is missing in the answer."""
    wanted = list(keys)
    if found is None:
        found = _lock(wanted, whole_places)
    locked = {row[:8]: Locked(*row[8:]) for row in found}
    missing = [key for key in wanted if key not in locked]
    if missing:
        sql.write(connection, _MAKE, _columns(missing))
        locked |= {row[:8]: Locked(*row[8:]) for row in _lock(missing, set())}
    return locked


def later_changes(keys: Mapping[Key, date]) -> dict[Key, list[tuple[date, Decimal]]]:
    """Net change per day after the given date, per key."""
    later: dict[Key, list[tuple[date, Decimal]]] = {key: [] for key in keys}
    names = list(keys)
    found = sql.rows(connection, _LATER, [list(range(len(names))), *_columns(names), list(keys.values())])
    for number, day, net in found:
        later[names[number]].append((day, net))
    return later


def claims_question(places: set[ItemPlace]) -> Question:
    """Asks for the open reservations at these places."""
    return _CLAIMS, [list(column) for column in zip(*sorted(places), strict=True)] or [[], [], []]


def open_claims(places: set[ItemPlace], found: Rows | None = None) -> dict[ItemPlace, list[Claim]]:
    """Open reservations at these places; the balance locks of the places keep new ones out. found: what claims_question gave
    after those locks."""
    claims: dict[ItemPlace, list[Claim]] = {}
    if found is None:
        found = sql.rows(connection, *claims_question(places))
    for book, item, place, *claim in found:
        claims.setdefault((book, item, place), []).append(Claim(*claim))
    return claims


class NegativePolicies:
    """What becomes of keys that would be negative: item before warehouse before book; never for lots and serials. Remembers what
    it asked. confirmed: the person has read the warning."""

    def __init__(self, *, confirmed: bool) -> None:
        self._allowing = {NegativePolicy.ALLOW, NegativePolicy.WARN} if confirmed else {NegativePolicy.ALLOW}
        self._known: dict[Key, NegativePolicy] = {}

    def allows(self, key: Key) -> bool:
        """May this key be negative?"""
        return self._of(key) in self._allowing

    def warns(self, key: Key | None) -> bool:
        """May it be negative once somebody says so?"""
        return key is not None and self._of(key) is NegativePolicy.WARN

    def _of(self, key: Key) -> NegativePolicy:
        if key not in self._known:
            self._known[key] = _policy_of(key) if key[LOT] is None else NegativePolicy.FORBID
        return self._known[key]


def _policy_of(key: Key) -> NegativePolicy:
    ((_, _, *policies),) = sql.rows(connection, _POLICIES, [key[ITEM], key[PLACE], key[0]])
    said = (NegativePolicy(policy) for policy in policies if policy)
    return next((policy for policy in said if policy is not NegativePolicy.INHERIT), NegativePolicy.FORBID)


def balance_columns(
    *,
    locked: Mapping[Key, Locked],
    changes: Mapping[Key, Decimal],
    moves: Sequence[Planned],
    may_be_negative: Callable[[Key], bool],
    packed: Mapping[Key, Decimal],
) -> list[list[object]]:
    """What to add to the locked balances: id, change, change of the second quantity and of what is packed, newest day, may be
    negative."""
    seconds: dict[Key, Decimal] = {}
    last: dict[Key, date] = {}
    for move in moves:
        for key, sign in ((move.source_key, -1), (move.target_key, 1)):
            if key is None:
                continue
            if key not in last or move.business_date > last[key]:
                last[key] = move.business_date
            if move.request.second_quantity is not None:
                seconds[key] = seconds.get(key, ZERO) + sign * move.request.second_quantity
    keys = sorted(changes, key=lambda key: locked[key].id)
    return [
        [locked[key].id for key in keys],
        [changes[key] for key in keys],
        [seconds.get(key, ZERO) for key in keys],
        [packed.get(key, ZERO) for key in keys],
        [last[key] for key in keys],
        [
            locked[key].quantity + changes[key] < 0 and (locked[key].quantity < 0 or may_be_negative(key))
            for key in keys
        ],
    ]
