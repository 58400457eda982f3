"""Invariants of postings, reversals and periods (domain specification 10: I28-I31, I37)."""

from django.db import connection

from hengku.kernel import sql
from hengku.ledger.queries.check_month_end import month_ends_add_up
from hengku.ledger.queries.checking import BALANCE_KINDS_SQL, Question, ask, new_postings, together
from hengku.ledger.rules.periods import SEAL
from hengku.metadata.rules.invariants import CheckWindow, Findings


def reversals_mirror(window: CheckWindow) -> Findings:
    """I28: a reversal has every move of its original, swapped, in the same quantity; nothing is reversed twice or reverses a
    reversal."""
    body = f"""(
        SELECT r.id AS posting_id, r.document_id, o.document_id AS original, o.reverses_id AS original_reverses,
            (SELECT count(*) FROM ledger_move m WHERE m.posting_id = o.id) AS moves,
            (SELECT count(*) FROM ledger_move m JOIN ledger_move b ON b.reverses_id = m.id AND b.posting_id = r.id
             WHERE m.posting_id = o.id AND m.quantity = b.quantity AND m.item_id = b.item_id
             AND (m.lot_id, m.owner_id, m.project_id, m.second_quantity)
                 IS NOT DISTINCT FROM (b.lot_id, b.owner_id, b.project_id, b.second_quantity)
             AND (m.from_place_id, m.from_bin_id, m.from_status) IS NOT DISTINCT FROM (b.to_place_id, b.to_bin_id, b.to_status)
             AND (m.to_place_id, m.to_bin_id, m.to_status) IS NOT DISTINCT FROM (b.from_place_id, b.from_bin_id, b.from_status)
            ) AS mirrored,
            (SELECT count(*) FROM ledger_move b WHERE b.posting_id = r.id) AS reversing,
            (SELECT count(*) FROM ledger_posting twice WHERE twice.reverses_id = o.id) AS times
        FROM ledger_posting r JOIN ledger_posting o ON o.id = r.reverses_id
        WHERE true {new_postings(window, "r.id")})"""  # noqa: S608 (constants only)
    bad = "c.moves <> c.mirrored OR c.moves <> c.reversing OR c.times <> 1 OR c.original_reverses IS NOT NULL"
    return ask(Question(body, bad, "c.document_id AS document, c.original, c.moves, c.mirrored, c.times"), window)


def reversals_cancel(window: CheckWindow) -> Findings:
    """I29: reversing document and original sum to zero in stock and in every cost pool, corrections included; at standard
    cost value and variance together."""
    pairs = f"""
        pairs AS MATERIALIZED (
            SELECT r.id AS reversal, o.id AS original FROM ledger_posting r JOIN ledger_posting o ON o.id = r.reverses_id
            WHERE r.reverses_id IS NOT NULL {new_postings(window, "r.id")}),
        sides AS (SELECT original, original AS posting_id FROM pairs UNION ALL SELECT original, reversal FROM pairs)"""  # noqa: S608 (constants only)
    common = f"""{pairs},
        base AS (SELECT p.original, e.id, e.pool_id, e.quantity, e.basis,
                        e.amount + CASE WHEN e.method = 'STANDARD' THEN e.expensed_amount ELSE 0 END AS amount FROM sides p
                 JOIN ledger_cost_entry e ON e.posting_id = p.posting_id AND e.kind IN ('OWN', 'ISSUE', 'ADJUSTMENT')),
        sums AS (SELECT base.original, base.pool_id, sum(base.quantity) AS quantity,
                        sum(base.amount + coalesce((SELECT sum(d.amount + CASE WHEN d.method = 'STANDARD' THEN d.expensed_amount ELSE 0 END) FROM ledger_cost_entry d WHERE d.origin_id = base.id
                            AND (d.kind = 'DELTA' OR base.basis <> 'MIRROR')), 0)) AS amount
                 FROM base GROUP BY 1, 2)"""  # noqa: S608 (constants only)
    columns = """
        (SELECT p.document_id FROM ledger_posting p WHERE p.id = c.original) AS document,
        (SELECT i.code FROM ledger_cost_pool k JOIN masterdata_item i ON i.id = k.item_id WHERE k.id = c.pool_id) AS item,
        c.quantity, c.amount"""
    return ask(Question("sums", "c.quantity <> 0 OR c.amount <> 0", columns, common), window)


def closed_periods_stay_closed(window: CheckWindow) -> Findings:
    """I30: nothing was posted into a closed month after it closed, and the seal of every live snapshot holds."""
    body = f"""(
        SELECT p.*, s.month, s.closed_at FROM ledger_stock_period s
        JOIN ledger_posting p ON p.book_id = s.book_id AND p.business_date >= s.month
         AND p.business_date < (s.month + interval '1 month')
        WHERE s.closed_at IS NOT NULL {new_postings(window, "p.id")})"""  # noqa: S608 (constants only)
    columns = "c.document_id AS document, c.document_type, c.business_date, c.recorded_at, c.closed_at"
    late = ask(Question(body, "c.recorded_at > c.closed_at", columns), window)
    return together(late, _seals()) if window.full else late


