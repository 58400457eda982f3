"""Checksums of the whole ledger: a sum of quantities (or amounts), each times a number that its key scatters to, per item or pool.

Two books that agree key by key have the same checksums; books that differ anywhere have, but for an accident of one in a billion,
different ones. They cost one pass over the facts, where comparing millions of keys would take minutes; where they differ, the
keys are compared.
"""

from django.db import connection

from hengku.kernel import sql
from hengku.ledger.rules.turnover import SIDE

_OURS = "(SELECT id FROM masterdata_place WHERE kind IN ('WH', 'ARR', 'TRANSIT', 'SUBCON', 'CONSIGN', 'LOAN'))"
_SCATTER = "(hashint8extended({key}, 0) % 1000000007)::numeric"
_STOCK_KEY = (
    "{place}::bigint * 1000003 + coalesce({bin}, 0) * 7919 + coalesce(x.lot_id, 0) * 104729 + coalesce(x.owner_id, 0) * 1299709"
    " + coalesce(x.project_id, 0) * 15485863 + x.book_id * 32452843 + hashtext({status})"
)
_MONTH_KEY = " + (date_trunc('month', {day}::timestamp)::date - date '2000-01-01')::bigint * 611953 + hashtext(x.movement_type)::bigint * 31 + {side}"
_IN, _OUT = "0", "982451653"


def _stock_key(side: str) -> str:
    return _STOCK_KEY.format(place=f"x.{side}place_id", bin=f"x.{side}bin_id", status=f"x.{side}status")


def _stock(side: str) -> str:
    return _SCATTER.format(key=_stock_key(side))


def _months(side: str, day: str, direction: str) -> str:
    return _SCATTER.format(key=_stock_key(side) + _MONTH_KEY.format(day=day, side=direction))


def _legs(side: str, sign: str, straight: str, reversing: str) -> str:
    """One side of every move: into or out of our places, as turnover tells reversals apart."""
    direction = f"CASE WHEN x.reverses_id IS NULL THEN {straight} ELSE {reversing} END"
    return f"""
        SELECT x.item_id, count(*) AS looked, {sign}sum(x.quantity * {_stock(side)}) AS stock,
               sum(CASE WHEN x.reverses_id IS NULL THEN x.quantity ELSE -x.quantity END
                   * {_months(side, "x.business_date", direction)}) AS months
        FROM ledger_move x WHERE x.{side}place_id IN {_OURS} {{fresh}} GROUP BY 1"""  # noqa: S608 (constants only)


_ALL_LEGS = f"{_legs('to_', '', _IN, _OUT)} UNION ALL {_legs('from_', '-', _OUT, _IN)}"
_BALANCES = f"SELECT x.item_id, count(*), -sum(x.quantity * {_stock('')}), 0 FROM ledger_balance x GROUP BY 1"  # noqa: S608 (constants only)
_TURNOVER = f"""
    SELECT x.item_id, count(*), 0, -sum(x.in_quantity * {_months("", "x.month", _IN)} + x.out_quantity * {_months("", "x.month", _OUT)})
    FROM ledger_turnover x GROUP BY 1"""  # noqa: S608 (constants only)
_FRESH_LEGS = " AND EXISTS (SELECT FROM ledger_fresh_posting f WHERE f.posting_id = x.posting_id)"
_ITEMS = f"""
    SELECT item_id, sum(looked), sum(stock) = 0 AND sum(months) = 0 FROM (
        {_ALL_LEGS.format(fresh="")}
        UNION ALL {_BALANCES} UNION ALL {_TURNOVER}
        UNION ALL SELECT item_id, 0, 0, -months FROM ({_ALL_LEGS.format(fresh=_FRESH_LEGS)}) fresh
    ) x GROUP BY 1"""  # noqa: S608 (constants only)

_DIFFERING = f"SELECT coalesce(sum(looked), 0), array_agg(item_id) FILTER (WHERE NOT fits) FROM ({_ITEMS}) i (item_id, looked, fits)"  # noqa: S608 (constants only)


def items_that_differ() -> tuple[int, list[int]]:
    """How many legs, balances and months were looked at, and the items whose legs are not their balances or their turnover."""
    ((rows, items),) = sql.rows(connection, _DIFFERING)
    return int(rows), sorted(items or [])


_POOL_KEY = (
    "coalesce({x}.place_id, 0) * 1000003 + hashtext({x}.kind)::bigint * 7919 + hashtext({x}.movement_type)::bigint * 31"
    " + (date_trunc('month', {day}::timestamp)::date - date '2000-01-01')::bigint * 611953 + {side}"
)
_ENTRIES = f"""
    SELECT e.pool_id, count(*) AS looked, sum(e.sign * e.quantity * e.scattered) AS quantity, sum(e.sign * e.amount * e.scattered) AS amount
    FROM (SELECT e.pool_id, e.quantity, e.amount, CASE WHEN inward THEN 1 ELSE -1 END AS sign, {
    _SCATTER.format(
        key=_POOL_KEY.format(x="e", day="e.business_date", side=f"CASE WHEN inward THEN {_IN} ELSE {_OUT} END")
    )
} AS scattered FROM ledger_cost_entry e {SIDE} WHERE {{which}}) e GROUP BY 1"""  # noqa: S608 (constants only)
_POOL_TURNOVER = f"""
    SELECT t.pool_id, count(*), -sum(t.in_quantity * t.came + t.out_quantity * t.went), -sum(t.in_amount * t.came + t.out_amount * t.went)
    FROM (SELECT t.*, {_SCATTER.format(key=_POOL_KEY.format(x="t", day="t.month", side=_IN))} AS came, {
    _SCATTER.format(key=_POOL_KEY.format(x="t", day="t.month", side=_OUT))
} AS went FROM ledger_pool_turnover t) t GROUP BY 1"""  # noqa: S608 (constants only)
_POOLS = f"""
    SELECT coalesce(sum(looked), 0), array_agg(pool_id) FILTER (WHERE NOT fits) FROM (
        SELECT pool_id, sum(looked), sum(quantity) = 0 AND sum(amount) = 0 FROM (
            {_ENTRIES.format(which="true")} UNION ALL {_POOL_TURNOVER}
            UNION ALL SELECT pool_id, 0, -quantity, -amount FROM ({
    _ENTRIES.format(which="EXISTS (SELECT FROM ledger_fresh_posting f WHERE f.posting_id = e.posting_id)")
}) fresh
        ) x GROUP BY 1) p (pool_id, looked, fits)"""  # noqa: S608 (constants only)


def pools_that_differ() -> tuple[int, list[int]]:
    """How many entries and months were looked at, and the pools whose entries are not their turnover."""
    ((rows, pools),) = sql.rows(connection, _POOLS)
    return int(rows), sorted(pools or [])
