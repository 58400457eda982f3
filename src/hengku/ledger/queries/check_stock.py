"""Invariants of quantities (domain specification 10: I01-I06)."""

from django.db import connection

from hengku.identity.types import SYSTEM
from hengku.kernel import sql
from hengku.ledger.queries.checking import (
    BALANCE_KINDS_SQL,
    STOCK_KEY,
    Question,
    ask,
    new_postings,
    readable,
    together,
    touched_items,
)
from hengku.ledger.queries.checksums import items_that_differ
from hengku.ledger.queries.stock import availability
from hengku.ledger.rules.turnover import LEGS
from hengku.metadata.rules.invariants import CheckWindow, Findings

_KEY = "item_id, place_id, book_id, bin_id, lot_id, status, owner_id, project_id"
_FRESH = "m.posting_id = ANY(ARRAY(SELECT posting_id FROM ledger_fresh_posting))"
"""Read through the index whatever the planner believes: a posting is fresh for seconds only."""


def ledger_equals_balances(window: CheckWindow) -> Findings:
    """I01: per stock key, sum of legs = balance; and monthly turnover = the same legs.

    The incremental pass reads turnover instead of all legs, so that its cost does not grow with history. The full pass compares
    checksums per item first and names keys only where they differ.
    """
    if not window.full:
        return _keys_equal(touched_items(window, "{}.item_id"), window)
    rows, items = items_that_differ()
    if not items:
        return Findings(rows)
    named = f" AND {{}}.item_id = ANY(ARRAY[{', '.join(map(str, items))}]::bigint[])"
    return together(Findings(rows), _keys_equal(named, window))


def _keys_equal(narrowed: str, window: CheckWindow) -> Findings:
    """narrowed: condition on items, with {} for the alias."""
    fresh = LEGS.format(which=_FRESH + narrowed.format("m"))
    turnover = f"""
        SELECT {_KEY}, month, movement_type, in_quantity, out_quantity FROM ledger_turnover c WHERE true {narrowed.format("c")}
        UNION ALL SELECT {_KEY}, month, movement_type, in_quantity, out_quantity FROM ({fresh}) fresh"""  # noqa: S608 (constants only)
    facts = LEGS.format(which="true" + narrowed.format("m")) if window.full else turnover
    common = f"""
        fact AS MATERIALIZED ({facts}),
        balances AS (SELECT {_KEY}, NULL::date AS month, 'balance' AS what, sum(ledger) AS ledger, sum(kept) AS kept FROM (
            SELECT {_KEY}, in_quantity - out_quantity AS ledger, 0 AS kept FROM fact
            UNION ALL SELECT {_KEY}, 0, quantity FROM ledger_balance c WHERE true {narrowed.format("c")}
        ) both_sides GROUP BY {_KEY}),
        months AS (SELECT {_KEY}, month, movement_type AS what, sum(ledger) AS ledger, sum(kept) AS kept FROM (
            SELECT {_KEY}, month, movement_type || ' in' AS movement_type, in_quantity AS ledger, 0 AS kept FROM fact
            UNION ALL SELECT {_KEY}, month, movement_type || ' out', out_quantity, 0 FROM fact
            UNION ALL SELECT {_KEY}, month, movement_type || ' in', 0, in_quantity FROM ({turnover}) turnover
            UNION ALL SELECT {_KEY}, month, movement_type || ' out', 0, out_quantity FROM ({turnover}) turnover
        ) both_sides GROUP BY {_KEY}, month, movement_type),
        checked AS (SELECT * FROM balances {"UNION ALL SELECT * FROM months" if window.full else ""})"""  # noqa: S608 (constants only)
    columns = f"{STOCK_KEY}, c.month, c.what, c.ledger, c.kept"
    return ask(Question("checked", "c.ledger <> c.kept", columns, common), window)


