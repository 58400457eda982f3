"""库存台账 / 存货明细账 of one item: opening, every posting with its running balance, closing (domain specification 9.1).

Rows stand in cost order (business date, posting). Corrections of cost (deltas, covers, residuals, adjustments) are rows without
quantity; transfers inside the pool are left out when nothing but whole pools is looked at. What is on the way to a warehouse is in its book since it left the other one (调拨在途). Where only some warehouses of a cost pool are looked at, a closing row brings in what the pool's average gave to or took
from them, so that the balance is the pool's share of them to the cent.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hengku.identity.types import Viewer
from hengku.kernel.money import ZERO
from hengku.ledger.queries.on_hand import OnHandQuestion, on_hand_totals
from hengku.ledger.queries.reading import Sql, Stock, StockFilter, fetch, legs_of_moves, pools_of, stock_places
from hengku.ledger.types import MovementType

OUT_TYPES = (
    MovementType.SALE,
    MovementType.SALE_RETURN,
    MovementType.MATERIAL_ISSUE,
    MovementType.MATERIAL_RETURN,
    MovementType.OTHER_OUT,
    MovementType.SCRAP,
    MovementType.COUNT_LOSS,
    MovementType.TRANSIT_LOSS,
    MovementType.CONSIGNMENT_SALE,
)
"""Shown on the out side whatever their direction: a return or a reversal is negative there. PURCHASE_RETURN is negative in."""
BOTH_SIDES = (
    MovementType.TRANSFER,
    MovementType.BIN_MOVE,
    MovementType.STATUS_CHANGE,
    MovementType.LOAN,
    MovementType.CONSIGNMENT,
    MovementType.CUSTODY_USE,
    MovementType.ASSEMBLY,
    MovementType.CONVERSION,
    MovementType.LOT_CHANGE,
)
"""Shown on the side the leg is on."""


@dataclass(frozen=True, slots=True)
class LedgerQuestion:
    """One item's book over a period, both days included."""

    book_id: int
    item_id: int
    first: date
    last: date
    warehouse_ids: tuple[int, ...] = ()
    with_amounts: bool = True


@dataclass(frozen=True, slots=True)
class StockLedger:
    """opening and closing: quantity and amount. rows: in order, each with balance_quantity and balance_amount after it.

    difference: amount of the closing row that balances a cut pool (0 otherwise); it is not among the rows.
    """

    opening_quantity: Decimal
    opening_amount: Decimal
    rows: list[dict[str, Any]]
    difference: Decimal
    closing_quantity: Decimal
    closing_amount: Decimal


def stock_ledger(*, viewer: Viewer, question: LedgerQuestion) -> StockLedger:
    """The book of one item in the warehouses the viewer may see.

    Each row: business_date, recorded_at, posting_id, document_id, document_type, movement_type, source_line_id, warehouse_id,
    lot_id, kind (None = with quantity, else the cost entry's), in/out quantity and amount, balance_quantity, balance_amount.
    """
    places = stock_places(viewer=viewer, book_id=question.book_id, warehouse_ids=question.warehouse_ids).all
    everything = stock_places(viewer=None, book_id=question.book_id).all
    opening = _state(viewer, question, question.first - timedelta(days=1))
    closing = _state(viewer, question, question.last)
    rows = fetch(_rows(question, places, is_cut=places != everything, opening=opening))
    last = rows[-1]["balance_amount"] if rows else opening[1]
    return StockLedger(*opening, rows, closing[1] - last if question.with_amounts else ZERO, *closing)


def _state(viewer: Viewer, question: LedgerQuestion, day: date) -> tuple[Decimal, Decimal]:
    asked = StockFilter(item_ids=(question.item_id,), warehouse_ids=question.warehouse_ids)
    totals = on_hand_totals(
        viewer=viewer,
        question=OnHandQuestion(question.book_id, asked, ("item",), as_of=day, with_amounts=question.with_amounts),
    )
    return (totals["on_hand"] or ZERO) + (totals["in_transit"] or ZERO), totals["amount"] or ZERO


