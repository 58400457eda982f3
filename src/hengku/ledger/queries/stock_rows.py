"""Rows of stock with what they are worth, the raw material of 即时库存 and of everything that groups it.

Amounts come from the cost pools. A pool covers a cost scope, which may be several warehouses, bins and statuses; where it must be
cut, its amount is spread over the stock keys by quantity, rounding cumulatively in key order, so that the parts add up to the
pool to the cent.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hengku.ledger.queries.reading import Sql, Stock, key_conditions, union
from hengku.ledger.queries.shares import RUNS_MOST, runs_of, shares_of_keys, shares_of_runs
from hengku.ledger.queries.state import STOCK_KEY, Moment, amount_pieces, kept_rows, late_items, stock_pieces

UNCUT = frozenset({"item", "category"})
"""Grouping by these never cuts a pool."""
COARSE = frozenset({"item", "category", "warehouse"})
"""Reservations are claims on an item in a warehouse; below that grain nobody can say which bin or lot they mean."""


@dataclass(frozen=True, slots=True)
class StockRows:
    """stock: what the viewer may see. transit: which of its places are on the way to a warehouse. all_places: every place of the
    book, over which pools are spread. scopes: the cost scope of each of them."""

    stock: Stock
    transit: tuple[int, ...]
    all_places: tuple[int, ...]
    dimensions: tuple[str, ...]
    moment: Moment
    with_amounts: bool
    scopes: Mapping[int, int]

    @property
    def is_coarse(self) -> bool:
        """Whether nothing finer than a warehouse is asked for."""
        return COARSE.issuperset(self.dimensions) and not self.stock.asked.is_finer_than_a_warehouse

    @property
    def has_reservations(self) -> bool:
        return self.moment.is_now and self.is_coarse

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

    def on(self, day: date) -> "StockRows":
        """The same question about the end of another day."""
        return replace(self, moment=replace(self.moment, as_of=day))

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
        pieces = stock_pieces(self.stock, self.moment, keys=self._keys)
        return self._visible(union(pieces), "NULL::numeric")

    @property
    def _keys(self) -> Collection[str]:
        """Parts of the stock key that matter."""
        keys = {"place_id"}
        keys |= {"item_id"} if {"item", "category"} & set(self.dimensions) else set()
        asked = self.stock.asked
        finer = {"bin_id": asked.bin_id, "lot_id": asked.lot_id, "status": asked.status}
        keys |= {
            name for name, value in finer.items() if value is not None or name.removesuffix("_id") in self.dimensions
        }
        return keys

    def _visible(self, source: Sql, amount: str) -> Sql:
        """Rows of stock_pieces told apart: what stands and what is on the way."""
        moves = Sql("x.place_id = ANY(%s)", (list(self.transit),)) if self.transit else Sql("false")
        figures = (("0", "x.quantity", "on_hand"), ("0", "x.unusable", "unusable"), ("x.quantity", "0", "in_transit"))
        shown = Sql("SELECT x.item_id, x.place_id, x.bin_id, x.lot_id, x.status")
        for moving, standing, name in figures:
            shown += Sql(", CASE WHEN ") + moves + Sql(f" THEN {moving} ELSE {standing} END AS {name}")
        return (
            shown
            + Sql(f", 0::numeric AS reserved, {amount} AS amount FROM (")
            + source
            + Sql(") x WHERE true")
            + key_conditions(self.stock.asked, "x")
        )

    def _reservations(self) -> Sql:
        return (
            Sql(
                "SELECT r.item_id, r.place_id, NULL, NULL, NULL, 0, 0, 0,"
                " r.quantity - r.consumed_quantity - r.released_quantity, NULL FROM ledger_reservation r"
                " WHERE r.quantity > r.consumed_quantity + r.released_quantity AND r.supply_line_id IS NULL AND r.book_id = %s",
                (self.stock.book_id,),
            )
            + self.stock.of_these_items("r")
            + self.stock.at_places("r.place_id")
        )

    def _whole_pools(self) -> Sql:
        return (
            Sql("SELECT a.item_id, NULL, NULL, NULL, NULL, 0, 0, 0, 0, a.amount FROM (")
            + union(amount_pieces(self.stock, self.moment, per_item=bool(self.dimensions)))
            + Sql(") a")
        )

    def _spread(self) -> Sql:
        """Every key of the pools with its share. What a month's end keeps is spread already, but for items posted into it since."""
        kept = self.moment.kept
        if kept is None or not (self.is_coarse and self.moment.is_kept):
            return self._shares(self.stock)
        late = late_items(self.stock, kept)
        known = kept_rows(self.stock, kept, ", e.amount") + Sql(" AND e.item_id NOT IN (") + late + Sql(")")
        return self._visible(known, "x.amount") + Sql(" UNION ALL ") + self._shares(replace(self.stock, only=late))

    def _shares(self, stock: Stock) -> Sql:
        runs = runs_of(self.stock.places, self.all_places)
        if self.is_coarse and "warehouse" not in self.dimensions and len(runs) <= RUNS_MOST:
            return shares_of_runs(self._facts(stock), runs, self.transit)
        places = None if self.stock.places == self.all_places else self.stock.places
        return self._visible(shares_of_keys(self._facts(stock), places, is_coarse=self.is_coarse), "x.amount")

    def _facts(self, stock: Stock) -> Sql:
        """Quantities and amounts of whole pools, as they come: the columns of stock_pieces, scope_id, amount."""
        everywhere = stock.at(self.all_places)
        pieces = union(
            stock_pieces(everywhere, self.moment, keys=("item_id", "place_id") if self.is_coarse else STOCK_KEY)
        )
        amounts = union(amount_pieces(everywhere, self.moment))
        return (
            Sql("SELECT z.*, ")
            + _scope_of(self.scopes)
            + Sql(" AS scope_id, 0::numeric AS amount FROM (")
            + pieces
            + Sql(") z UNION ALL SELECT y.item_id, NULL, NULL, NULL, NULL, 0, 0, y.scope_id, y.amount FROM (")
            + amounts
            + Sql(") y")
        )


def _scope_of(scopes: Mapping[int, int]) -> Sql:
    """The cost scope of a place, by place."""
    if len(set(scopes.values())) == 1:
        return Sql("%s::bigint", (next(iter(scopes.values())),))
    cases = " ".join(f"WHEN {int(place)} THEN {int(scope)}" for place, scope in scopes.items())
    return Sql(f"CASE z.place_id {cases} END::bigint")


def with_parents(values: Sql, columns: Collection[str]) -> Sql:
    """FROM clause: value rows `v` with the items `i` and places `p` that the columns need."""
    source = Sql(" FROM (") + values + Sql(") v")
    if "category_id" in columns:
        source += Sql(" JOIN masterdata_item i ON i.id = v.item_id")
    if "warehouse_id" in columns:
        source += Sql(" JOIN masterdata_place p ON p.id = v.place_id")
    return source
