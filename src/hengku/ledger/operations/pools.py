"""Cost pools and entries in the database: lock, load for a replay, write."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from hengku.kernel import sql
from hengku.ledger.operations import standards
from hengku.ledger.rules.costing import NOTHING, Chain, ChainMember, Outcome, Pool, Row
from hengku.ledger.rules.layers import Layers
from hengku.ledger.types import CostBasis, CostKind
from hengku.masterdata.types import CostMethod

PoolKey = tuple[int, int, int, int | None, int | None]
"""book, scope, item, lot (asked for with whatever lot moves; only pools of specific costing have one), place (pools outside the
warehouses only)."""

_STATE = "p.id, p.method, p.quantity, p.amount, p.last_unit_amount, p.last_unit_quantity, p.last_date, p.standard_cost"
_LOCK = f"""
SELECT k.book_id, k.scope_id, k.item_id, k.lot_id, k.place_id, {_STATE}
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
     AS k(book_id, scope_id, item_id, lot_id, place_id)
JOIN ledger_cost_pool p ON p.item_id = k.item_id AND p.scope_id = k.scope_id
 AND p.lot_id IS NOT DISTINCT FROM CASE WHEN p.method = 'SPECIFIC' THEN k.lot_id END
 AND p.place_id IS NOT DISTINCT FROM k.place_id AND p.retired_on IS NULL
ORDER BY p.id FOR UPDATE OF p
"""  # noqa: S608 (constants only)
"""The lot counts for pools of specific costing only: which they are, the pool itself knows."""
_LOCK_UNLESS_BLIND = _LOCK.replace(
    "ORDER BY p.id",
    """WHERE NOT EXISTS (SELECT FROM unnest(%s::bigint[]) AS bare(item_id) JOIN masterdata_item i ON i.id = bare.item_id
                  WHERE i.tracking <> 'NONE')
