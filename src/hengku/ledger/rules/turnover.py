"""The one definition of turnover in SQL: what the fold adds, what a rebuild writes, what the prover compares."""

_SIDE = """
SELECT m.book_id, m.item_id, m.{side}_place_id AS place_id, m.{side}_bin_id AS bin_id, m.lot_id, m.{side}_status AS status,
       m.owner_id, m.project_id, date_trunc('month', m.business_date::timestamp)::date AS month, m.movement_type,
       coalesce(sum(m.quantity) FILTER (WHERE m.reverses_id IS NULL), 0) AS straight,
       coalesce(-sum(m.quantity) FILTER (WHERE m.reverses_id IS NOT NULL), 0) AS reversing
FROM ledger_move m
WHERE m.{side}_place_id IN (SELECT id FROM masterdata_place
                            WHERE kind IN ('WH', 'ARR', 'TRANSIT', 'SUBCON', 'CONSIGN', 'LOAN')) AND {{which}}
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
"""
_KEY = "book_id, item_id, place_id, bin_id, lot_id, status, owner_id, project_id, month, movement_type"
LEGS = f"""
SELECT {_KEY}, sum(in_quantity) AS in_quantity, sum(out_quantity) AS out_quantity
FROM (SELECT {_KEY}, straight AS in_quantity, reversing AS out_quantity FROM ({_SIDE.format(side="to")}) inward
      UNION ALL
      SELECT {_KEY}, reversing, straight FROM ({_SIDE.format(side="from")}) outward) sides
GROUP BY {_KEY}
"""  # noqa: S608 (constants only)
"""Turnover rows of some moves; `which` is a condition on m (it stands in the statement twice)."""
SIDE = """
CROSS JOIN LATERAL (SELECT CASE
    WHEN e.quantity <> 0 THEN (e.quantity > 0) = (e.basis <> 'MIRROR')
    WHEN e.kind IN ('DELTA', 'COVER') THEN NOT EXISTS (
        SELECT FROM ledger_cost_entry about WHERE about.id = e.corrects_id AND (about.quantity < 0) = (about.basis <> 'MIRROR')
        AND about.quantity <> 0)
    ELSE true END AS inward) side
"""
"""Joined to entries `e`: whether one counts as taken in. Corrections count on the side of what they correct."""
AMOUNTS = f"""
SELECT e.pool_id, e.place_id, date_trunc('month', e.business_date::timestamp)::date AS month, e.movement_type, e.kind,
       sum(CASE WHEN inward THEN e.quantity ELSE 0 END) AS in_quantity,
       sum(CASE WHEN inward THEN 0 ELSE -e.quantity END) AS out_quantity,
       sum(CASE WHEN inward THEN e.amount ELSE 0 END) AS in_amount,
       sum(CASE WHEN inward THEN 0 ELSE -e.amount END) AS out_amount
FROM ledger_cost_entry e {SIDE}
WHERE {{which}}
GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608 (constants only)
"""Pool turnover rows of some entries; `which` is a condition on e. Corrections count on the side of what they correct."""