_TRAVELLED = """
WITH way AS MATERIALIZED (SELECT array_agg(id) AS ids FROM masterdata_place WHERE kind = 'TRANSIT')
SELECT 1 FROM ledger_move m CROSS JOIN way
WHERE m.posting_id > %s AND (m.from_place_id = ANY(way.ids) OR m.to_place_id = ANY(way.ids)) ORDER BY m.posting_id LIMIT 1
"""
"""In the order of postings, so that the index of young ones is read and never the whole table for a row that is not there."""


def everything_sums_to_zero(window: CheckWindow) -> Findings:
    """I02: per item, lot and owner, what we hold = what came from the world outside minus what went there; and per transfer out,
    what went on the way = what arrived, was lost or is still there (I19 looks at the same from the documents' side).

    The incremental pass looks at what is on the way only: for the rest it could add nothing to I01 and I03 without reading history.
    """
    if not window.full:
        travelled = sql.rows(connection, _TRAVELLED, [window.after_posting_id])
        return _transit_adds_up(window) if travelled else Findings(0)
    common = f"""
        outside AS (SELECT id FROM masterdata_place WHERE kind NOT IN {BALANCE_KINDS_SQL}),
        sums AS (SELECT item_id, lot_id, owner_id, sum(held) AS held, sum(outside) AS outside FROM (
            SELECT item_id, lot_id, owner_id, quantity AS held, 0 AS outside FROM ledger_balance c
            WHERE true {touched_items(window, "c.item_id")}
            UNION ALL SELECT m.item_id, m.lot_id, m.owner_id, 0, m.quantity FROM ledger_move m
            JOIN outside o ON o.id = m.to_place_id WHERE true {touched_items(window, "m.item_id")}
            UNION ALL SELECT m.item_id, m.lot_id, m.owner_id, 0, -m.quantity FROM ledger_move m
            JOIN outside o ON o.id = m.from_place_id WHERE true {touched_items(window, "m.item_id")}
        ) sides GROUP BY 1, 2, 3)"""  # noqa: S608 (constants only)
    columns = (
        "(SELECT i.code FROM masterdata_item i WHERE i.id = c.item_id) AS item, c.lot_id AS lot, c.owner_id AS owner,"
        " c.held, c.outside"
    )
    sums = ask(Question("sums", "c.held + c.outside <> 0", columns, common), window)
    return together(sums, _transit_adds_up(window))


def moves_are_whole(window: CheckWindow) -> Findings:
    """I03: every move has two legs, from one spot to another, and agrees with its posting; every line's entry with its move."""
    body = f"""(
        SELECT m.*, p.id AS posting, p.book_id AS posting_book, p.business_date AS posting_date, p.recorded_at AS posting_time,
               p.movement_type AS posting_type, p.document_id, source.id AS source_place, target.id AS target_place
        FROM ledger_move m LEFT JOIN ledger_posting p ON p.id = m.posting_id
        LEFT JOIN masterdata_place source ON source.id = m.from_place_id
        LEFT JOIN masterdata_place target ON target.id = m.to_place_id
        WHERE true {new_postings(window, "m.posting_id")})"""  # noqa: S608 (constants only)
    bad = """(c.posting IS NULL OR c.source_place IS NULL OR c.target_place IS NULL OR c.quantity <= 0
        OR (c.from_place_id, c.from_bin_id, c.from_status) IS NOT DISTINCT FROM (c.to_place_id, c.to_bin_id, c.to_status)
        OR c.book_id <> c.posting_book OR c.business_date <> c.posting_date OR c.recorded_at <> c.posting_time
        OR c.movement_type <> c.posting_type)"""
    columns = (
        "c.id AS move, c.document_id AS document, (SELECT i.code FROM masterdata_item i WHERE i.id = c.item_id) AS item,"
        " c.quantity, c.business_date, c.posting_date"
    )
    return ask(Question(body, bad, columns), window)