ORDER BY p.id""",
)
"""Nothing while a line's lot is still to be chosen: pools are locked after the balances of its lots."""
_LOCK_BY_ID = f"SELECT p.book_id, p.scope_id, p.item_id, p.lot_id, p.place_id, {_STATE} FROM ledger_cost_pool p WHERE p.id = ANY(%s) ORDER BY p.id FOR UPDATE"  # noqa: S608 (constants only)
_METHOD = """
coalesce(
    (SELECT p.method FROM ledger_cost_pool p WHERE p.item_id = k.item_id AND p.book_id = k.book_id AND p.place_id IS NULL AND p.retired_on IS NULL
      ORDER BY p.id LIMIT 1),
    (SELECT nullif(i.cost_method, '') FROM masterdata_item i WHERE i.id = k.item_id),
    (SELECT above.cost_method FROM masterdata_item i JOIN masterdata_item_category c ON c.id = i.category_id
       JOIN masterdata_item_category above ON c.path = above.path OR starts_with(c.path, above.path || '/')
      WHERE i.id = k.item_id AND above.cost_method <> '' ORDER BY length(above.path) DESC LIMIT 1),
    (SELECT b.cost_method FROM masterdata_book b WHERE b.id = k.book_id))
"""
"""How an item is costed in a book: as it always was there; at first as the item says, its categories from below, the book."""
_MAKE = f"""
INSERT INTO ledger_cost_pool (book_id, scope_id, item_id, lot_id, place_id, method, quantity, amount, last_date,
                              last_unit_quantity, last_unit_amount)
SELECT m.book_id, m.scope_id, m.item_id, CASE WHEN m.method = 'SPECIFIC' THEN m.lot_id END, m.place_id,
       CASE WHEN m.method = 'SPECIFIC' OR m.place_id IS NULL OR (m.method = 'MONTH_AVERAGE' AND l.kind <> 'ASM') THEN m.method
            ELSE 'MOVING_AVERAGE' END,
       0, 0, '0001-01-01', CASE WHEN i.previous_unit_cost > 0 THEN 10000 ELSE 0 END, coalesce(i.previous_unit_cost, 0) * 10000
FROM (SELECT k.*, {_METHOD} AS method
      FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
           AS k(book_id, scope_id, item_id, lot_id, place_id)) m
JOIN masterdata_item i ON i.id = m.item_id LEFT JOIN masterdata_place l ON l.id = m.place_id
ORDER BY m.item_id, m.scope_id, m.lot_id, m.place_id
ON CONFLICT DO NOTHING
"""  # noqa: S608 (constants only)
"""Outside the warehouses goods keep the amount they left with: a place's own pool has no layers. What an item cost before its first
posting stands as the last unit cost, 10,000 units of it, since amounts keep two places."""
_TAIL = """
SELECT e.id, e.pool_id, e.business_date, e.kind, e.basis, e.quantity, e.amount, e.expensed_amount, e.source_entry_id,
       e.origin_id, e.corrects_id, coalesce(part.weight, source.quantity), standard.unit_cost, e.source_line_id, e.movement_type,
       e.place_id,
       k.pool_id = ANY(ARRAY(SELECT p.id FROM ledger_cost_pool p JOIN masterdata_book b ON b.id = p.book_id
                             WHERE p.id = ANY(%s::bigint[]) AND b.backdating = 'NO_REPLAY'))
FROM unnest(%s::bigint[], %s::date[]) AS k(pool_id, day)
JOIN ledger_cost_entry e ON e.pool_id = k.pool_id AND e.business_date > k.day
LEFT JOIN ledger_cost_entry source ON source.id = e.source_entry_id AND e.kind = 'ADJUSTMENT'
LEFT JOIN ledger_cost_split part ON part.entry_id = e.id AND e.kind = 'ADJUSTMENT'
LEFT JOIN ledger_standard_cost standard ON standard.line_id = e.source_line_id AND e.kind = 'REVALUATION'
ORDER BY e.id
"""
_OUTCOMES = """
SELECT coalesce(e.origin_id, e.id), e.kind, e.amount, e.expensed_amount, e.corrects_id
FROM ledger_cost_entry e WHERE e.id = ANY(%s) OR e.origin_id = ANY(%s)
"""
_FOLLOWERS = """
SELECT source_entry_id, id, pool_id, business_date FROM ledger_cost_entry
WHERE source_entry_id = ANY(%s) AND NOT (method = 'MONTH_AVERAGE' AND kind = 'OWN' AND basis = 'SHARE' AND quantity > 0)
"""
"""Returns under the month-end average are linked for their quantity only."""
_CHAIN = """
SELECT e.source_entry_id, e.id, e.kind, e.basis, e.quantity, e.amount + e.expensed_amount, source.quantity,
       mirror.id, mirror.quantity, mirror.amount + mirror.expensed_amount, part.weight
FROM ledger_cost_entry e JOIN ledger_cost_entry source ON source.id = e.source_entry_id
LEFT JOIN ledger_cost_entry mirror ON mirror.source_entry_id = e.id AND mirror.basis = 'MIRROR'
LEFT JOIN ledger_cost_split part ON part.entry_id = e.id
WHERE e.source_entry_id = ANY(%s) AND (e.basis IN ('SHARE', 'SPLIT') OR e.kind = 'ADJUSTMENT')
"""
_COVERS_OF = "SELECT corrects_id, id, amount FROM ledger_cost_entry WHERE corrects_id = ANY(%s) AND kind = 'COVER'"
_SOURCES = """
SELECT e.source_line_id, e.id, e.quantity, p.book_id, p.scope_id, p.item_id, p.lot_id, p.place_id
FROM ledger_cost_entry e JOIN ledger_cost_pool p ON p.id = e.pool_id
WHERE e.source_line_id = ANY(%s) AND e.kind IN ('OWN', 'ISSUE') ORDER BY e.id
"""
_TURNED = """
SELECT DISTINCT e.pool_id FROM unnest(%s::bigint[], %s::date[]) AS k(pool_id, month)
JOIN ledger_cost_entry e ON e.pool_id = k.pool_id AND e.business_date >= k.month AND e.business_date < k.month + interval '1 month'
"""
_KEEP_SPLITS = "INSERT INTO ledger_cost_split (entry_id, weight) SELECT * FROM unnest(%s::bigint[], %s::numeric[])"
_NEXT_IDS = "SELECT nextval('ledger_cost_entry_id_seq') FROM generate_series(1, %s)"


@dataclass(slots=True)
class LockedPool:
    """A locked pool row and its state."""

    id: int
    key: PoolKey
    state: Pool
    last_date: date


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A base entry of a source line, with the pool it stands in."""

    id: int
    quantity: Decimal
    pool_key: PoolKey


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What entries that correct a base entry repeat of it."""

    line_id: int
    movement_type: str
    place_id: int | None


