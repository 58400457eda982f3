"""What every reading of stock shares: whose stock, which warehouses, which items, and the SQL of legs."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction

from hengku.identity.queries.restrict import allowed_ids, within_reach
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.masterdata.models import Item, Warehouse
from hengku.masterdata.rules.search import GRAM_LIMIT, escape_like, normalise
from hengku.masterdata.types import PlaceKind

STOCK = "stock"


@dataclass(frozen=True, slots=True)
class StockFilter:
    """Which stock is asked about; empty means all. category_path: a category with everything below it."""

    item_ids: tuple[int, ...] = ()
    warehouse_ids: tuple[int, ...] = ()
    category_path: str = ""
    search: str = ""
    bin_id: int | None = None
    lot_id: int | None = None
    status: str | None = None

    @property
    def is_finer_than_a_warehouse(self) -> bool:
        """Whether only part of what stands in a warehouse is asked about."""
        return self.bin_id is not None or self.lot_id is not None or self.status is not None


EVERYTHING = StockFilter()


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL with its parameters, kept together so that their order cannot go wrong."""

    text: str
    params: tuple[object, ...] = ()

    def __add__(self, other: "Sql") -> "Sql":
        return Sql(f"{self.text}{other.text}", (*self.params, *other.params))


def joined(separator: str, parts: Sequence[Sql]) -> Sql:
    """Pieces with a separator between them."""
    return Sql(separator.join(part.text for part in parts), tuple(param for part in parts for param in part.params))


def union(parts: Sequence[Sql]) -> Sql:
    """All rows of all selects."""
    return joined(" UNION ALL ", parts)


def fetch(statement: Sql) -> list[dict[str, Any]]:
    """Rows by column name. Parameters are bound by the client: a report is planned for its own values, not for the average."""
    with connection.cursor() as cursor:
        cursor.execute(statement.text, list[Any](statement.params))
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Everything read inside sees the database as it was at one instant, so that pages, totals and files foot.

    Inside a transaction that is already open, that transaction's own view holds.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def seen_warehouses(*, viewer: Viewer | None) -> frozenset[int] | None:
    """Warehouses whose stock the viewer may look into: those of the grants, less what conditions on warehouses leave out. None =
    all of them."""
    if viewer is None:
        return None
    allowed = allowed_ids(viewer, STOCK, "view", "warehouse")
    if not viewer.narrows("warehouses"):
        return allowed
    left = within_reach(Warehouse.objects.all(), viewer=viewer, resource="warehouses").values_list("pk", flat=True)
    return frozenset(left) if allowed is None else allowed & frozenset(left)


def seen_items(*, viewer: Viewer | None) -> Sql | None:
    """SELECT of the ids of the items that conditions on items leave the viewer; None = all of them."""
    if viewer is None or not viewer.narrows("items"):
        return None
    left = within_reach(Item.objects.all(), viewer=viewer, resource="items").order_by().values("pk")
    try:
        return Sql(*left.query.sql_with_params())
    except EmptyResultSet:
        return Sql("SELECT NULL::bigint WHERE false")


def among_seen(*, viewer: Viewer | None, column: str) -> Sql:
    """AND the item of this column is one the viewer may know of."""
    seen = seen_items(viewer=viewer)
    return Sql("") if seen is None else Sql(f" AND {column} IN (") + seen + Sql(")")


def place_ids(
    *, viewer: Viewer | None, book_id: int, warehouse_ids: Sequence[int] = (), kind: PlaceKind = PlaceKind.WAREHOUSE
) -> tuple[int, ...]:
    """Places of one kind at the book's warehouses that the viewer may look into (None: all of them), narrowed to
    `warehouse_ids`. Goods on the way (TRANSIT) belong to the warehouse they go to.

    Raises Refused not_found for a book that is not the viewer's.
    """
    books = None if viewer is None else allowed_ids(viewer, STOCK, "view", "book")
    if books is not None and book_id not in books:
        raise refuse("not_found", status=404)
    allowed = seen_warehouses(viewer=viewer)
    statement = Sql(
        "SELECT p.id FROM masterdata_place p JOIN masterdata_book_warehouse w ON w.warehouse_id = p.warehouse_id"
        " WHERE p.kind = %s AND w.book_id = %s",
        (kind.value, book_id),
    )
    for ids in (allowed, warehouse_ids or None):
        if ids is not None:
            statement += Sql(" AND p.warehouse_id = ANY(%s)", (sorted(ids),))
    return tuple(row["id"] for row in fetch(statement + Sql(" ORDER BY p.id")))


