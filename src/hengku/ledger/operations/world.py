"""The places and cost scopes a posting moves between, remembered per account set: neither ever changes once made."""

from dataclasses import dataclass

from django.db import connection

from hengku.identity.queries.account_set import account_set
from hengku.kernel import sql
from hengku.kernel.errors import refuse
from hengku.masterdata.queries.places import outside_place_id
from hengku.masterdata.queries.scopes import scope_id
from hengku.masterdata.types import BALANCE_KINDS, VALUED_KINDS, PlaceKind


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """What a place means to the books: is a balance kept there, is its stock our asset, which warehouse it belongs to."""

    id: int
    kind: PlaceKind
    warehouse_id: int | None
    keeps_balance: bool
    is_valued: bool


class World:
    """Places and scopes of the account set this connection speaks to; taken once per call, since asking which set that is costs
    more than a look-up."""

    def __init__(self) -> None:
        self.where = account_set()
        self.places = _places.setdefault(self.where, {})
        self.scopes = _scopes.setdefault(self.where, {})

    def place(self, place_id: int) -> PlaceFacts:
        """Facts of one place; one never seen before is looked up. Refuses not_found."""
        found = self.places.get(place_id)
        if found is None:
            for pk, kind, warehouse_id in sql.rows(connection, "SELECT id, kind, warehouse_id FROM masterdata_place"):
                self.places[pk] = _facts(pk, kind, warehouse_id)
            found = self.places.get(place_id)
            if found is None:
                raise refuse("not_found", status=404)
        return found

    def place_of(self, kind: PlaceKind) -> int:
        """The one place of a kind that is neither a warehouse's nor a partner's. Refuses not_found."""
        return outside_place_id(kind)

    def cost_scope(self, book_id: int, warehouse_id: int, line_id: int) -> int:
        """Cost scope of a warehouse in a book. Refuses warehouse_not_in_book."""
        found = self.scopes.get((book_id, warehouse_id))
        if found is None:
            found = scope_id(book_id, warehouse_id)
            if found is None:
                raise refuse("warehouse_not_in_book", loc=("line", line_id))
            self.scopes[book_id, warehouse_id] = found
        return found


_places: dict[tuple[str, str], dict[int, PlaceFacts]] = {}
_scopes: dict[tuple[str, str], dict[tuple[int, int], int]] = {}


def _facts(place_id: int, kind: str, warehouse_id: int | None) -> PlaceFacts:
    place_kind = PlaceKind(kind)
    return PlaceFacts(place_id, place_kind, warehouse_id, place_kind in BALANCE_KINDS, place_kind in VALUED_KINDS)
