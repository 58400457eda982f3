"""The seal over a closed period."""

SEAL = """
SELECT encode(sha256(convert_to(coalesce((
    SELECT string_agg(concat_ws('|', item_id, place_id, coalesce(bin_id, 0), coalesce(lot_id, 0), status, coalesce(owner_id, 0),
                                coalesce(project_id, 0), trim_scale(quantity)), E'\\n'
                      ORDER BY item_id, place_id, bin_id NULLS FIRST, lot_id NULLS FIRST, status, owner_id NULLS FIRST,
                               project_id NULLS FIRST)
    FROM ledger_snapshot_quantity WHERE snapshot_id = s.id), '') || E'\\n--\\n' || coalesce((
    SELECT string_agg(concat_ws('|', pool_id, trim_scale(quantity), amount), E'\\n' ORDER BY pool_id)
    FROM ledger_snapshot_value WHERE snapshot_id = s.id), ''), 'UTF8')), 'hex')
FROM ledger_period_snapshot s WHERE s.id = %s
"""
"""Hash over all lines of a snapshot; the prover computes it again (I30)."""