@dataclass(frozen=True, slots=True)
class Places:
    """Where our own stock is: in warehouses, and on the way to them."""

    standing: tuple[int, ...]
    transit: tuple[int, ...]

    @property
    def all(self) -> tuple[int, ...]:
        return tuple(sorted((*self.standing, *self.transit)))


def stock_places(*, viewer: Viewer | None, book_id: int, warehouse_ids: Sequence[int] = ()) -> Places:
    """Places of the book's stock the viewer may look into. Raises Refused not_found for a book that is not the viewer's."""
    return Places(
        place_ids(viewer=viewer, book_id=book_id, warehouse_ids=warehouse_ids),
        place_ids(viewer=viewer, book_id=book_id, warehouse_ids=warehouse_ids, kind=PlaceKind.TRANSIT),
    )


def place_scopes(*, book_id: int) -> dict[int, int]:
    """The cost scope of every place of the book's stock, in warehouses and on the way to them."""
    statement = Sql(
        "SELECT p.id, w.cost_scope_id FROM masterdata_place p JOIN masterdata_book_warehouse w ON w.warehouse_id = p.warehouse_id"
        " WHERE p.kind IN ('WH', 'TRANSIT') AND w.book_id = %s",
        (book_id,),
    )
    return {row["id"]: row["cost_scope_id"] for row in fetch(statement)}


def item_conditions(asked: StockFilter) -> Sql:
    """Conditions on masterdata_item `i`, each starting with AND."""
    parts: list[Sql] = []
    if asked.item_ids:
        parts.append(Sql(" AND i.id = ANY(%s)", (list(asked.item_ids),)))
    if asked.category_path:
        parts.append(
            Sql(
                " AND i.category_id IN (SELECT c.id FROM masterdata_item_category c WHERE c.path = %s OR c.path LIKE %s)",
                (asked.category_path, f"{escape_like(asked.category_path)}/%"),
            )
        )
    for word in normalise(asked.search).split(" "):
        if len(word) >= GRAM_LIMIT:
            parts.append(Sql(" AND i.search_text LIKE %s", (f"%{escape_like(word)}%",)))
        elif word:
            parts.append(
                Sql(
                    " AND (i.search_grams @> ARRAY[%s::varchar] OR i.initials LIKE %s OR lower(i.code) LIKE %s)",
                    (word, f"{escape_like(word)}%", f"{escape_like(word)}%"),
                )
            )
    return joined("", parts)


def key_conditions(asked: StockFilter, alias: str) -> Sql:
    """Conditions on a stock key relation (bin_id, lot_id, status), each starting with AND."""
    parts: list[Sql] = []
    for column, value in (("bin_id", asked.bin_id), ("lot_id", asked.lot_id), ("status", asked.status)):
        if value is not None:
            parts.append(Sql(f" AND {alias}.{column} = %s", (value,)))
    return joined("", parts)


