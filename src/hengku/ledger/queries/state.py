"""Stock and its value at any time, as pieces of SQL whose rows add up.

The past is read from the nearest of two ends: from the month end kept before the day, plus what came since; or from now, minus
what came later (months already folded into turnover plus single rows of a broken month). Postings not yet folded are in neither
and counted one by one, all in one statement, so that one snapshot of the database answers.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from hengku.ledger.queries.reading import FRESH, Sql, Stock, fetch, pools_of
from hengku.ledger.rules.months import month_end, next_month, previous_month

STOCK_KEY = {"item_id": "bigint", "place_id": "bigint", "bin_id": "bigint", "lot_id": "bigint", "status": "text"}
"""Parts of a stock key and their types in SQL."""
DAYS_A_MONTH = 10
"""A month's turnover costs about as much to read as the single rows of so many days."""
_KEPT_KEY = frozenset({"item_id", "place_id"})
_FOLDED = " AND NOT EXISTS (SELECT FROM ledger_fresh_posting f WHERE f.posting_id = {alias}.posting_id)"


@dataclass(frozen=True, slots=True)
class Moment:
    """as_of: at the end of that business day; known_at: by what had been posted at that moment; both may be given, neither means
    now. carried: months of the book whose ends are kept, in order."""

    as_of: date | None = None
    known_at: datetime | None = None
    carried: tuple[date, ...] = ()

    @property
    def is_now(self) -> bool:
        return self.as_of is None and self.known_at is None

    @property
    def kept(self) -> date | None:
        """The month (its first day) from whose end to count; None = from now backwards.

        The nearest end, counted in days of single rows to read; one that is over when something must have been known. Of a time
        before the first kept end that may be the month before it, of which nothing is kept.
        """
        days = [day for day in (self.as_of, self.known_at and self.known_at.date()) if day is not None]
        if not days or not self.carried:
            return None
        day = min(days)
        months = [previous_month(self.carried[0]), *self.carried]
        if self.known_at is not None:
            months = [month for month in months if month_end(month) <= day] or months[:1]
        nearest = min(months, key=lambda month: abs((month_end(month) - day).days))
        return nearest if abs((month_end(nearest) - day).days) <= self._days_back(day) else None

    def _days_back(self, day: date) -> int:
        """What it costs to count from now backwards: the rest of the month, and what later months turned over (of what was posted
        later, every single row)."""
        newest = next_month(next_month(self.carried[-1]))
        if self.known_at is not None:
            return (month_end(newest) - day).days
        months = (newest.year - day.year) * 12 + newest.month - day.month
        return (month_end(day) - day).days + DAYS_A_MONTH * max(0, months)

    @property
    def is_kept(self) -> bool:
        """Whether the very end of a kept month is asked for."""
        kept = self.kept
        return kept is not None and self.known_at is None and self.as_of == month_end(kept)


def carried_months(*, book_id: int) -> tuple[date, ...]:
    """Months of the book whose ends are kept, in order."""
    statement = Sql("SELECT c.month FROM ledger_carried_month c WHERE c.book_id = %s ORDER BY 1", (book_id,))
    return tuple(row["month"] for row in fetch(statement))


def stock_pieces(stock: Stock, moment: Moment, *, keys: Collection[str]) -> list[Sql]:
    """Selects whose rows add up to the stock at that time: item_id, place_id, bin_id, lot_id, status, quantity, unusable.

    keys: the parts of the key that matter; the others may be NULL, so that what changed is added up before it is joined.
    """
    if moment.is_now:
        return [_balances(stock)]
    kept = moment.kept if _KEPT_KEY.issuperset(keys) else None
    if kept is not None:
        return _from_month_end(stock, moment, kept, keys)
    if moment.known_at is not None:
        return [_balances(stock), *_unknown_then(stock, moment, keys)]
    assert moment.as_of is not None
    following = next_month(moment.as_of)
    rest = Sql(" AND m.business_date > %s AND m.business_date < %s", (moment.as_of, following))
    fresh = Sql(FRESH.format(alias="m") + " AND m.business_date >= %s", (following,))
    return [
        _balances(stock),
        _turnover_since(stock, following, keys),
        *_moved(stock, rest, keys, "-"),
        *_moved(stock, fresh, keys, "-"),
    ]


def _balances(stock: Stock) -> Sql:
    """What stands now, one row a stock key."""
    return (
        Sql(
            """SELECT b.item_id, b.place_id, b.bin_id, b.lot_id, b.status, b.quantity,
                      CASE WHEN b.status = 'AVAILABLE' THEN 0 ELSE b.quantity END AS unusable
                 FROM ledger_balance b WHERE """
        )
        + stock.condition("b")
        + stock.at_places("b.place_id")
    )


