"""Invariants of money (domain specification 10: I12-I15)."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.money import share
from hengku.ledger.operations.pools import load_chains, load_outcomes, load_tail
from hengku.ledger.queries.check_standards import standards_hold
from hengku.ledger.queries.checking import (
    MOST_NAMED,
    VALUED_KINDS_SQL,
    Question,
    ask,
    new_postings,
    readable,
    together,
    touched_items,
    touched_pools,
)
from hengku.ledger.queries.checksums import pools_that_differ
from hengku.ledger.rules.costing import Pool, chain_amounts, split_amounts
from hengku.ledger.rules.replay import CHAINED, FOLLOWING, replay
from hengku.ledger.rules.turnover import AMOUNTS
from hengku.metadata.rules.invariants import CheckWindow, Findings

_POOL_KEY = """
(SELECT i.code FROM ledger_cost_pool p JOIN masterdata_item i ON i.id = p.item_id WHERE p.id = c.pool_id) AS item,
(SELECT s.code FROM ledger_cost_pool p JOIN masterdata_cost_scope s ON s.id = p.scope_id WHERE p.id = c.pool_id) AS scope,
c.pool_id AS pool"""
_FRESH = "e.posting_id = ANY(ARRAY(SELECT posting_id FROM ledger_fresh_posting))"
"""Read through the index whatever the planner believes: a posting is fresh for seconds only."""


def entries_equal_pools(window: CheckWindow) -> Findings:
    """I12: per pool, Q and A = sums of its entries; per item, pools = stock we own; every entry = its move; turnover = entries."""
    looks = [_pools_equal_entries(window), _pools_equal_stock(window), _entries_equal_moves(window)]
    if window.full:
        looks.append(_turnover_equals_entries(window))
    return together(*looks)


def _pools_equal_entries(window: CheckWindow) -> Findings:
    narrowed = touched_pools(window, "e.pool_id")
    if window.full:
        facts = (
            "SELECT e.pool_id, sum(e.quantity) AS quantity, sum(e.amount) AS amount FROM ledger_cost_entry e GROUP BY 1"
        )
    else:
        facts = f"""
            SELECT e.pool_id, e.in_quantity - e.out_quantity AS quantity, e.in_amount - e.out_amount AS amount
            FROM ledger_pool_turnover e WHERE true {narrowed}
            UNION ALL SELECT e.pool_id, e.quantity, e.amount FROM ledger_cost_entry e WHERE {_FRESH}{narrowed}"""  # noqa: S608 (constants only)
    common = f"""
        sums AS (SELECT pool_id, sum(quantity) AS quantity, sum(amount) AS amount, sum(pool_quantity) AS pool_quantity,
                        sum(pool_amount) AS pool_amount FROM (
            SELECT pool_id, quantity, amount, 0 AS pool_quantity, 0 AS pool_amount FROM ({facts}) facts
            UNION ALL SELECT e.id, 0, 0, e.quantity, e.amount FROM ledger_cost_pool e
            WHERE true {touched_pools(window, "e.id")}) sides GROUP BY 1)"""  # noqa: S608 (constants only)
    columns = f"{_POOL_KEY}, c.quantity AS ledger_quantity, c.pool_quantity, c.amount AS ledger_amount, c.pool_amount"
    return ask(Question("sums", "c.quantity <> c.pool_quantity OR c.amount <> c.pool_amount", columns, common), window)


def _pools_equal_stock(window: CheckWindow) -> Findings:
    common = f"""
        sums AS (SELECT book_id, item_id, sum(stock) AS stock, sum(pools) AS pools FROM (
            SELECT b.book_id, b.item_id, b.quantity AS stock, 0 AS pools FROM ledger_balance b
            JOIN masterdata_place l ON l.id = b.place_id AND l.kind IN {VALUED_KINDS_SQL}
            WHERE b.owner_id IS NULL {touched_items(window, "b.item_id")}
            UNION ALL SELECT p.book_id, p.item_id, 0, p.quantity FROM ledger_cost_pool p
            WHERE true {touched_items(window, "p.item_id")}) sides GROUP BY 1, 2)"""  # noqa: S608 (constants only)
    columns = (
        "(SELECT i.code FROM masterdata_item i WHERE i.id = c.item_id) AS item, c.book_id AS book, c.stock, c.pools"
    )
    return ask(Question("sums", "c.stock <> c.pools", columns, common), window)


_OF_LOTS = """(
    SELECT sum(x.quantity) FROM ledger_move x JOIN ledger_cost_pool q ON q.id = e.pool_id
    WHERE x.posting_id = e.posting_id AND x.source_line_id = e.source_line_id AND x.item_id = q.item_id
      AND x.owner_id IS NULL AND (q.lot_id IS NULL OR x.lot_id = q.lot_id)
      AND e.place_id = CASE WHEN e.quantity < 0 THEN x.from_place_id ELSE x.to_place_id END)"""
"""A line that takes several lots of a pool that does not tell lots apart, or from several bins, has one entry for all of them."""


def _entries_equal_moves(window: CheckWindow) -> Findings:
    body = f"""(
        SELECT e.id, e.pool_id, e.source_line_id, e.quantity, e.business_date, m.id AS move,
               CASE WHEN m.lot_id IS NULL AND m.quantity = abs(e.quantity) THEN m.quantity ELSE {_OF_LOTS} END AS moved,
               m.posting_id AS move_posting, e.posting_id, m.source_line_id AS move_line, m.business_date AS move_date
        FROM ledger_cost_entry e LEFT JOIN ledger_move m ON m.id = e.move_id
        WHERE e.kind IN ('OWN', 'ISSUE') {new_postings(window, "e.posting_id")})"""  # noqa: S608 (constants only)
    bad = """(c.move IS NULL OR abs(c.quantity) <> c.moved OR c.move_posting <> c.posting_id OR c.move_line <> c.source_line_id
        OR c.move_date <> c.business_date)"""
    return ask(Question(body, bad, f"{_POOL_KEY}, c.id AS entry, c.move, c.quantity, c.moved"), window)


def _turnover_equals_entries(window: CheckWindow) -> Findings:
    """Checksums first; months are named only for pools whose checksums differ."""
    looked, pools = pools_that_differ()
    if not pools:
        return Findings(looked)
    named = f"pool_id = ANY(ARRAY[{', '.join(map(str, pools))}]::bigint[])"
    key = "pool_id, place_id, month, movement_type, kind"
    sums = "in_quantity, out_quantity, in_amount, out_amount"
    facts, fresh = AMOUNTS.format(which=f"e.{named}"), AMOUNTS.format(which=f"{_FRESH} AND e.{named}")
    common = f"""
        months AS (SELECT {key}, sum(in_quantity * side) AS in_quantity, sum(out_quantity * side) AS out_quantity,
                          sum(in_amount * side) AS in_amount, sum(out_amount * side) AS out_amount FROM (
            SELECT {key}, {sums}, 1 AS side FROM ({facts}) facts
            UNION ALL SELECT {key}, {sums}, -1 FROM ledger_pool_turnover WHERE {named}
            UNION ALL SELECT {key}, {sums}, -1 FROM ({fresh}) fresh) sides GROUP BY {key})"""  # noqa: S608 (constants only)
    bad = "c.in_quantity <> 0 OR c.out_quantity <> 0 OR c.in_amount <> 0 OR c.out_amount <> 0"
    columns = (
        f"{_POOL_KEY}, c.month, c.movement_type, c.kind, c.in_amount AS in_difference, c.out_amount AS out_difference"
    )
    return ask(Question("months", bad, columns, common), window)


def empty_pools_hold_no_money(window: CheckWindow) -> Findings:
    """I13: quantity 0 means amount 0 (of the past, I15 looks at it while it performs every pool again)."""
    body = f"(SELECT p.id AS pool_id, p.quantity, p.amount FROM ledger_cost_pool p WHERE true {touched_pools(window, 'p.id')})"  # noqa: S608 (constants only)
    return ask(Question(body, "c.quantity = 0 AND c.amount <> 0", f"{_POOL_KEY}, c.amount"), window)


_RUNNING = """
    corrections AS MATERIALIZED (
        SELECT origin_id, sum(amount) AS amount, sum(amount) FILTER (WHERE kind = 'DELTA') AS delta
        FROM ledger_cost_entry WHERE origin_id IS NOT NULL GROUP BY 1),
    running AS (
        SELECT e.id, e.pool_id, e.business_date, e.kind, e.method, e.quantity, e.source_line_id,
               e.amount + coalesce(k.delta, 0) AS amount, e.amount + coalesce(k.amount, 0) AS total,
               coalesce(sum(e.quantity) OVER before, 0) AS q0, coalesce(sum(e.amount + coalesce(k.amount, 0)) OVER before, 0) AS a0
        FROM ledger_cost_entry e LEFT JOIN corrections k ON k.origin_id = e.id
        WHERE e.origin_id IS NULL
        WINDOW before AS (PARTITION BY e.pool_id ORDER BY CASE WHEN e.pool_id = ANY(ARRAY(
            SELECT p.id FROM ledger_cost_pool p JOIN masterdata_book b ON b.id = p.book_id WHERE b.backdating = 'NO_REPLAY'))
            THEN '-infinity'::date ELSE e.business_date END, e.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
"""
"""Every base entry with its pool before it, as the books stand today."""


def closed_periods_are_sound(window: CheckWindow) -> Findings:
    """I14: in a closed period no pool has goods with a negative amount."""
    body = """(
        SELECT v.pool_id, v.quantity, v.amount, s.month FROM ledger_snapshot_value v
        JOIN ledger_period_snapshot s ON s.id = v.snapshot_id WHERE s.superseded_at IS NULL)"""
    return ask(Question(body, "c.quantity > 0 AND c.amount < 0", f"{_POOL_KEY}, c.month, c.quantity, c.amount"), window)


def goods_are_worth_something(window: CheckWindow) -> Findings:
    """R4, an exception: goods with a negative amount, today. The period cannot close until an adjustment gives them value. Under
    the month-end average what goods are worth is known at the close, which looks itself."""
    body = f"""(SELECT p.id AS pool_id, p.quantity, p.amount FROM ledger_cost_pool p
                WHERE p.method <> 'MONTH_AVERAGE' {touched_pools(window, "p.id")})"""  # noqa: S608 (constants only)
    return ask(Question(body, "c.quantity > 0 AND c.amount < 0", f"{_POOL_KEY}, c.quantity, c.amount"), window)


def issues_can_be_performed_again(window: CheckWindow) -> Findings:
    """I15: the method gives every issue amount again, to the fen; and after no posting of the past was there money without goods.

    New postings: from the evidence kept with each issue. Full pass: every pool from its first entry, in key order, corrections
    included; pools that were ever negative and all linked amounts through the costing rules themselves. Layers: see I16.
    """
    if not window.full:
        body = f"""(SELECT e.*, before_quantity AS q0, before_amount AS a0, amount AS total FROM ledger_cost_entry e
                   WHERE posting_id > %(after)s AND kind = 'ISSUE' AND method NOT IN {NOT_BY_POOL} AND before_quantity >= -quantity)"""  # noqa: S608 (constants only)
        return _exact(body, f"NOT ({_PERFORMED})", "", window)
    by_pool = f"CASE WHEN c.kind = 'ISSUE' AND c.method NOT IN ('FIFO', 'STANDARD') AND c.q0 >= -c.quantity THEN NOT ({_PERFORMED}) ELSE false END"
    bad = f"c.method <> 'MONTH_AVERAGE' AND ({by_pool} OR {_MONEY_ALONE})"
    return together(
        _exact("running", bad, _RUNNING, window), _negative_pools(window), _linked_amounts(window), standards_hold()
    )


NOT_BY_POOL = "('FIFO', 'MONTH_AVERAGE', 'STANDARD')"
"""Methods whose issues are not priced by the pool's average at that moment: layers (I16), months (I15m), the standard."""
_PERFORMED = "c.amount = -(CASE WHEN c.q0 = -c.quantity THEN c.a0 ELSE round(c.a0 * -c.quantity / c.q0, 2) END)"
_MONEY_ALONE = "(c.q0 + c.quantity = 0 AND c.a0 + c.total <> 0)"


def _exact(body: str, bad: str, common: str, window: CheckWindow) -> Findings:
    columns = (
        f"{_POOL_KEY}, c.id AS entry, c.source_line_id AS line, c.kind, c.quantity, c.amount, c.q0 AS before_quantity,"
        " c.a0 AS before_amount, c.a0 + c.total AS after_amount"
    )
    found = ask(Question(body, bad, columns, common), window)
    return Findings(found.rows, tuple(row for row in found.failing if not _agrees(row)))


def _agrees(row: dict[str, str]) -> bool:
    """SQL divides with finite digits; what it calls wrong is computed once more exactly."""
    quantity, before = Decimal(row["quantity"]), Decimal(row["before_quantity"])
    if before + quantity == 0 and Decimal(row["after_amount"]) != 0:
        return False
    return Decimal(row["amount"]) == -share(Decimal(row["before_amount"]), -quantity, before)


def _negative_pools(window: CheckWindow) -> Findings:
    """Pools that were ever below zero: replayed from the start by the production rules."""
    common = f"{_RUNNING}, below AS (SELECT DISTINCT pool_id FROM running WHERE method NOT IN {NOT_BY_POOL} AND q0 + quantity < 0)"  # noqa: S608 (constants only)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {common} SELECT pool_id FROM below")  # noqa: S608 (constants only)
        pools = [pk for (pk,) in cursor.fetchall()]
    failing: list[dict[str, str]] = []
    looked = 0
    for start in range(0, len(pools), 200):
        rows, facts = load_tail(dict.fromkeys(pools[start : start + 200], date.min))
        looked += len(rows)
        known = {row.id for row in rows}
        outside = [
            row.source_id for row in rows if row.basis in FOLLOWING and row.source_id and row.source_id not in known
        ]
        shares = {row.source_id for row in rows if row.basis in CHAINED and row.source_id}
        replayed = replay(
            openings={pool: Pool() for pool in pools[start : start + 200]},
            rows=rows,
            fixed=load_outcomes(outside),
            chains=load_chains(shares, {}),
        )
        failing += [
                {"pool": str(change.row.pool), "entry": str(change.row.id), "line": str(facts[change.row.id].line_id),
                 "difference": readable(change.amount), "residual": readable(change.residual)}
            for change in replayed.changes
        ]  # fmt: skip
    return Findings(looked, tuple(failing[:MOST_NAMED]))


_LINKED = """
    corrections AS MATERIALIZED (
        SELECT origin_id, sum(amount) + sum(CASE WHEN method = 'STANDARD' THEN expensed_amount ELSE 0 END) AS amount,
               sum(amount + CASE WHEN method = 'STANDARD' THEN expensed_amount ELSE 0 END) FILTER (WHERE kind = 'DELTA') AS delta
        FROM ledger_cost_entry WHERE origin_id IS NOT NULL GROUP BY 1),
    linked AS (
        SELECT e.id, e.pool_id, e.source_line_id, e.basis, e.amount + CASE WHEN e.method = 'STANDARD' THEN e.expensed_amount ELSE 0 END + coalesce(k.delta, 0) AS amount,
               s.amount + CASE WHEN s.method = 'STANDARD' THEN s.expensed_amount ELSE 0 END + coalesce(CASE WHEN e.basis = 'CARRY' THEN sk.delta ELSE sk.amount END, 0) AS source_amount
        FROM ledger_cost_entry e JOIN ledger_cost_entry s ON s.id = e.source_entry_id
        LEFT JOIN corrections k ON k.origin_id = e.id LEFT JOIN corrections sk ON sk.origin_id = s.id
        WHERE e.basis IN ('CARRY', 'MIRROR'))
"""


def _linked_amounts(window: CheckWindow) -> Findings:
    """Transfers in and reversals equal their source; linked returns their share of it. At standard cost the variance counts too."""
    columns = f"{_POOL_KEY}, c.id AS entry, c.source_line_id AS line, c.basis, c.amount, c.source_amount"
    whole = ask(Question("linked", "c.amount <> -c.source_amount", columns, _LINKED), window)
    return together(whole, _shares())


_PRICED_MEMBERS = "SELECT id FROM ledger_cost_entry WHERE id = ANY(%s) AND method = 'MONTH_AVERAGE' AND quantity > 0"
"""Returns that the month's unit cost prices; the link limits their quantity only (4.3)."""


def _shares() -> Findings:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT source_entry_id FROM ledger_cost_entry WHERE basis = 'SHARE' AND method <> 'FIFO'"
            " AND NOT (method = 'MONTH_AVERAGE' AND quantity > 0) OR basis = 'SPLIT' ORDER BY 1"
        )
        sources: list[Any] = [pk for (pk,) in cursor.fetchall()]
    failing: list[dict[str, str]] = []
    looked = 0
    for start in range(0, len(sources), 2000):
        part = sources[start : start + 2000]
        chains = load_chains(part, {})
        members = [member.id for chain in chains.values() for member in chain.members]
        members += [entry_id for chain in chains.values() for entry_id, _ in chain.parts]
        outcomes = load_outcomes([*part, *members])
        priced = {pk for (pk,) in sql.rows(connection, _PRICED_MEMBERS, [members])}
        for source, chain in chains.items():
            cost = outcomes[source].amount + outcomes[source].expensed
            expected = chain_amounts(cost, chain) | split_amounts(cost, chain)
            looked += len(expected)
            failing += [
                {
                    "entry": str(pk),
                    "source": str(source),
                    "amount": readable(outcomes[pk].amount + outcomes[pk].expensed),
                    "share": readable(amount),
                }
                for pk, amount in expected.items()
                if outcomes[pk].amount + outcomes[pk].expensed != amount and pk not in priced
            ]
    return Findings(looked, tuple(failing[:MOST_NAMED]))