@dataclass(frozen=True, slots=True)
class Stock:
    """Our own goods at some warehouse places of a book, of some items (None = all that `asked` describes).

    only: SELECT of item ids that narrows further. seen: SELECT of the item ids the viewer may know of, None = all.
    """

    book_id: int
    places: tuple[int, ...]
    asked: StockFilter = EVERYTHING
    item_ids: tuple[int, ...] | None = None
    only: Sql | None = None
    seen: Sql | None = None

    def of_items(self, item_ids: Sequence[int]) -> "Stock":
        return replace(self, item_ids=tuple(item_ids))

    def at(self, places: Iterable[int]) -> "Stock":
        return replace(self, places=tuple(places))

    def condition(self, alias: str) -> Sql:
        """Conditions on a relation with book_id, owner_id and item_id, without leading AND."""
        return Sql(f"{alias}.book_id = %s AND {alias}.owner_id IS NULL", (self.book_id,)) + self.of_these_items(alias)

    def of_these_items(self, alias: str) -> Sql:
        """AND the item is one of ours."""
        narrower = self.only or self.seen
        if narrower is not None:
            rest = replace(self, only=None) if self.only is not None else replace(self, seen=None)
            return Sql(f" AND {alias}.item_id IN (") + narrower + Sql(")") + rest.of_these_items(alias)
        if self.item_ids is not None:
            return Sql(f" AND {alias}.item_id = ANY(%s)", (list(self.item_ids),))
        conditions = item_conditions(self.asked)
        if not conditions.text:
            return conditions
        inside = Sql(" IN (SELECT i.id FROM masterdata_item i WHERE true") + conditions + Sql(")")
        return Sql(f" AND {alias}.item_id") + inside

    def at_places(self, column: str) -> Sql:
        """AND the place is one of ours."""
        return Sql(f" AND {column} = ANY(%s)", (list(self.places),))


FRESH = " AND {alias}.posting_id IN (SELECT f.posting_id FROM ledger_fresh_posting f)"
"""Condition on moves or entries: posted, but not yet folded into turnover."""


def legs_of_moves(stock: Stock, condition: Sql, *, extra: str = "") -> Sql:
    """Both legs of moves `m` that satisfy `condition` (starting with AND), at our places: one row a leg.

    extra: further columns to select, each with a comma before it.

    Columns item_id, place_id, bin_id, lot_id, status, month, business_date, movement_type, in_quantity, out_quantity. A reversal counts
    negative on the side of its original (红字), so that in - out is the change and both sides read as people expect.
    """
    return (
        Sql(
            """SELECT m.item_id, e.place_id, e.bin_id, m.lot_id, e.status,
                      date_trunc('month', m.business_date::timestamp)::date AS month, m.business_date, m.movement_type,
                      CASE WHEN e.comes_in <> (m.reverses_id IS NOT NULL) THEN e.signed ELSE 0 END AS in_quantity,
                      CASE WHEN e.comes_in <> (m.reverses_id IS NOT NULL) THEN 0 ELSE -e.signed END AS out_quantity"""
        )
        + Sql(extra)
        + Sql(
            """ FROM ledger_move m CROSS JOIN LATERAL (VALUES
                        (m.from_place_id, m.from_bin_id, m.from_status, false, -m.quantity),
                        (m.to_place_id, m.to_bin_id, m.to_status, true, m.quantity)
                      ) e(place_id, bin_id, status, comes_in, signed)
                WHERE """
        )
        + stock.condition("m")
        + condition
        + stock.at_places("e.place_id")
    )


def turnover_months(stock: Stock, *, first: date, last: date | None = None) -> Sql:
    """Folded months from `first` (a month's first day) to `last`, in the columns of legs_of_moves; the date is the month's."""
    statement = (
        Sql(
            """SELECT t.item_id, t.place_id, t.bin_id, t.lot_id, t.status, t.month, t.month AS business_date, t.movement_type,
                      t.in_quantity, t.out_quantity
                 FROM ledger_turnover t WHERE """
        )
        + stock.condition("t")
        + stock.at_places("t.place_id")
        + Sql(" AND t.month >= %s", (first,))
    )
    return statement if last is None else statement + Sql(" AND t.month <= %s", (last,))


def pools_of(stock: Stock, alias: str) -> Sql:
    """Conditions on cost pools: those of our cost scopes, and those of goods on the way between two of them."""
    return Sql(
        f" {alias}.book_id = %s AND ({alias}.place_id IS NULL OR {alias}.place_id = ANY(%s))",
        (stock.book_id, list(stock.places)),
    ) + stock.of_these_items(alias)
