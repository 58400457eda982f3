"""A pool's amount spread over the stock keys it covers: by quantity, rounding cumulatively in key order (place, bin, lot, status),
so that any parts that make up the pool add up to it to the cent.

What stands at neighbouring places takes HALF_UP(A * upto / Q) - HALF_UP(A * before / Q), whatever is between; where nothing
finer is asked, pools need not be taken apart key by key.
"""

from collections.abc import Sequence

from hengku.ledger.queries.reading import Sql

RUNS_MOST = 4
"""Runs of places summed side by side; more would cost more than taking the pools apart."""


def runs_of(places: Sequence[int], all_places: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of places that are neighbours among all."""
    wanted = set(places)
    runs: list[tuple[int, int]] = []
    before = None
    for place in sorted(all_places):
        if place in wanted:
            runs[-1:] = [(runs[-1][0], place)] if before in wanted and runs else [*runs[-1:], (place, place)]
        before = place
    return runs


def shares_of_runs(facts: Sql, runs: Sequence[tuple[int, int]], transit: Sequence[int]) -> Sql:
    """One row an item and scope, for all runs together: the columns of StockRows.values."""
    sums = Sql("sum(f.quantity) AS whole, sum(f.amount) AS amount")
    inside, terms = [], []
    for number, (first, last) in enumerate(runs):
        sums += Sql(f", sum(f.quantity) FILTER (WHERE f.place_id < %s) AS before{number}", (first,))
        sums += Sql(f", sum(f.quantity) FILTER (WHERE f.place_id <= %s) AS upto{number}", (last,))
        inside.append(Sql("f.place_id BETWEEN %s AND %s", (first, last)))
        terms.append(f"{_upto(f'k.upto{number}')} - {_upto(f'k.before{number}')}")
    here = Sql("(") + _either(inside) + Sql(")")
    moves = Sql("f.place_id = ANY(%s)", (list(transit),))
    sums += Sql(", sum(f.quantity) FILTER (WHERE ") + here + Sql(") AS here")
    sums += Sql(", sum(f.quantity) FILTER (WHERE ") + moves + Sql(") AS moving")
    sums += Sql(", sum(f.unusable) FILTER (WHERE ") + here + Sql(" AND NOT ") + moves + Sql(") AS unusable")
    return (
        Sql(
            """SELECT k.item_id, NULL::bigint AS place_id, NULL::bigint AS bin_id, NULL::bigint AS lot_id, NULL::text AS status,
                      coalesce(k.here, 0) - coalesce(k.moving, 0) AS on_hand, coalesce(k.unusable, 0) AS unusable,
                      coalesce(k.moving, 0) AS in_transit, 0::numeric AS reserved, """
        )
        + Sql(f"CASE WHEN k.whole = 0 THEN 0 ELSE {' + '.join(terms)} END AS amount FROM (SELECT f.item_id, ")
        + sums
        + Sql(" FROM (")
        + facts
        + Sql(") f GROUP BY f.item_id, f.scope_id) k WHERE k.here IS NOT NULL")
    )


def _upto(quantity: str) -> str:
    """The rounded share of everything up to there; the two ends need no division."""
    return (
        f"CASE WHEN coalesce({quantity}, 0) = 0 THEN 0 WHEN {quantity} = k.whole THEN k.amount"
        f" ELSE round(k.amount * {quantity} / k.whole, 2) END"
    )


def _either(conditions: Sequence[Sql]) -> Sql:
    found = Sql("false")
    for condition in conditions:
        found += Sql(" OR ") + condition
    return found


def shares_of_keys(facts: Sql, places: Sequence[int] | None, *, is_coarse: bool) -> Sql:
    """One row a stock key at `places` (None = all), or one an item and place where nothing finer is asked: the columns of stock_pieces and
    amount."""
    finer = () if is_coarse else ("bin_id", "lot_id", "status")
    key = ", ".join(f"f.{name}" for name in ("item_id", "scope_id", "place_id", *finer))
    order = ", ".join(f"q.{name} NULLS FIRST" for name in ("place_id", *finer))
    shown = (
        "NULL::bigint AS bin_id, NULL::bigint AS lot_id, NULL::text AS status"
        if is_coarse
        else "k.bin_id, k.lot_id, k.status"
    )
    return (
        Sql(
            f"""SELECT k.item_id, k.place_id, {shown}, k.quantity, k.unusable,
                       CASE WHEN k.whole = 0 THEN 0 ELSE {_upto("k.upto")} - {_upto("(k.upto - k.quantity)")} END AS amount
                  FROM (SELECT q.item_id, q.place_id{"".join(f", q.{name}" for name in finer)}, q.quantity, q.unusable,
                               sum(q.quantity) OVER pool AS whole, sum(q.amount) OVER pool AS amount,
                               sum(q.quantity) OVER (pool ORDER BY {order} ROWS UNBOUNDED PRECEDING) AS upto
                          FROM (SELECT {key}, sum(f.quantity) AS quantity, sum(f.unusable) AS unusable, sum(f.amount) AS amount
                                  FROM ("""  # noqa: S608 (constants only)
        )
        + facts
        + Sql(f") f GROUP BY {key}) q WINDOW pool AS (PARTITION BY q.item_id, q.scope_id)) k WHERE k.place_id")
        + (Sql(" IS NOT NULL") if places is None else Sql(" = ANY(%s)", (list(places),)))
    )