def kept_rows(stock: Stock, month: date, extra: str = "") -> Sql:
    """What is kept of a month's end at our places, in the columns of stock_pieces. extra: further columns, each after a comma."""
    return (
        Sql(
            f"""SELECT e.item_id, e.place_id, NULL::bigint AS bin_id, NULL::bigint AS lot_id, NULL::text AS status, e.quantity,
                      e.unusable{extra} FROM ledger_month_end e WHERE e.book_id = %s AND e.month = %s""",  # noqa: S608 (constants)
            (stock.book_id, month),
        )
        + stock.of_these_items("e")
        + stock.at_places("e.place_id")
    )


def _from_month_end(stock: Stock, moment: Moment, kept: date, keys: Collection[str]) -> list[Sql]:
    pieces = [kept_rows(stock, kept)]
    for sign, condition in _since(moment, kept, "m"):
        pieces += _moved(stock, condition, keys, sign)
    return pieces


def _since(moment: Moment, kept: date, alias: str) -> list[tuple[str, Sql]]:
    """What to add to a month's end and what to take off it: sign and condition on moves or entries."""
    last = month_end(kept)
    fresh, folded = Sql(FRESH.format(alias=alias)), Sql(_FOLDED.format(alias=alias))
    until = Sql(f" AND {alias}.business_date <= %s", (last,))
    if moment.known_at is None:
        assert moment.as_of is not None
        asked = Sql(f" AND {alias}.business_date <= %s", (moment.as_of,))
        if last > moment.as_of:
            return [
                ("", fresh + asked),
                ("-", folded + Sql(f" AND {alias}.business_date > %s", (moment.as_of,)) + until),
            ]
        found = [("", fresh + until)]
        if last < moment.as_of:
            found.append(("", Sql(f" AND {alias}.business_date > %s", (last,)) + asked))
        return found
    known = Sql(f" AND {alias}.recorded_at <= %s", (moment.known_at,))
    asked = Sql("") if moment.as_of is None else Sql(f" AND {alias}.business_date <= %s", (moment.as_of,))
    later = Sql(f" AND {alias}.recorded_at > %s", (moment.known_at,))
    return [
        ("", fresh + until + known),
        ("", Sql(f" AND {alias}.business_date > %s", (last,)) + asked + known),
        ("-", folded + until + later),
    ]


def _unknown_then(stock: Stock, moment: Moment, keys: Collection[str]) -> list[Sql]:
    """Everything that was not yet known at the moment (posted later), or happened after the day."""
    assert moment.known_at is not None
    pieces = _moved(stock, posted_after("m", moment.known_at), keys, "-")
    if moment.as_of is not None:
        condition = Sql(" AND m.recorded_at <= %s AND m.business_date > %s", (moment.known_at, moment.as_of))
        pieces += _moved(stock, condition, keys, "-")
    return pieces


def posted_after(alias: str, moment: datetime) -> Sql:
    """AND posted after this moment; the posting's number narrows the search to the young end of the table."""
    return Sql(f" AND {alias}.recorded_at > %s AND {alias}.posting_id >=", (moment,)) + Sql(
        " (SELECT coalesce(min(p.id), 0) FROM ledger_posting p WHERE p.recorded_at > %s)", (moment,)
    )


def _moved(stock: Stock, condition: Sql, keys: Collection[str], sign: str) -> list[Sql]:
    """What moves `m` brought to our places and took from them, added up; two scans side by side are quicker than one that looks
    both ways."""
    return [
        _added_up(
            {
                "item_id": "m.item_id", "place_id": f"m.{side}_place_id", "bin_id": f"m.{side}_bin_id", "lot_id": "m.lot_id",
                "status": f"m.{side}_status",
            },
            keys,
            "-" if sign != direction else "",
            "m.quantity",
            Sql(" FROM ledger_move m WHERE ") + stock.condition("m") + condition + stock.at_places(f"m.{side}_place_id"),
        )
        for side, direction in (("to", ""), ("from", "-"))
    ]  # fmt: skip


def _turnover_since(stock: Stock, month: date, keys: Collection[str]) -> Sql:
    """Folded months from `month` on, taken back."""
    source = Sql(" FROM ledger_turnover t WHERE ") + stock.condition("t") + stock.at_places("t.place_id")
    columns = {name: f"t.{name}" for name in STOCK_KEY}
    return _added_up(
        columns, keys, "-", "(t.in_quantity - t.out_quantity)", source + Sql(" AND t.month >= %s", (month,))
    )