def nothing_is_negative(window: CheckWindow) -> Findings:
    """I04: no balance below zero unless allowed for the key when it was posted; never for lots."""
    body = f"(SELECT * FROM ledger_balance b WHERE true {touched_items(window, 'b.item_id')})"  # noqa: S608 (constants only)
    bad = "c.quantity < 0 AND (c.lot_id IS NOT NULL OR NOT c.may_be_negative)"
    return ask(Question(body, bad, f"{STOCK_KEY}, c.quantity"), window)


def reservations_fit(window: CheckWindow) -> Findings:
    """I05: open reservations per item and place, and per reserved bin or lot, are covered by usable stock."""
    narrowed = touched_items(window, "r.item_id")
    common = f"""
        held AS (SELECT r.book_id, r.item_id, r.place_id, r.bin_id, r.lot_id,
                        sum(r.quantity - r.consumed_quantity - r.released_quantity) AS reserved
                 FROM ledger_reservation r WHERE r.quantity > r.consumed_quantity + r.released_quantity AND r.supply_line_id IS NULL {narrowed}
                 GROUP BY 1, 2, 3, 4, 5),
        claims AS (SELECT book_id, item_id, place_id, NULL::bigint AS bin_id, NULL::bigint AS lot_id, sum(reserved) AS reserved
                   FROM held GROUP BY 1, 2, 3
                   UNION ALL SELECT * FROM held WHERE bin_id IS NOT NULL OR lot_id IS NOT NULL),
        covered AS (SELECT k.*, 'AVAILABLE' AS status, NULL::bigint AS owner_id, coalesce((
                SELECT sum(b.quantity) FROM ledger_balance b WHERE b.item_id = k.item_id AND b.place_id = k.place_id
                AND b.book_id = k.book_id AND b.status = 'AVAILABLE' AND b.owner_id IS NULL
                AND (k.bin_id IS NULL OR b.bin_id = k.bin_id) AND (k.lot_id IS NULL OR b.lot_id = k.lot_id)), 0) AS usable,
            EXISTS (SELECT FROM ledger_balance b WHERE b.item_id = k.item_id AND b.place_id = k.place_id
                AND b.book_id = k.book_id AND b.may_be_negative) AS negative_allowed
            FROM claims k)"""  # noqa: S608 (constants only)
    bad = "c.reserved < 0 OR (c.reserved > c.usable AND NOT c.negative_allowed)"
    return ask(Question("covered", bad, f"{STOCK_KEY}, c.reserved, c.usable", common), window)


def available_is_derived(window: CheckWindow) -> Findings:
    """I06: the figure shown to people = OH - U - R computed from the facts behind it."""
    items = f"""
        SELECT book_id, item_id, sum(quantity) FILTER (WHERE status = 'AVAILABLE'), (
            SELECT coalesce(sum(r.quantity - r.consumed_quantity - r.released_quantity), 0) FROM ledger_reservation r
            JOIN masterdata_place rp ON rp.id = r.place_id AND rp.kind = 'WH'
            WHERE r.book_id = b.book_id AND r.item_id = b.item_id AND r.quantity > r.consumed_quantity + r.released_quantity)
        FROM ledger_balance b JOIN masterdata_place p ON p.id = b.place_id AND p.kind = 'WH'
        WHERE b.owner_id IS NULL {touched_items(window, "b.item_id").replace("%(after)s", str(int(window.after_posting_id)))}
        GROUP BY 1, 2"""  # noqa: S608 (constants only)
    expected: dict[int, dict[int, object]] = {}
    for book_id, item_id, usable, reserved in sql.rows(connection, items):
        expected.setdefault(book_id, {})[item_id] = (usable or 0) - reserved
    failing: list[dict[str, str]] = []
    for book_id, of_book in expected.items():
        shown = availability(viewer=SYSTEM, book_id=book_id, item_ids=list(of_book))
        failing += [
            {
                "book": str(book_id),
                "item": str(item),
                "shown": readable(shown[item].available),
                "derived": readable(derived),
            }
            for item, derived in of_book.items()
            if shown[item].available != derived
        ]
    return Findings(sum(len(of_book) for of_book in expected.values()), tuple(failing[:100]))