class EntryRow(NamedTuple):
    """One cost entry to write, in the order of the table's columns."""

    id: int | None
    posting_id: int
    pool_id: int
    move_id: int | None
    place_id: int | None
    source_line_id: int
    kind: str
    basis: str
    method: str
    movement_type: str
    quantity: Decimal
    amount: Decimal
    expensed_amount: Decimal
    before_quantity: Decimal
    before_amount: Decimal
    business_date: date
    origin_id: int | None = None
    corrects_id: int | None = None
    source_entry_id: int | None = None


def _pool(row: tuple[Any, ...]) -> LockedPool:
    pool_id, method, quantity, amount, last_amount, last_quantity, last_date, standard = row[5:]
    state = Pool(quantity, amount, last_amount, last_quantity, CostMethod(method), standard=standard)
    if state.method is CostMethod.FIFO:
        state.layers = Layers()
    return LockedPool(pool_id, row[:5], state, last_date)


def lock_question(keys: Iterable[PoolKey]) -> tuple[str, Sequence[object]]:
    """Asks for the locks of lock_pools; for none of them as long as lots are to be chosen."""
    wanted = list(dict.fromkeys(keys))
    bare = sorted({key[2] for key in wanted if key[3] is None})
    return _LOCK_UNLESS_BLIND, [*sql.columns_of(wanted, 5), bare]


def lock_pools(keys: Iterable[PoolKey], found: Sequence[tuple[Any, ...]] | None = None) -> dict[PoolKey, LockedPool]:
    """Lock these pools in id order, making those that do not exist yet. found: what lock_question gave already."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return {}
    if found is None:
        found = sql.rows(connection, _LOCK, sql.columns_of(wanted, 5))
    pools = {pool.key: pool for pool in map(_pool, found)}
    missing = [key for key in wanted if key not in pools]
    if missing:
        sql.write(connection, _MAKE, sql.columns_of(missing, 5))
        standards.begin((key[0], key[2]) for key in missing)
        pools |= {pool.key: pool for pool in map(_pool, sql.rows(connection, _LOCK, sql.columns_of(missing, 5)))}
    return pools


def lock_pools_by_id(pool_ids: Iterable[int]) -> dict[int, LockedPool]:
    """Lock further pools that a replay reaches."""
    return {pool.id: pool for pool in map(_pool, sql.rows(connection, _LOCK_BY_ID, [sorted(pool_ids)]))}


_KINDS = {kind.value: kind for kind in CostKind}
_BASES = {basis.value: basis for basis in CostBasis}


def load_tail(days: Mapping[int, date]) -> tuple[list[Row], dict[int, EntryFacts]]:
    """Base rows dated after the given day, per pool, with what the books say of them now."""
    rows: dict[int, Row] = {}
    facts: dict[int, EntryFacts] = {}
    derived: list[tuple[Any, ...]] = []
    for entry in sql.rows(connection, _TAIL, [list(days), list(days), list(days.values())]):
        pk, pool_id, day, kind, basis, quantity, amount, expensed, source_id, origin_id, corrects_id = entry[:11]
        if origin_id is not None:
            derived.append((origin_id, kind, amount, expensed, corrects_id))
            continue
        stored = Outcome(amount, expensed)
        rows[pk] = Row(
            pk,
            pool_id,
            day,
            _KINDS[kind],
            _BASES[basis],
            quantity,
            amount + expensed,
            entry[11] or Decimal(0),
            source_id,
            stored,
            standard=entry[12],
            as_posted=entry[16],
        )
        facts[pk] = EntryFacts(*entry[13:16])
    for origin_id, *part in derived:
        _add_part(rows[origin_id].stored or Outcome(NOTHING), *part)
    return list(rows.values()), facts


def _add_part(outcome: Outcome, kind: str, amount: Decimal, expensed: Decimal, corrects_id: int | None) -> None:
    if kind == CostKind.COVER and corrects_id is not None:
        covers = dict(outcome.covers)
        covers[corrects_id] = covers.get(corrects_id, NOTHING) + amount
        outcome.covers = covers
    elif kind == CostKind.RESIDUAL:
        outcome.residual += amount
    else:
        outcome.amount += amount
        outcome.expensed += expensed


def load_outcomes(entry_ids: Iterable[int]) -> dict[int, Outcome]:
    """What the books say now of these base entries, corrections included."""
    wanted = sorted(set(entry_ids))
    outcomes = {entry_id: Outcome(NOTHING, NOTHING, {}) for entry_id in wanted}
    if wanted:
        for base_id, *part in sql.rows(connection, _OUTCOMES, [wanted, wanted]):
            _add_part(outcomes[base_id], *part)
    return outcomes


def load_chains(source_ids: Iterable[int], wholes: Mapping[int, Decimal]) -> dict[int, Chain]:
    """Who shares these sources' amounts already. wholes: quantity of each source."""
    wanted = sorted(set(source_ids))
    if not wanted:
        return {}
    members: dict[int, list[ChainMember]] = {source: [] for source in wanted}
    extras: dict[int, list[tuple[int, Decimal]]] = {source: [] for source in wanted}
    parts: dict[int, list[tuple[int, Decimal]]] = {source: [] for source in wanted}
    whole = dict(wholes)
    for row in sql.rows(connection, _CHAIN, [wanted]):
        (
            source,
            pk,
            kind,
            basis,
            quantity,
            amount,
            source_quantity,
            mirror_id,
            mirror_quantity,
            mirror_amount,
            weight,
        ) = row
        whole[source] = source_quantity
        if basis == CostBasis.SPLIT:
            parts[source].append((pk, weight))
            continue
        if kind == CostKind.ADJUSTMENT:
            extras[source].append((pk, amount))
            if mirror_id is not None:
                extras[source].append((mirror_id, mirror_amount))
            continue
        members[source].append(ChainMember(pk, quantity))
        if mirror_id is not None:
            members[source].append(ChainMember(mirror_id, mirror_quantity, mirror_of=pk))
    for source, pk, amount in sql.rows(connection, _COVERS_OF, [wanted]):
        extras[source].append((pk, amount))
    return {
        source: Chain(whole[source], tuple(members[source]), tuple(extras[source]), tuple(parts[source]))
        for source in wanted
    }


