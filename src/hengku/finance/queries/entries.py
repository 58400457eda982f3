"""Value events as the templates see them."""

from collections.abc import Sequence

from hengku.finance.types import EntryFact
from hengku.ledger.queries.value_events import ValueEvent
from hengku.masterdata.queries.inventory_keys import inventory_keys
from hengku.masterdata.types import CostMethod, PlaceKind

OUTSIDE_KEYS = {PlaceKind.SUBCONTRACTOR: "SUBCON", PlaceKind.CONSIGNMENT: "SHIPPED"}
"""Pools at these places have accounts of their own; loans stay in the item's own account."""
_PRICED = frozenset({"ISSUE", "DELTA", "COVER"})


def stock_key(item_key: str, pool_place: str | None) -> str:
    """Key of the account a pool's value stands on."""
    return OUTSIDE_KEYS.get(PlaceKind(pool_place), item_key) if pool_place is not None else item_key


def is_provisional(event: ValueEvent) -> bool:
    """Priced by a month-end method: the amount is only known at the close, which makes the voucher."""
    if event.method != CostMethod.MONTH_AVERAGE:
        return False
    return (
        event.kind in _PRICED
        or (event.kind == "OWN" and event.basis in {"AVERAGE", "CARRY"})
        or (event.kind == "OWN" and event.basis == "SHARE" and event.owner_document_type == "sales_return")
    )


def as_facts(events: Sequence[ValueEvent]) -> list[EntryFact]:
    """Entry facts of these events; one statement for the categories."""
    keys = inventory_keys({event.item_id: (event.own_key, event.category_id) for event in events}) if events else {}
    return [
        EntryFact(
            entry_id=event.entry_id,
            posting_id=event.posting_id,
            caused_by=event.document_id,
            document_id=event.owner_document_id,
            document_type=event.owner_document_type,
            line_id=event.owner_line_id,
            kind=event.kind,
            key=stock_key(keys[event.item_id], event.pool_place),
            item_id=event.item_id,
            warehouse_id=event.warehouse_id,
            quantity=event.quantity,
            amount=event.amount,
            expensed=event.expensed_amount,
            date=event.date,
            outward=(event.owner_quantity < 0) != event.owner_is_reversal,
        )
        for event in events
    ]
