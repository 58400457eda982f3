"""The one statement that writes a posting: moves, balances, cost pools and cost entries together, in one trip to the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql

_MOVES = """
INSERT INTO ledger_move (id, posting_id, book_id, source_line_id, movement_type, item_id, lot_id, owner_id, project_id,
    from_place_id, from_bin_id, from_status, to_place_id, to_bin_id, to_status, quantity, second_quantity, business_date,
    demand_line_id, returns_line_id, reverses_id, making, recorded_at)
SELECT u.*, %s
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[],
    %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::numeric[],
    %s::numeric[], %s::date[], %s::bigint[], %s::bigint[], %s::bigint[], %s::int[]) AS u
"""
_BALANCES = """
UPDATE ledger_balance b
SET quantity = b.quantity + u.change, second_quantity = b.second_quantity + u.second_change,
    packed_quantity = b.packed_quantity + u.packed_change, last_date = greatest(b.last_date, u.day), may_be_negative = u.may_be_negative
FROM unnest(%s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[], %s::date[], %s::boolean[])
     AS u(id, change, second_change, packed_change, day, may_be_negative)
WHERE b.id = u.id
"""
_POOLS = """
UPDATE ledger_cost_pool p
SET quantity = u.quantity, amount = u.amount, last_date = greatest(p.last_date, u.day),
    last_unit_quantity = u.last_unit_quantity, last_unit_amount = u.last_unit_amount, standard_cost = u.standard_cost
FROM unnest(%s::bigint[], %s::numeric[], %s::numeric[], %s::date[], %s::numeric[], %s::numeric[], %s::numeric[])
     AS u(id, quantity, amount, day, last_unit_quantity, last_unit_amount, standard_cost)
WHERE p.id = u.id
"""
_ENTRIES = """
INSERT INTO ledger_cost_entry (id, posting_id, pool_id, move_id, place_id, source_line_id, kind, basis, method, movement_type,
    quantity, amount, expensed_amount, before_quantity, before_amount, business_date, origin_id, corrects_id,
    source_entry_id, recorded_at)
SELECT coalesce(u.id, nextval('ledger_cost_entry_id_seq')), u.posting_id, u.pool_id, u.move_id, u.place_id,
    u.source_line_id, u.kind, u.basis, u.method, u.movement_type, u.quantity, u.amount, u.expensed_amount,
    u.before_quantity, u.before_amount, u.business_date, u.origin_id, u.corrects_id, u.source_entry_id, %s
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[],
    %s::text[], %s::text[], %s::numeric[], %s::numeric[], %s::numeric[], %s::numeric[], %s::numeric[], %s::date[],
    %s::bigint[], %s::bigint[], %s::bigint[])
    AS u(id, posting_id, pool_id, move_id, place_id, source_line_id, kind, basis, method, movement_type, quantity, amount,
         expensed_amount, before_quantity, before_amount, business_date, origin_id, corrects_id, source_entry_id)
"""
_USED = """
UPDATE ledger_reservation r
SET consumed_quantity = r.consumed_quantity + least(u.used, r.quantity - r.consumed_quantity - r.released_quantity)
FROM unnest(%s::bigint[], %s::numeric[]) AS u(id, used) WHERE r.id = u.id
"""
_STOCK = f"WITH moved AS ({_MOVES}) {_BALANCES}"
_EVERYTHING = f"WITH moved AS ({_MOVES}), balanced AS ({_BALANCES}), pooled AS ({_POOLS}) {_ENTRIES}"
_MONEY = f"WITH pooled AS ({_POOLS}) {_ENTRIES}"
_RESERVED = f"WITH used AS ({_USED}), moved AS ({_MOVES}), balanced AS ({_BALANCES}), pooled AS ({_POOLS}) {_ENTRIES}"

Columns = Sequence[list[object]]


def write(
    *,
    recorded_at: datetime,
    moves: Columns,
    balances: Columns,
    pools: Columns | None,
    entries: Columns | None,
    used: Mapping[int, Decimal],
) -> None:
    """Write one batch; rows are given column by column, in the order of the statements. Without value (goods of others), moves and
    balances only. used: what is taken off reservations by id (one released meanwhile is not used beyond what it still holds).
    Every touched balance and pool row is locked by the caller."""
    if pools is None or entries is None:
        if used:
            sql.later(connection, _USED, [list(used), list(used.values())])
        sql.later(connection, _STOCK, [recorded_at, *moves, *balances])
        return
    params = [recorded_at, *moves, *balances, *pools, recorded_at, *entries]
    if used:
        sql.later(connection, _RESERVED, [list(used), list(used.values()), *params])
    else:
        sql.later(connection, _EVERYTHING, params)


def write_money(*, recorded_at: datetime, pools: Columns, entries: Columns) -> None:
    """Cost entries that no move brought (a month's costing), and the pools after them. The caller holds the pools."""
    sql.write(connection, _MONEY, [*pools, recorded_at, *entries])
