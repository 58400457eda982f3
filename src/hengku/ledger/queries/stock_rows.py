"""Rows of stock with what they are worth, the raw material of 即时库存 and of everything that groups it.

Amounts come from the cost pools. A pool covers a cost scope, which may be several warehouses, bins and statuses; where it must be
cut, its amount is spread over the stock keys by quantity, rounding cumulatively in key order, so that the parts add up to the
pool to the cent.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from hengku.ledger.queries.reading import STOCK_KEY, Sql, Stock, amount_pieces, key_conditions, stock_pieces, union
from hengku.masterdata.types import StockStatus

UNCUT = frozenset({"item", "category"})
"""Grouping by these never cuts a pool."""
COARSE = frozenset({"item", "category", "warehouse"})
"""Reservations are claims on an item in a warehouse; below that grain nobody can say which bin or lot they mean."""


@dataclass(frozen=True, slots=True)
class StockRows:
    """stock: what the viewer may see. transit: which of its places are on the way to a warehouse. all_places: every place of the
    book, over which pools are spread."""

    stock: Stock
    transit: tuple[int, ...]
    all_places: tuple[int, ...]
    dimensions: tuple[str, ...]
    as_of: date | None
    known_at: datetime | None
    with_amounts: bool

    @property
    def is_now(self) -> bool:
        return self.as_of is None and self.known_at is None

    @property
    def has_reservations(self) -> bool:
        return self.is_now and COARSE.issuperset(self.dimensions) and not self.stock.asked.is_finer_than_a_warehouse

    @property
    def divides_pools(self) -> bool:
        """Whether some stock of the pools is not asked about, or groups divide it."""
        is_partial = self.stock.places != self.all_places or self.stock.asked.is_finer_than_a_warehouse
        return is_partial or not UNCUT.issuperset(self.dimensions)

    @property
    def cuts_pools(self) -> bool:
        """Whether the amounts of pools have to be spread."""
        return self.with_amounts and self.divides_pools

    def of_items(self, item_ids: Sequence[int]) -> "StockRows":
        return replace(self, stock=self.stock.of_items(item_ids))

    def totals_only(self) -> "StockRows":
        """The same question without groups."""
        return replace(self, dimensions=())

    def pieces(self, columns: Collection[str] = STOCK_KEY) -> list[Sql]:
        """Selects of stock whose rows add up (no amounts)."""
        return stock_pieces(self.stock, as_of=self.as_of, known_at=self.known_at, columns=columns)

    def values(self) -> Sql:
        """SELECT of item_id, place_id, bin_id, lot_id, status, on_hand, unusable, in_transit, reserved, amount: rows that add
        up. The amount is that of what stands in warehouses and of what is on the way to them."""
        parts = [self._spread() if self.cuts_pools else self._plain()]
        if self.has_reservations:
            parts.append(self._reservations())
        if self.with_amounts and not self.cuts_pools:
            parts.append(self._whole_pools())
        return union(parts)

    def _plain(self) -> Sql:
        wanted = {"status", *(f"{name}_id" for name in ("bin", "lot") if name in self.dimensions)}
        wanted |= {f"{name}_id" for name in ("bin", "lot") if getattr(self.stock.asked, f"{name}_id") is not None}
        wanted |= {"item_id"} if {"item", "category"} & set(self.dimensions) else set()
        wanted |= {"place_id"} if "warehouse" in self.dimensions else set()
        moving = frozenset(self.transit)
        standing = replace(self, stock=self.stock.at(place for place in self.stock.places if place not in moving))
        parts = [self._visible(union(standing.pieces(wanted)), "x.quantity", "0::numeric", "NULL::numeric")]
        if self.transit:
            on_the_way = replace(self, stock=self.stock.at(self.transit))
            parts.append(self._visible(union(on_the_way.pieces(wanted)), "0::numeric", "x.quantity", "NULL::numeric"))
        return union(parts)

    def _visible(self, source: Sql, on_hand: str, in_transit: str, amount: str) -> Sql:
        usable = StockStatus.AVAILABLE.value
        return (
            Sql("SELECT x.item_id, x.place_id, x.bin_id, x.lot_id, x.status, ")
            + Sql(on_hand)
            + Sql(" AS on_hand, CASE WHEN x.status = %s THEN 0 ELSE ", (usable,))
            + Sql(on_hand)
            + Sql(" END AS unusable, ")
            + Sql(in_transit)
            + Sql(" AS in_transit, 0::numeric AS reserved, ")
            + Sql(amount)
            + Sql(" AS amount FROM (")
            + source
            + Sql(") x WHERE true")
            + key_conditions(self.stock.asked, "x")
        )

    def _reservations(self) -> Sql:
        return (
            Sql(
                "SELECT r.item_id, r.place_id, NULL, NULL, NULL, 0, 0, 0,"
                " r.quantity - r.consumed_quantity - r.released_quantity, NULL FROM ledger_reservation r"
                " WHERE r.quantity > r.consumed_quantity + r.released_quantity AND r.book_id = %s",
                (self.stock.book_id,),
            )
            + self.stock.of_these_items("r")
            + self.stock.at_places("r.place_id")
        )

    def _whole_pools(self) -> Sql:
        return (
            Sql("SELECT a.item_id, NULL, NULL, NULL, NULL, 0, 0, 0, 0, a.amount FROM (")
            + union(amount_pieces(self.stock, as_of=self.as_of, known_at=self.known_at, per_item=bool(self.dimensions)))
            + Sql(") a")
        )

    def _spread(self) -> Sql:
        """Every key of the pools with its share: HALF_UP(A * cumulative / Q) - HALF_UP(A * cumulative before / Q)."""
        everywhere = self.stock.at(self.all_places)
        pieces = union(stock_pieces(everywhere, as_of=self.as_of, known_at=self.known_at, columns=STOCK_KEY))
        amounts = union(amount_pieces(everywhere, as_of=self.as_of, known_at=self.known_at))
        spread = (
            Sql(
                """SELECT k.item_id, k.place_id, k.bin_id, k.lot_id, k.status, k.quantity,
                          CASE WHEN k.whole = 0 THEN 0 ELSE
                               round(a.amount * k.cumulative / k.whole, 2)
                               - round(a.amount * (k.cumulative - k.quantity) / k.whole, 2) END AS amount
                     FROM (SELECT q.*, bw.cost_scope_id,
                                  sum(q.quantity) OVER (PARTITION BY q.item_id, bw.cost_scope_id) AS whole,
                                  sum(q.quantity) OVER (PARTITION BY q.item_id, bw.cost_scope_id
                                      ORDER BY q.place_id, q.bin_id NULLS FIRST, q.lot_id NULLS FIRST, q.status
                                      ROWS UNBOUNDED PRECEDING) AS cumulative
                             FROM (SELECT z.item_id, z.place_id, z.bin_id, z.lot_id, z.status, sum(z.quantity) AS quantity
                                     FROM ("""
            )
            + pieces
            + Sql(
                """) z GROUP BY 1, 2, 3, 4, 5) q
                             JOIN masterdata_place p ON p.id = q.place_id
                             JOIN masterdata_book_warehouse bw ON bw.warehouse_id = p.warehouse_id AND bw.book_id = %s) k
                     LEFT JOIN (SELECT y.item_id, y.scope_id, sum(y.amount) AS amount FROM (""",
                (self.stock.book_id,),
            )
            + amounts
            + Sql(
                """) y GROUP BY 1, 2) a ON a.item_id = k.item_id AND a.scope_id = k.cost_scope_id
                    WHERE k.place_id = ANY(%s)""",
                (list(self.stock.places),),
            )
        )
        spread = Sql("SELECT s.*, s.place_id = ANY(%s) AS moves FROM (", (list(self.transit),)) + spread + Sql(") s")
        standing, moving = (
            "CASE WHEN x.moves THEN 0 ELSE x.quantity END",
            "CASE WHEN x.moves THEN x.quantity ELSE 0 END",
        )
        return self._visible(spread, standing, moving, "x.amount")


def with_parents(values: Sql, columns: Collection[str]) -> Sql:
    """FROM clause: value rows `v` with the items `i` and places `p` that the columns need."""
    source = Sql(" FROM (") + values + Sql(") v")
    if "category_id" in columns:
        source += Sql(" JOIN masterdata_item i ON i.id = v.item_id")
    if "warehouse_id" in columns:
        source += Sql(" JOIN masterdata_place p ON p.id = v.place_id")
    return source
