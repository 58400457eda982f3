"""Packages in a posting, and packing and unpacking where goods stand. Costs nothing where nothing is packed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain
from hengku.ledger.operations.balances import Locked, lock_balances
from hengku.ledger.operations.shortfall import item_names
from hengku.ledger.operations.world import World
from hengku.ledger.rules.packing import Contents, Manner, Packing, manner_of, plan_packing
from hengku.ledger.rules.stock import ITEM, PLACE, Key, Planned
from hengku.masterdata.types import PlaceKind

_CONTENTS = """
SELECT c.package_id, b.book_id, b.item_id, b.place_id, b.bin_id, b.lot_id, b.status, b.owner_id, b.project_id, c.quantity
FROM ledger_package_content c JOIN ledger_balance b ON b.id = c.balance_id
WHERE c.balance_id = ANY(%s::bigint[]) OR c.package_id = ANY(%s::bigint[]) ORDER BY c.package_id
"""
_LOCK = "SELECT id FROM masterdata_package WHERE id = ANY(%s::bigint[]) ORDER BY id FOR NO KEY UPDATE"
_KEEP = """
INSERT INTO ledger_package_content (package_id, balance_id, quantity)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::numeric[]) ON CONFLICT (package_id, balance_id)
DO UPDATE SET quantity = excluded.quantity
"""
_EMPTY = """
DELETE FROM ledger_package_content c USING unnest(%s::bigint[], %s::bigint[]) AS u(package_id, balance_id)
WHERE c.package_id = u.package_id AND c.balance_id = u.balance_id
"""
_NOTE = """
INSERT INTO ledger_package_event (at, actor_id, package_id, move_id, book_id, item_id, place_id, bin_id, lot_id, status, owner_id,
                                  quantity)
SELECT %s, %s, u.* FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],
                               %s::text[], %s::bigint[], %s::numeric[]) AS u
