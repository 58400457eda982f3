"""What moved in a period, from months already folded and single facts for the rest: the raw material of 收发存."""

from collections.abc import Mapping, Sequence
from datetime import date

from hengku.ledger.queries.reading import FRESH, Sql, Stock, legs_of_moves, pools_of, turnover_months, union
from hengku.ledger.rules.months import month_end, next_month, previous_month


def whole_months(first: date, last: date) -> tuple[date, date] | None:
    """First days of the first and last month that lie wholly inside the period; None when there is none."""
    start = first if first.day == 1 else next_month(first)
    end = last if last == month_end(last) else last.replace(day=1)
    end_month = end.replace(day=1) if last == month_end(last) else previous_month(end)
    return (start, end_month) if start <= end_month else None


def broken_days(first: date, last: date) -> list[tuple[date, date]]:
    """The days of the period outside its whole months, as ranges with both ends included."""
    months = whole_months(first, last)
    if months is None:
        return [(first, last)]
    days = []
    if first < months[0]:
        days.append((first, month_end(first)))
    if last > month_end(months[1]):
        days.append((next_month(months[1]), last))
    return days


def quantity_flows(stock: Stock, *, first: date, last: date) -> list[Sql]:
    """Selects of what moved, per leg or folded month: the columns of legs_of_moves."""
    flows = [
        legs_of_moves(stock, Sql(" AND m.business_date BETWEEN %s AND %s", days)) for days in broken_days(first, last)
    ]
    months = whole_months(first, last)
    if months is not None:
        flows.append(turnover_months(stock, first=months[0], last=months[1]))
        inside = Sql(
            FRESH.format(alias="m") + " AND m.business_date BETWEEN %s AND %s", (months[0], month_end(months[1]))
        )
        flows.append(legs_of_moves(stock, inside))
    return flows


def amount_flows(stock: Stock, *, first: date, last: date, is_cut: bool) -> list[Sql]:
    """Selects of what the pools of our warehouses took in and gave out: item_id, place_id, month, movement_type,
    in_quantity, out_quantity, in_amount, out_amount.

    is_cut: only what stands at our places (amount-only entries of the whole pool are left out).
    """
    pools = Sql(" WHERE") + pools_of(stock, "c")
    entries = _ENTRIES + pools + (stock.at_places("e.place_id") if is_cut else Sql(""))
    flows = [entries + Sql(" AND e.business_date BETWEEN %s AND %s", days) for days in broken_days(first, last)]
    months = whole_months(first, last)
    if months is not None:
        span = (months[0], months[1])
        turnover = _POOL_TURNOVER + pools + Sql(" AND t.month BETWEEN %s AND %s", span)
        flows.append(turnover + (stock.at_places("t.place_id") if is_cut else Sql("")))
        fresh = Sql(FRESH.format(alias="e") + " AND e.business_date BETWEEN %s AND %s", (span[0], month_end(span[1])))
        flows.append(entries + fresh)
    return flows


_POOL_TURNOVER = Sql(
    """SELECT c.item_id, t.place_id, t.month, t.movement_type, t.in_quantity, t.out_quantity,
              t.in_amount, t.out_amount
         FROM ledger_pool_turnover t JOIN ledger_cost_pool c ON c.id = t.pool_id"""
)
_ENTRIES = Sql(
    """SELECT c.item_id, e.place_id, date_trunc('month', e.business_date::timestamp)::date AS month, e.movement_type,
              CASE WHEN d.comes_in THEN e.quantity ELSE 0 END AS in_quantity,
              CASE WHEN d.comes_in THEN 0 ELSE -e.quantity END AS out_quantity,
              CASE WHEN d.comes_in THEN e.amount ELSE 0 END AS in_amount,
              CASE WHEN d.comes_in THEN 0 ELSE -e.amount END AS out_amount
         FROM ledger_cost_entry e JOIN ledger_cost_pool c ON c.id = e.pool_id
         CROSS JOIN LATERAL (SELECT CASE
             WHEN e.quantity <> 0 THEN (e.quantity > 0) = (e.basis <> 'MIRROR')
             WHEN e.kind IN ('DELTA', 'COVER') THEN NOT EXISTS (
                 SELECT FROM ledger_cost_entry about WHERE about.id = e.corrects_id AND about.quantity <> 0
                    AND (about.quantity < 0) = (about.basis <> 'MIRROR'))
             ELSE true END AS comes_in) d"""
)
"""The sides of ledger.rules.turnover.AMOUNTS: a reversal counts negative on the side of its original, a correction on the side of
what it corrects."""


def without_arrivals(flows: Sequence[Sql], transit: Sequence[int]) -> list[Sql]:
    """Flows in which goods on the way count as taken in by the warehouse they go to: their arrival moves them inside it, so what
    leaves the way by a transfer is taken off what came in."""
    return [
        Sql("SELECT y.*, y.movement_type = 'TRANSFER' AND y.place_id = ANY(%s) AS arrives FROM (", (list(transit),))
        + flow
        + Sql(") y")
        for flow in flows
    ]


def summed(flows: Sequence[Sql], columns: Mapping[str, str], figures: Sequence[str], *, parents: str = "") -> Sql:
    """Each flow `x` added up by itself over the columns (name -> expression), then put together: a large table is read in
    parallel. parents: joins that the expressions need."""
    names = [f"{expression} AS {name}" for name, expression in columns.items()]
    selected = ", ".join([*names, *(f"sum({_side(name)}) AS {name}" for name in figures)])
    by = ", ".join(str(position + 1) for position in range(len(columns)))
    return union(
        [Sql("SELECT ") + Sql(selected) + Sql(" FROM (") + flow + Sql(f") x{parents} GROUP BY {by}") for flow in flows]
    )


def _side(name: str) -> str:
    """A figure of a flow, with arrivals netted on the in side."""
    side, _, figure = name.partition("_")
    if side == "in":
        return f"CASE WHEN x.arrives THEN x.in_{figure} - x.out_{figure} ELSE x.in_{figure} END"
    return f"CASE WHEN x.arrives THEN 0 ELSE x.out_{figure} END"
