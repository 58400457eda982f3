"""I20: goods made out of other goods are worth what went into them and the fee (domain specification 10)."""

from hengku.ledger.queries.checking import Question, ask, new_postings
from hengku.metadata.rules.invariants import CheckWindow, Findings


def made_goods_are_worth_what_went_in(window: CheckWindow) -> Findings:
    """Per posting of assembly, conversion and lot change: what came in = what left + fee; what is gathered on the way leaves again.
    Corrections count with what they correct; covers of goods issued before they came are their own affair."""
    common = f"""
        hub AS (SELECT id FROM masterdata_place WHERE kind = 'ASM'),
        parts AS (
            SELECT coalesce(b.posting_id, e.posting_id) AS posting_id, e.amount + e.expensed_amount AS amount, h.id IS NOT NULL AS gathered,
                   h.id IS NOT NULL AND e.kind = 'ADJUSTMENT' AND e.basis = 'GIVEN' AS is_fee
            FROM ledger_cost_entry e JOIN ledger_cost_pool p ON p.id = e.pool_id
            LEFT JOIN ledger_cost_entry b ON b.id = e.origin_id
            LEFT JOIN hub h ON h.id = p.place_id
            WHERE e.movement_type IN ('ASSEMBLY', 'CONVERSION', 'LOT_CHANGE') AND e.kind IN ('OWN', 'ISSUE', 'ADJUSTMENT', 'DELTA')
              {new_postings(window, "e.posting_id")}),
        sums AS (
            SELECT m.posting_id, p.document_id, p.reverses_id, sum(m.amount) FILTER (WHERE NOT m.gathered) AS change,
                   coalesce(sum(m.amount) FILTER (WHERE m.gathered), 0) AS left_over,
                   coalesce(sum(m.amount) FILTER (WHERE m.is_fee), 0) AS fee
            FROM parts m JOIN ledger_posting p ON p.id = m.posting_id GROUP BY 1, 2, 3)"""  # noqa: S608 (constants only)
    bad = "c.left_over <> 0 OR (c.reverses_id IS NULL AND c.change <> c.fee)"
    columns = "c.document_id AS document, c.change, c.fee, c.left_over"
    return ask(Question("sums", bad, columns, common), window)