"""
_PACKED = """
UPDATE ledger_balance b SET packed_quantity = b.packed_quantity + u.change
FROM unnest(%s::bigint[], %s::numeric[]) AS u(id, change) WHERE b.id = u.id
"""
_SPREAD = """
WITH RECURSIVE up AS (
    SELECT id, parent_id FROM masterdata_package WHERE id = ANY(%s::bigint[])
    UNION SELECT p.id, p.parent_id FROM masterdata_package p JOIN up ON p.id = up.parent_id
), tree AS (
    SELECT id AS root, id FROM up WHERE parent_id IS NULL
    UNION SELECT tree.root, p.id FROM masterdata_package p JOIN tree ON p.parent_id = tree.id
)
SELECT r.number, count(DISTINCT (b.place_id, coalesce(b.bin_id, 0))) FROM tree
JOIN ledger_package_content c ON c.package_id = tree.id JOIN ledger_balance b ON b.id = c.balance_id
JOIN masterdata_package r ON r.id = tree.root
GROUP BY 1 HAVING count(DISTINCT (b.place_id, coalesce(b.bin_id, 0))) > 1
"""
_NUMBERS = "SELECT id, number FROM masterdata_package WHERE id = ANY(%s::bigint[])"


@dataclass(frozen=True, slots=True)
class Portion:
    """So many base units of a stock key."""

    key: Key
    quantity: Decimal


def concerns_packages(moves: Iterable[Planned], locked: Mapping[Key, Locked]) -> bool:
    """Is a package named, or something packed where goods are taken or brought?"""
    return any(row.packed for row in locked.values()) or any(move.request.package_id is not None for move in moves)


def load_contents(moves: Iterable[Planned], locked: Mapping[Key, Locked]) -> Contents:
    """What stands in the named packages, and in any package of the locked keys. The packages are held until the transaction ends."""
    named = {move.request.package_id for move in moves} - {None}
    balances = [row.id for row in locked.values() if row.packed]
    found = sql.rows(connection, _CONTENTS, [balances, sorted(one for one in named if one is not None)])
    held = sorted({row[0] for row in found} | {one for one in named if one is not None})
    sql.rows(connection, _LOCK, [held])
    return {(row[0], _key(row[1:9])): row[9] for row in found}


def _key(row: Sequence[Any]) -> Key:
    book, item, place, bin_, lot, status, owner, project = row
    return book, item, place, bin_, lot, status, owner, project


def settle_packages(
    *, world: World, moves: Sequence[Planned], locked: Mapping[Key, Locked], contents: Contents
) -> Packing:
    """What the moves change in packages. Raises Refused: package_holds_less, goods_are_packed."""

    def manner(move: Planned) -> Manner:
        return manner_of(move, world.place(move.source_key[PLACE]).kind if move.source_key else PlaceKind.WAREHOUSE)

    packing = plan_packing(moves, {key: row.quantity for key, row in locked.items()}, contents, manner)
    refusals = _refusals(packing)
    if refusals:
        raise Refused(refusals)
    return packing


def _refusals(packing: Packing) -> list[Refusal]:
    if not packing.missing and not packing.stuck:
        return []
    planned = [*(one.planned for one in packing.missing), *(one.planned for one in packing.stuck)]
    names = item_names(move.request.item_id for move in planned)
    wanted = {one.planned.request.package_id for one in packing.missing} | {
        package for one in packing.stuck for package in one.packages
    }
    numbers = dict(sql.rows(connection, _NUMBERS, [sorted(one for one in wanted if one is not None)]))
    refusals = []
    for less in packing.missing:
        request = less.planned.request
        params = {
            "item": " ".join(names[request.item_id]), "package": numbers.get(request.package_id, "–"),
            "available": plain(less.holds), "requested": plain(request.quantity),
        }  # fmt: skip
        refusals.append(Refusal("package_holds_less", params, ("line", request.line_id, "package")))
    for stuck in packing.stuck:
        request = stuck.planned.request
        params = {
            "item": " ".join(names[request.item_id]), "available": plain(stuck.loose), "requested": plain(request.quantity),
            "package": "、".join(numbers[one] for one in stuck.packages),
        }  # fmt: skip
        refusals.append(Refusal("goods_are_packed", params, ("line", request.line_id, "package")))
    return refusals


def write_packages(
    *, act: Act, packing: Packing, contents: Contents, locked: Mapping[Key, Locked], move_ids: Sequence[int | None]
) -> None:
    """Contents and log after the balances. Raises Refused package_in_two_places."""
    if not packing.changes:
        return
    pairs = {(change.package_id, change.key) for change in packing.changes}
    kept = [(package_id, locked[key].id, contents[package_id, key]) for package_id, key in pairs]
    full, gone = [row for row in kept if row[2] > 0], [row[:2] for row in kept if row[2] == 0]
    if gone:
        sql.write(connection, _EMPTY, sql.columns_of(gone, 2))
    if full:
        sql.write(connection, _KEEP, sql.columns_of(full, 3))
    rows = [(change.package_id, move_ids[change.move], *change.key[:7], change.quantity) for change in packing.changes]
    sql.write(connection, _NOTE, [act.at, act.actor_id, *sql.columns_of(rows, 10)])
    require_one_place({package_id for package_id, _ in pairs})


def require_one_place(package_ids: Iterable[int]) -> None:
    """A package stands in one bin, with all that stands in it. Raises Refused package_in_two_places."""
    spread = sql.rows(connection, _SPREAD, [sorted(package_ids)])
    if spread:
        raise Refused([Refusal("package_in_two_places", {"package": number}) for number, _ in spread])


@transaction.atomic(savepoint=False)
def pack(*, act: Act, package_id: int, portions: Sequence[Portion]) -> None:
    """Put loose goods into a package where they stand. Raises Refused: not_enough_loose, package_in_two_places."""
    _repack(act, package_id, [(one.key, one.quantity) for one in portions])


@transaction.atomic(savepoint=False)
def unpack(*, act: Act, package_id: int, portions: Sequence[Portion] = ()) -> None:
    """Take goods out of a package where they stand; no portions = all of them. Raises Refused package_holds_less."""
    found = [(one.key, one.quantity) for one in portions]
    if not found:
        rows = sql.rows(connection, _CONTENTS, [[], [package_id]])
        found = [(_key(row[1:9]), row[9]) for row in rows]
    _repack(act, package_id, [(key, -quantity) for key, quantity in found])


def _repack(act: Act, package_id: int, wanted: Sequence[tuple[Key, Decimal]]) -> None:
    locked = lock_balances(keys={key for key, _ in wanted}, whole_places=set())
    sql.rows(connection, _LOCK, [[package_id]])
    rows = sql.rows(connection, _CONTENTS, [[row.id for row in locked.values()], [package_id]])
    holds = {_key(row[1:9]): row[9] for row in rows if row[0] == package_id}
    refusals: list[Refusal] = []
    for position, (key, quantity) in enumerate(wanted):
        there = locked[key].quantity - locked[key].packed if key in locked else ZERO
        code, most = ("not_enough_loose", there) if quantity > 0 else ("package_holds_less", holds.get(key, ZERO))
        if abs(quantity) > most:
            refusals.append(_too_much(code, key, package_id, most, abs(quantity), position))
            continue
        holds[key] = holds.get(key, ZERO) + quantity
        locked[key].packed += quantity
    if refusals:
        raise Refused(refusals)
    _write(act.at, act.actor_id, package_id, wanted, holds, locked)
    require_one_place([package_id])


def _too_much(code: str, key: Key, package_id: int, most: Decimal, asked: Decimal, position: int) -> Refusal:
    name = " ".join(item_names([key[ITEM]])[key[ITEM]])
    number = dict(sql.rows(connection, _NUMBERS, [[package_id]])).get(package_id, "–")
    params = {"item": name, "package": number, "available": plain(most), "requested": plain(asked)}
    return Refusal(code, params, ("lines", position, "quantity"))


def _write(
    at: datetime,
    actor_id: int | None,
    package_id: int,
    wanted: Sequence[tuple[Key, Decimal]],
    holds: Mapping[Key, Decimal],
    locked: Mapping[Key, Locked],
) -> None:
    gone = [(package_id, locked[key].id) for key, _ in wanted if holds[key] == 0]
    full = {key: (package_id, locked[key].id, holds[key]) for key, _ in wanted if holds[key] > 0}
    if gone:
        sql.write(connection, _EMPTY, sql.columns_of(gone, 2))
    if full:
        sql.write(connection, _KEEP, sql.columns_of(list(full.values()), 3))
    change: dict[int, Decimal] = {}
    for key, quantity in wanted:
        change[locked[key].id] = change.get(locked[key].id, ZERO) + quantity
    sql.write(connection, _PACKED, [list(change), list(change.values())])
    rows = [(package_id, None, *key[:7], quantity) for key, quantity in wanted]
    sql.write(connection, _NOTE, [at, actor_id, *sql.columns_of(rows, 10)])
