"""The places the ledger posts between, remembered per account set: a place never changes its kind or warehouse."""

from dataclasses import dataclass

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.errors import refuse
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


_known: dict[tuple[str, str], dict[int, PlaceFacts]] = {}


def place_facts(place_id: int) -> PlaceFacts:
    """Facts of one place; one never seen before is looked up. Refuses not_found."""
    where = (str(connection.settings_dict["NAME"]), str(getattr(connection, "schema_name", "")))
    known = _known.get(where)
    if known is None or place_id not in known:
        found = sql.rows(connection, "SELECT id, kind, warehouse_id FROM masterdata_place")
        known = _known[where] = {pk: _facts(pk, kind, warehouse_id) for pk, kind, warehouse_id in found}
    if place_id not in known:
        raise refuse("not_found", status=404)
    return known[place_id]


def _facts(place_id: int, kind: str, warehouse_id: int | None) -> PlaceFacts:
    place_kind = PlaceKind(kind)
    return PlaceFacts(place_id, place_kind, warehouse_id, place_kind in BALANCE_KINDS, place_kind in VALUED_KINDS)


def cost_scope_of(book_id: int, warehouse_id: int, line_id: int) -> int:
    """Cost scope of a warehouse in a book. Refuses warehouse_not_in_book."""
    found = scope_id(book_id, warehouse_id)
    if found is None:
        raise refuse("warehouse_not_in_book", loc=("line", line_id))
    return found
