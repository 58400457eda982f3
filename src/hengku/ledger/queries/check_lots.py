"""Invariants of lots, packages and of what may be issued (domain specification 10: I05, I07, I10, I11)."""

from hengku.ledger.queries.checking import ITEM_CODE, STOCK_KEY, Question, ask, new_postings, together, touched_items
from hengku.metadata.rules.invariants import CheckWindow, Findings

_LOT = "(SELECT t.number FROM masterdata_lot t WHERE t.id = c.lot_id) AS lot"


def lots_are_sound(window: CheckWindow) -> Findings:
    """I10: goods managed by lot never move without one, a lot moves with its own item only, and it does not expire before it is
    produced."""
    moves = f"""(
        SELECT m.id, m.item_id, m.lot_id, m.business_date, i.tracking, t.item_id AS lot_item
        FROM ledger_move m JOIN masterdata_item i ON i.id = m.item_id LEFT JOIN masterdata_lot t ON t.id = m.lot_id
        WHERE (m.lot_id IS NOT NULL OR i.tracking <> 'NONE') {new_postings(window, "m.posting_id")})"""  # noqa: S608 (constants only)
    moved = ask(
        Question(
            moves,
            "c.lot_id IS NULL OR c.lot_item IS DISTINCT FROM c.item_id",
            f"{ITEM_CODE}, {_LOT}, c.id AS move, c.business_date",
        ),
        window,
    )
    if not window.full:
        return moved
    lots = "(SELECT t.id AS lot_id, t.item_id, t.production_date, t.expiry_date FROM masterdata_lot t)"
    dates = Question(
        lots, "c.expiry_date < c.production_date", f"{ITEM_CODE}, {_LOT}, c.production_date, c.expiry_date"
    )
    return together(moved, ask(dates, window))


def nothing_unusable_was_issued(window: CheckWindow) -> Findings:
    """I11: what went to customers or production was available, and its lot had not expired."""
    issued = f"""(
        SELECT m.id, m.item_id, m.lot_id, m.from_status AS status, m.business_date, t.expiry_date
        FROM ledger_move m
        JOIN masterdata_place f ON f.id = m.from_place_id AND f.kind = 'WH'
        JOIN masterdata_place p ON p.id = m.to_place_id AND p.kind IN ('CUS', 'PROD')
        LEFT JOIN masterdata_lot t ON t.id = m.lot_id
        WHERE m.reverses_id IS NULL {new_postings(window, "m.posting_id")})"""  # noqa: S608 (constants only)
    columns = f"{ITEM_CODE}, {_LOT}, c.id AS move, c.status, c.business_date, c.expiry_date"
    return ask(Question(issued, "c.status <> 'AVAILABLE' OR c.expiry_date < c.business_date", columns), window)


def serials_are_in_one_place(window: CheckWindow) -> Findings:
    """I07: a serial number is one unit at one place at most; where goods have lots as well, it is the number that lies there."""
    held = f"""(
        SELECT b.item_id, b.lot_id, sum(b.quantity) AS quantity, count(*) FILTER (WHERE b.quantity <> 0) AS places,
               bool_or(i.tracking = 'LOT_SERIAL' AND b.quantity <> 0 AND t.parent_id IS NULL) AS is_whole_lot
        FROM ledger_balance b JOIN masterdata_item i ON i.id = b.item_id AND i.tracking IN ('SERIAL', 'LOT_SERIAL')
        LEFT JOIN masterdata_lot t ON t.id = b.lot_id
        WHERE true {touched_items(window, "b.item_id")} GROUP BY 1, 2)"""  # noqa: S608 (constants only)
    bad = "c.is_whole_lot OR c.lot_id IS NULL AND c.quantity <> 0 OR c.quantity NOT IN (0, 1) OR c.places > 1"
    return ask(Question(held, bad, f"{ITEM_CODE}, {_LOT}, c.quantity, c.places"), window)


def packages_hold_what_is_there(window: CheckWindow) -> Findings:
    """I05p: what stands in packages is what the balances say is packed, never more than lies there, and a package with all that
    stands in it is in one bin."""
    keys = f"""(
        SELECT b.item_id, b.place_id, b.bin_id, b.lot_id, b.status, b.owner_id, b.quantity, b.packed_quantity AS packed,
               coalesce(c.quantity, 0) AS contents
        FROM ledger_balance b
        FULL JOIN (SELECT balance_id, sum(quantity) AS quantity FROM ledger_package_content GROUP BY 1) c ON c.balance_id = b.id
        WHERE (b.packed_quantity <> 0 OR c.quantity <> 0) {touched_items(window, "b.item_id")})"""  # noqa: S608 (constants only)
    held = Question(keys, "c.packed IS NULL OR c.packed <> c.contents OR c.packed > c.quantity",
                    f"{STOCK_KEY}, c.quantity, c.packed, c.contents")  # fmt: skip
    if not window.full:
        return ask(held, window)
    tree = """
        tree AS (SELECT id AS root, id FROM masterdata_package WHERE parent_id IS NULL
                 UNION SELECT tree.root, p.id FROM masterdata_package p JOIN tree ON p.parent_id = tree.id)"""
    spots = """(
        SELECT r.number, count(DISTINCT (b.place_id, coalesce(b.bin_id, 0))) AS places
        FROM tree JOIN ledger_package_content c ON c.package_id = tree.id JOIN ledger_balance b ON b.id = c.balance_id
        JOIN masterdata_package r ON r.id = tree.root GROUP BY 1)"""
    return together(
        ask(held, window),
        ask(Question(spots, "c.places > 1", "c.number AS package, c.places", f"RECURSIVE {tree}"), window),
    )