def _transit_adds_up(window: CheckWindow) -> Findings:
    """Per transfer out, what went into transit = what came out of it + what is still there; and what is still
    there per item and lot is the balance in transit."""
    travels = "(t.from_place_id IN (SELECT id FROM ways) OR t.to_place_id IN (SELECT id FROM ways))"
    narrowed = touched_items(window, "m.item_id").replace(" WHERE ", f" WHERE {travels} AND ")
    common = f"""
        ways AS (SELECT id FROM masterdata_place WHERE kind = 'TRANSIT'),
        flow AS (
            SELECT m.source_line_id AS line, m.item_id, m.to_place_id AS place_id, m.lot_id,
                   CASE WHEN m.reverses_id IS NULL THEN m.quantity END AS sent, 0 AS taken, m.quantity AS change
            FROM ledger_move m JOIN ways w ON w.id = m.to_place_id WHERE m.reverses_id IS NULL {narrowed}
            UNION ALL
            SELECT m.returns_line_id, m.item_id, m.from_place_id, m.lot_id, 0, m.quantity, -m.quantity
            FROM ledger_move m JOIN ways w ON w.id = m.from_place_id WHERE m.reverses_id IS NULL {narrowed}
            UNION ALL
            SELECT coalesce(o.returns_line_id, o.source_line_id), m.item_id, coalesce(wi.id, wo.id), m.lot_id,
                   CASE WHEN wo.id IS NOT NULL THEN -m.quantity ELSE 0 END, CASE WHEN wi.id IS NOT NULL THEN -m.quantity ELSE 0 END,
                   CASE WHEN wi.id IS NOT NULL THEN m.quantity ELSE -m.quantity END
            FROM ledger_move m JOIN ledger_move o ON o.id = m.reverses_id
            LEFT JOIN ways wi ON wi.id = m.to_place_id LEFT JOIN ways wo ON wo.id = m.from_place_id
            WHERE (wi.id IS NOT NULL OR wo.id IS NOT NULL) {narrowed}),
        lines AS (SELECT line, item_id, place_id, sum(sent) AS sent, sum(taken) AS taken FROM flow GROUP BY 1, 2, 3),
        rest AS (SELECT item_id, place_id, lot_id, sum(flow) AS flow, sum(balance) AS balance FROM (
            SELECT item_id, place_id, lot_id, change AS flow, 0 AS balance FROM flow
            UNION ALL SELECT b.item_id, b.place_id, b.lot_id, 0, b.quantity FROM ledger_balance b JOIN ways w ON w.id = b.place_id
            WHERE true {narrowed.replace("m.item_id", "b.item_id")}) sides GROUP BY 1, 2, 3)"""  # noqa: S608 (constants only)
    code = "(SELECT i.code FROM masterdata_item i WHERE i.id = c.item_id) AS item"
    per_line = ask(
        Question(
            "lines", "c.line IS NULL OR c.taken > c.sent OR c.taken < 0", f"c.line, {code}, c.sent, c.taken", common
        ),
        window,
    )
    per_place = ask(
        Question("rest", "c.flow <> c.balance", f"{code}, c.lot_id AS lot, c.flow, c.balance", common), window
    )
    return together(per_line, per_place)


def both_quantities_belong_together(window: CheckWindow) -> Findings:
    """I09: goods kept in two quantities have both or none of them."""
    held = f"""(
        SELECT b.book_id, b.item_id, b.place_id, b.bin_id, b.lot_id, b.status, b.owner_id, b.project_id, b.quantity, b.second_quantity
        FROM ledger_balance b JOIN masterdata_item i ON i.id = b.item_id AND i.second_unit_id IS NOT NULL
        WHERE true {touched_items(window, "b.item_id")})"""  # noqa: S608 (constants only)
    bad = "(c.quantity > 0) <> (c.second_quantity > 0) OR (c.quantity < 0) <> (c.second_quantity < 0)"
    return ask(Question(held, bad, f"{STOCK_KEY}, c.quantity, c.second_quantity"), window)