def _added_up(columns: dict[str, str], keys: Collection[str], sign: str, figure: str, source: Sql) -> Sql:
    """Added up by what matters. Items are too many for that to pay twice: with them, rows come as they are."""
    selected = ", ".join(
        f"{columns[name]} AS {name}" if name in keys else f"NULL::{kind} AS {name}" for name, kind in STOCK_KEY.items()
    )
    status = columns["status"]
    if "item_id" in keys:
        unusable = f"CASE WHEN {status} = 'AVAILABLE' THEN 0 ELSE {sign}{figure} END"
        return Sql(f"SELECT {selected}, {sign}{figure} AS quantity, {unusable} AS unusable") + source
    unusable = f"coalesce({sign}sum({figure}) FILTER (WHERE {status} <> 'AVAILABLE'), 0)"
    by = ", ".join(str(position) for position, name in enumerate(STOCK_KEY, start=1) if name in keys)
    return (
        Sql(f"SELECT {selected}, coalesce({sign}sum({figure}), 0) AS quantity, {unusable} AS unusable")
        + source
        + Sql(f" GROUP BY {by}" if by else "")
    )


def amount_pieces(stock: Stock, moment: Moment, *, per_item: bool = True) -> list[Sql]:
    """Selects whose rows add up to the value of our pools at that time: item_id, scope_id, amount.

    per_item False: only the sum of everything matters.
    """
    now = Sql("SELECT p.item_id, p.scope_id, p.amount FROM ledger_cost_pool p WHERE") + pools_of(stock, "p")
    if moment.is_now:
        return [now]
    kept = moment.kept
    if kept is not None:
        parts = [_entries(stock, condition, sign, per_item) for sign, condition in _since(moment, kept, "e")]
        return [_kept_amounts(stock, kept, per_item), *parts]
    if moment.known_at is not None:
        pieces = [now, _entries(stock, posted_after("e", moment.known_at), "-", per_item)]
        if moment.as_of is not None:
            known = Sql(" AND e.recorded_at <= %s AND e.business_date > %s", (moment.known_at, moment.as_of))
            pieces.append(_entries(stock, known, "-", per_item))
        return pieces
    assert moment.as_of is not None
    following = next_month(moment.as_of)
    rest = Sql(" AND e.business_date > %s AND e.business_date < %s", (moment.as_of, following))
    fresh = Sql(FRESH.format(alias="e") + " AND e.business_date >= %s", (following,))
    return [
        now,
        _pool_turnover_since(stock, following, per_item),
        _entries(stock, rest, "-", per_item),
        _entries(stock, fresh, "-", per_item),
    ]


def _kept_amounts(stock: Stock, month: date, per_item: bool) -> Sql:
    source = (
        Sql(
            """ FROM ledger_month_end p JOIN masterdata_place l ON l.id = p.place_id
                JOIN masterdata_book_warehouse w ON w.warehouse_id = l.warehouse_id AND w.book_id = p.book_id
               WHERE p.book_id = %s AND p.month = %s""",
            (stock.book_id, month),
        )
        + stock.of_these_items("p")
        + stock.at_places("p.place_id")
    )
    return _valued("p.item_id, w.cost_scope_id AS scope_id", "p.amount", source, per_item)


def _entries(stock: Stock, condition: Sql, sign: str, per_item: bool) -> Sql:
    source = Sql(" FROM ledger_cost_entry e JOIN ledger_cost_pool p ON p.id = e.pool_id WHERE") + pools_of(stock, "p")
    return _valued("p.item_id, p.scope_id", f"{sign}e.amount", source + condition, per_item)


def _pool_turnover_since(stock: Stock, month: date, per_item: bool) -> Sql:
    source = Sql(" FROM ledger_pool_turnover t JOIN ledger_cost_pool p ON p.id = t.pool_id WHERE")
    source += pools_of(stock, "p") + Sql(" AND t.month >= %s", (month,))
    return _valued("p.item_id, p.scope_id", "(t.out_amount - t.in_amount)", source, per_item)


def _valued(key: str, amount: str, source: Sql, per_item: bool) -> Sql:
    if per_item:
        return Sql(f"SELECT {key}, {amount} AS amount") + source
    return (
        Sql(f"SELECT NULL::bigint AS item_id, NULL::bigint AS scope_id, coalesce(sum({amount}), 0) AS amount") + source
    )


def late_items(stock: Stock, month: date) -> Sql:
    """SELECT of the items into whose kept month end something was posted that is not folded yet."""
    last = month_end(month)
    moves = Sql(
        "SELECT m.item_id FROM ledger_move m WHERE m.book_id = %s AND m.business_date <= %s", (stock.book_id, last)
    )
    entries = Sql(
        "SELECT p.item_id FROM ledger_cost_entry e JOIN ledger_cost_pool p ON p.id = e.pool_id"
        " WHERE p.book_id = %s AND e.business_date <= %s",
        (stock.book_id, last),
    )
    return moves + Sql(FRESH.format(alias="m")) + Sql(" UNION ") + entries + Sql(FRESH.format(alias="e"))
