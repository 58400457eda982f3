"""Kept month ends against turnover, a part of I31: a month's end = the end of the month before + what the month turned over.

Turnover itself is compared with the facts row by row (I01, I12); here sums per month and place, and per month and cost scope, are
enough to see a row that is missing, doubled or changed.
"""

from hengku.ledger.queries.checking import Question, ask, together
from hengku.metadata.rules.invariants import CheckWindow, Findings

_COMMON = """
    spot AS (SELECT w.book_id, p.id, w.cost_scope_id AS scope_id FROM masterdata_place p
             JOIN masterdata_book_warehouse w ON w.warehouse_id = p.warehouse_id WHERE p.kind IN ('WH', 'TRANSIT')),
    ends AS (SELECT e.book_id, e.month, e.place_id, sum(e.quantity) AS quantity, sum(e.unusable) AS unusable, sum(e.amount) AS amount
             FROM ledger_month_end e GROUP BY 1, 2, 3),
    turned AS (SELECT t.book_id, t.month, t.place_id, sum(t.in_quantity - t.out_quantity) AS quantity,
                      sum(CASE WHEN t.status = 'AVAILABLE' THEN 0 ELSE t.in_quantity - t.out_quantity END) AS unusable
               FROM ledger_turnover t WHERE t.owner_id IS NULL GROUP BY 1, 2, 3),
    paid AS (SELECT c.book_id, t.month, c.scope_id, sum(t.in_amount - t.out_amount) AS amount
             FROM ledger_pool_turnover t JOIN ledger_cost_pool c ON c.id = t.pool_id
             WHERE c.place_id IS NULL OR EXISTS (SELECT FROM spot WHERE spot.book_id = c.book_id AND spot.id = c.place_id)
             GROUP BY 1, 2, 3)"""
_PLACES = f"""{_COMMON},
    checked AS (SELECT c.book_id, c.month, s.id AS place_id, coalesce(e.quantity, 0) AS kept, coalesce(e.unusable, 0) AS kept_unusable,
                       coalesce(sum(t.quantity), 0) AS turned, coalesce(sum(t.unusable), 0) AS turned_unusable
                FROM ledger_carried_month c JOIN spot s ON s.book_id = c.book_id
                LEFT JOIN ends e ON e.book_id = c.book_id AND e.month = c.month AND e.place_id = s.id
                LEFT JOIN turned t ON t.book_id = c.book_id AND t.month <= c.month AND t.place_id = s.id
                GROUP BY 1, 2, 3, e.quantity, e.unusable)"""  # noqa: S608 (constants only)
_SCOPES = f"""{_COMMON},
    kept AS (SELECT e.book_id, e.month, s.scope_id, sum(e.amount) AS amount FROM ends e
             JOIN spot s ON s.book_id = e.book_id AND s.id = e.place_id GROUP BY 1, 2, 3),
    checked AS (SELECT c.book_id, c.month, s.scope_id, coalesce(k.amount, 0) AS kept, coalesce(sum(p.amount), 0) AS turned
                FROM ledger_carried_month c JOIN (SELECT DISTINCT book_id, scope_id FROM spot) s ON s.book_id = c.book_id
                LEFT JOIN kept k ON k.book_id = c.book_id AND k.month = c.month AND k.scope_id = s.scope_id
                LEFT JOIN paid p ON p.book_id = c.book_id AND p.month <= c.month AND p.scope_id = s.scope_id
                GROUP BY 1, 2, 3, k.amount)"""  # noqa: S608 (constants only)
_MONTH = "to_char(c.month, 'YYYY-MM') AS month, c.book_id AS book"


def month_ends_add_up(window: CheckWindow) -> Findings:
    """The kept ends of all carried months."""
    places = Question(
        "checked",
        "c.kept <> c.turned OR c.kept_unusable <> c.turned_unusable",
        f"{_MONTH}, (SELECT p.code FROM masterdata_place p WHERE p.id = c.place_id) AS place, c.kept, c.turned",  # noqa: S608 (constants only)
        _PLACES,
    )
    scopes = Question("checked", "c.kept <> c.turned", f"{_MONTH}, c.scope_id AS scope, c.kept, c.turned", _SCOPES)
    return together(ask(places, window), ask(scopes, window))