def _rows(question: LedgerQuestion, places: tuple[int, ...], *, is_cut: bool, opening: tuple[Decimal, Decimal]) -> Sql:
    """Legs and amounts of a line stand in one row; corrections in rows of their own."""
    merged = Sql(
        """SELECT l.business_date, l.posting_id, l.source_line_id, l.movement_type, w.warehouse_id, l.kind, max(l.lot_id) AS lot_id,
                  sum(l.in_quantity) AS in_quantity, sum(l.out_quantity) AS out_quantity, sum(l.amount) AS amount
             FROM ("""
    ) + _legs(question, places)
    if question.with_amounts:
        merged += Sql(" UNION ALL ") + _amounts(question, places, is_cut=is_cut)
    merged += Sql(
        """) l LEFT JOIN masterdata_place w ON w.id = l.place_id GROUP BY 1, 2, 3, 4, 5, 6
            HAVING (sum(l.in_quantity) <> sum(l.out_quantity) AND (%s OR l.movement_type <> 'TRANSFER'))
                OR sum(l.amount) <> 0""",
        (is_cut,),
    )
    sided = Sql(
        """SELECT r.*, CASE WHEN r.is_out THEN 0 ELSE r.amount END AS in_amount,
                  CASE WHEN r.is_out THEN -r.amount ELSE 0 END AS out_amount
             FROM (SELECT m.*, CASE WHEN m.movement_type = ANY(%s) THEN m.out_quantity <> 0
                                    ELSE m.movement_type = ANY(%s) END AS is_out FROM (""",
        ([str(one) for one in BOTH_SIDES], [str(one) for one in OUT_TYPES]),
    )
    return (
        Sql(
            """SELECT s.business_date, p.recorded_at, s.posting_id, p.document_id, p.document_type, s.movement_type,
                      s.source_line_id, s.warehouse_id, s.lot_id, s.kind, s.in_quantity, s.out_quantity,
                      s.in_amount, s.out_amount,
                      %s + sum(s.in_quantity - s.out_quantity) OVER key AS balance_quantity,
                      %s + sum(s.in_amount - s.out_amount) OVER key AS balance_amount
                 FROM (""",
            opening,
        )
        + sided
        + merged
        + Sql(
            """) m) r) s
                 JOIN ledger_posting p ON p.id = s.posting_id
               WINDOW key AS (ORDER BY s.business_date, s.posting_id, s.source_line_id, s.kind NULLS FIRST, s.warehouse_id
                              ROWS UNBOUNDED PRECEDING)
                ORDER BY s.business_date, s.posting_id, s.source_line_id, s.kind NULLS FIRST, s.warehouse_id"""
        )
    )


def _legs(question: LedgerQuestion, places: tuple[int, ...]) -> Sql:
    stock = Stock(question.book_id, places, item_ids=(question.item_id,))
    period = Sql(" AND m.business_date BETWEEN %s AND %s", (question.first, question.last))
    legs = legs_of_moves(stock, period, extra=", m.posting_id, m.source_line_id")
    return (
        Sql(
            """SELECT x.business_date, x.posting_id, x.source_line_id, x.movement_type, x.place_id, NULL::text AS kind, x.lot_id,
                      CASE WHEN x.movement_type = ANY(%s) THEN x.in_quantity
                           WHEN x.movement_type = ANY(%s) THEN 0 ELSE x.in_quantity - x.out_quantity END AS in_quantity,
                      CASE WHEN x.movement_type = ANY(%s) THEN x.out_quantity
                           WHEN x.movement_type = ANY(%s) THEN x.out_quantity - x.in_quantity ELSE 0 END AS out_quantity,
                      0::numeric AS amount
                 FROM (""",
            ([str(one) for one in BOTH_SIDES], [str(one) for one in OUT_TYPES]) * 2,
        )
        + legs
        + Sql(") x")
    )


def _amounts(question: LedgerQuestion, places: tuple[int, ...], *, is_cut: bool) -> Sql:
    """Cost entries of the item; with whole pools also those that stand at no warehouse (amount-only)."""
    here = Sql(" AND e.place_id = ANY(%s)", (list(places),)) if is_cut else Sql("")
    return (
        Sql(
            """SELECT e.business_date, e.posting_id, e.source_line_id, e.movement_type, e.place_id,
                      CASE WHEN e.kind IN ('OWN', 'ISSUE') THEN NULL ELSE e.kind END, NULL::bigint, 0::numeric, 0::numeric, e.amount
                 FROM ledger_cost_entry e JOIN ledger_cost_pool c ON c.id = e.pool_id
                WHERE"""
        )
        + pools_of(Stock(question.book_id, places, item_ids=(question.item_id,)), "c")
        + Sql(" AND e.business_date BETWEEN %s AND %s", (question.first, question.last))
        + here
    )
