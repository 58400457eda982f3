"""The one definition of turnover in SQL: what the fold adds, what a rebuild writes, what the prover compares."""

LEGS = """
SELECT m.book_id, m.item_id, leg.place_id, leg.bin_id, m.lot_id, leg.status, m.owner_id, m.project_id,
       date_trunc('month', m.business_date)::date AS month, m.movement_type,
       sum(CASE WHEN leg.inward AND m.reverses_id IS NULL THEN m.quantity
                WHEN NOT leg.inward AND m.reverses_id IS NOT NULL THEN -m.quantity ELSE 0 END) AS in_quantity,
       sum(CASE WHEN NOT leg.inward AND m.reverses_id IS NULL THEN m.quantity
                WHEN leg.inward AND m.reverses_id IS NOT NULL THEN -m.quantity ELSE 0 END) AS out_quantity
FROM ledger_move m
CROSS JOIN LATERAL (VALUES (true, m.to_place_id, m.to_bin_id, m.to_status),
                           (false, m.from_place_id, m.from_bin_id, m.from_status)) AS leg(inward, place_id, bin_id, status)
JOIN masterdata_place pl ON pl.id = leg.place_id AND pl.kind IN ('WH', 'ARR', 'TRANSIT', 'SUBCON', 'CONSIGN', 'LOAN')
WHERE {which}
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
"""
"""Turnover rows of some moves; `which` is a condition on m."""
AMOUNTS = """
SELECT e.pool_id, e.place_id, date_trunc('month', e.business_date)::date AS month, e.movement_type, e.kind,
       sum(CASE WHEN inward THEN e.quantity ELSE 0 END) AS in_quantity,
       sum(CASE WHEN inward THEN 0 ELSE -e.quantity END) AS out_quantity,
       sum(CASE WHEN inward THEN e.amount ELSE 0 END) AS in_amount,
       sum(CASE WHEN inward THEN 0 ELSE -e.amount END) AS out_amount
FROM ledger_cost_entry e
CROSS JOIN LATERAL (SELECT CASE
    WHEN e.quantity <> 0 THEN (e.quantity > 0) = (e.basis <> 'MIRROR')
    WHEN e.kind IN ('DELTA', 'COVER') THEN NOT EXISTS (
        SELECT FROM ledger_cost_entry about WHERE about.id = e.corrects_id AND (about.quantity < 0) = (about.basis <> 'MIRROR')
        AND about.quantity <> 0)
    ELSE true END AS inward) side
WHERE {which}
GROUP BY 1, 2, 3, 4, 5
"""
"""Pool turnover rows of some entries; `which` is a condition on e. Corrections count on the side of what they correct."""