def _seals() -> Findings:
    snapshots = sql.rows(
        connection, "SELECT id, month, content_hash FROM ledger_period_snapshot WHERE superseded_at IS NULL ORDER BY id"
    )
    failing: list[dict[str, str]] = []
    for pk, month, kept in snapshots:
        ((seal,),) = sql.rows(connection, SEAL, [pk])
        if seal != kept:
            failing.append({"month": f"{month:%Y-%m}", "snapshot": str(pk), "seal": kept[:12], "now": seal[:12]})
    return Findings(len(snapshots), tuple(failing))


def closing_is_the_next_opening(window: CheckWindow) -> Findings:
    """I31: closing stock of a month, per location and per pool = closing of the month before + what happened in the month; and so
    for the month ends kept for reading.

    Snapshots do not change with postings, so the incremental pass has nothing to look at.
    """
    if not window.full:
        return Findings(0)
    common = f"""
        live AS (SELECT id, book_id, month, (SELECT p.id FROM ledger_period_snapshot p WHERE p.book_id = s.book_id
                        AND p.superseded_at IS NULL AND p.month = (s.month - interval '1 month')::date) AS before
                 FROM ledger_period_snapshot s WHERE s.superseded_at IS NULL),
        stock AS (SELECT snapshot, item_id, place_id, bin_id, lot_id, status, owner_id, sum(kept) AS kept, sum(facts) AS facts FROM (
            SELECT l.id AS snapshot, q.item_id, q.place_id, q.bin_id, q.lot_id, q.status, q.owner_id, q.quantity AS kept, 0 AS facts
            FROM live l JOIN ledger_snapshot_quantity q ON q.snapshot_id = l.id
            UNION ALL SELECT l.id, q.item_id, q.place_id, q.bin_id, q.lot_id, q.status, q.owner_id, 0, q.quantity
            FROM live l JOIN ledger_snapshot_quantity q ON q.snapshot_id = l.before
            UNION ALL SELECT l.id, m.item_id, leg.place_id, leg.bin_id, m.lot_id, leg.status, m.owner_id, 0, leg.sign * m.quantity
            FROM live l JOIN ledger_move m ON m.book_id = l.book_id AND m.business_date < (l.month + interval '1 month')
             AND (l.before IS NULL OR m.business_date >= l.month)
            CROSS JOIN LATERAL (VALUES (1, m.to_place_id, m.to_bin_id, m.to_status),
                                       (-1, m.from_place_id, m.from_bin_id, m.from_status)) AS leg(sign, place_id, bin_id, status)
            JOIN masterdata_place pl ON pl.id = leg.place_id AND pl.kind IN {BALANCE_KINDS_SQL}) sides
            GROUP BY 1, 2, 3, 4, 5, 6, 7),
        pools AS (SELECT snapshot, pool_id, sum(quantity) AS quantity, sum(amount) AS amount FROM (
            SELECT l.id AS snapshot, v.pool_id, v.quantity, v.amount FROM live l JOIN ledger_snapshot_value v ON v.snapshot_id = l.id
            UNION ALL SELECT l.id, v.pool_id, -v.quantity, -v.amount FROM live l
            JOIN ledger_snapshot_value v ON v.snapshot_id = l.before
            UNION ALL SELECT l.id, e.pool_id, -e.quantity, -e.amount FROM live l
            JOIN ledger_cost_pool p ON p.book_id = l.book_id JOIN ledger_cost_entry e ON e.pool_id = p.id
             AND e.business_date < (l.month + interval '1 month') AND (l.before IS NULL OR e.business_date >= l.month)) sides
            GROUP BY 1, 2)"""  # noqa: S608 (constants only)
    month = "(SELECT to_char(s.month, 'YYYY-MM') FROM ledger_period_snapshot s WHERE s.id = c.snapshot) AS month"
    item = "(SELECT i.code FROM masterdata_item i WHERE i.id = c.item_id) AS item"
    stock = ask(
        Question("stock", "c.kept <> c.facts", f"{month}, {item}, c.place_id AS place, c.kept, c.facts", common), window
    )
    pools = ask(
        Question(
            "pools", "c.quantity <> 0 OR c.amount <> 0", f"{month}, c.pool_id AS pool, c.quantity, c.amount", common
        ),
        window,
    )
    return together(stock, pools, month_ends_add_up(window))


def postings_are_unique(window: CheckWindow) -> Findings:
    """I37: one posting per key and per document (a month's costing has none), never recorded before the posting it reverses, and none is empty.
    Goods of an arrival area are not ours yet: a notice that is closed and reopened moves them several times."""
    body = f"""(
        SELECT p.id, p.document_id, p.document_type, p.request_key, p.reverses_id, p.recorded_at, o.recorded_at AS original_time,
               (SELECT count(*) FROM ledger_posting same WHERE same.document_id = p.document_id
                   AND same.movement_type <> 'ARRIVAL') AS of_document,
               EXISTS (SELECT FROM ledger_move m WHERE m.posting_id = p.id)
               OR EXISTS (SELECT FROM ledger_cost_entry e WHERE e.posting_id = p.id) AS is_full
        FROM ledger_posting p LEFT JOIN ledger_posting o ON o.id = p.reverses_id
        WHERE true {new_postings(window, "p.id")})"""  # noqa: S608 (constants only)
    bad = "(c.of_document > 1 AND c.document_id <> 0) OR c.recorded_at < c.original_time OR NOT c.is_full"
    return ask(Question(body, bad, "c.document_id AS document, c.document_type, c.request_key, c.of_document"), window)
