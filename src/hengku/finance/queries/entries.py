"""Value events as the templates see them."""

from collections.abc import Sequence

from hengku.finance.models import DeferredEntry
from hengku.finance.rules.recipes import Style, recipe_of
from hengku.finance.types import EntryFact
from hengku.ledger.queries.value_events import ValueEvent
from hengku.masterdata.queries.inventory_keys import inventory_keys
from hengku.masterdata.types import PlaceKind

OUTSIDE_KEYS = {PlaceKind.SUBCONTRACTOR: "SUBCON", PlaceKind.CONSIGNMENT: "SHIPPED"}
"""Pools at these places have accounts of their own; loans stay in the item's own account."""


def stock_key(item_key: str, pool_place: str | None) -> str:
    """Key of the account a pool's value stands on."""
    return OUTSIDE_KEYS.get(PlaceKind(pool_place), item_key) if pool_place is not None else item_key


def provisional(events: Sequence[ValueEvent]) -> list[ValueEvent]:
    """Those whose amount is only known at the close, which makes their voucher: priced by a month-end method, following such an entry
    (transfers, reversals), or on one paper with one that moves value between goods. Events in posting order."""
    sources = {event.source_entry_id for event in events if event.source_entry_id is not None}
    waiting = set(DeferredEntry.objects.filter(pk__in=sources).values_list("pk", flat=True)) if sources else set()
    for event in events:
        if event.is_month_priced or event.source_entry_id in waiting:
            waiting.add(event.entry_id)
    papers = {
        event.posting_id
        for event in events
        if event.entry_id in waiting and recipe_of(event.owner_document_type).style is Style.MOVE
    }
    return [event for event in events if event.entry_id in waiting or event.posting_id in papers]


def as_facts(events: Sequence[ValueEvent]) -> list[EntryFact]:
    """Entry facts of these events; one statement for the categories. What is gathered at the place of assembly leaves it in the same
    posting and is none of the books' business."""
    events = [event for event in events if event.pool_place != PlaceKind.ASSEMBLY]
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
            corrects=event.corrects_id or 0,
            method=event.method,
        )
        for event in events
    ]