def keep_splits(weights: Mapping[int, Decimal]) -> None:
    """Note by what weight these entries take their part of their source."""
    sql.later(connection, _KEEP_SPLITS, [list(weights), list(weights.values())])


def followers_of(entry_ids: Iterable[int]) -> list[tuple[int, int, int, date]]:
    """(source, follower, its pool, its date) of entries whose amount follows one of these."""
    return sql.rows(connection, _FOLLOWERS, [sorted(entry_ids)])


def sources_of(line_ids: Iterable[int]) -> dict[int, list[SourceEntry]]:
    """Base entries of the source lines."""
    found: dict[int, list[SourceEntry]] = {}
    for line_id, pk, quantity, *key in sql.rows(connection, _SOURCES, [sorted(set(line_ids))]):
        book, scope, item, lot, place = key
        found.setdefault(line_id, []).append(SourceEntry(pk, quantity, (book, scope, item, lot, place)))
    return found


def turned_pools(months: Mapping[int, date]) -> set[int]:
    """Which of these pools something entered or left in the given month (its first day)."""
    return {pk for (pk,) in sql.rows(connection, _TURNED, [list(months), list(months.values())])} if months else set()


def next_entry_ids(count: int) -> list[int]:
    """Ids for entries that refer to each other; taken while the pools are locked, so that they keep the pools' order."""
    return sorted(pk for (pk,) in sql.rows(connection, _NEXT_IDS, [count]))


def pool_columns(pools: Iterable[tuple[LockedPool, Pool, date]]) -> list[list[object]]:
    """New states of locked pools: id, quantity, amount, newest day, last unit as quantity and amount, standard cost."""
    ordered = sorted(pools, key=lambda one: one[0].id)
    return [
        [pool.id for pool, _, _ in ordered],
        [state.quantity for _, state, _ in ordered],
        [state.amount for _, state, _ in ordered],
        [day for _, _, day in ordered],
        [state.last_quantity for _, state, _ in ordered],
        [state.last_amount for _, state, _ in ordered],
        [state.standard for _, state, _ in ordered],
    ]


def entry_columns(entries: Sequence[EntryRow]) -> list[list[object]]:
    """Cost entries to append, column by column."""
    return sql.columns_of(entries, len(EntryRow._fields))
