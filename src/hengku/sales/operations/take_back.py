"""Sales return: goods come back from the customer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from hengku.documents.operations.command import follow_up
from hengku.documents.operations.create import create_and_transition
from hengku.documents.types import DocumentDraft, LineDraft, LoadedDocument, LoadedLine
from hengku.identity.types import SYSTEM, Act
from hengku.kernel.errors import Refusal
from hengku.kernel.money import round_amount, share
from hengku.ledger.operations.post import post
from hengku.ledger.queries.known_cost import latest_receipts
from hengku.masterdata.queries.books import book_facts
from hengku.masterdata.queries.inspected import inspected_items
from hengku.masterdata.queries.places import outside_place_id, warehouse_place_ids
from hengku.masterdata.types import PlaceKind, StockStatus, UnlinkedReturnCost
from hengku.sales import texts
from hengku.sales.rules.shipping import is_scrap, return_posting, return_problems

SCRAP_REASON = "DAMAGED"


def guard_sales_returns(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Every reason against taking these goods back that sales knows. return_cost_missing: the book wants the cost by hand."""
    problems = [problem for document in documents for problem in return_problems(document)]
    problems += [
        Refusal("return_cost_missing", {}, ("line", line.id, "return_cost"))
        for document in documents
        if document.reverses_id is None
        and any(map(_needs_cost, document.lines))
        and book_facts(document.book_id).unlinked_return_cost == UnlinkedReturnCost.MANUAL
        for line in document.lines
        if _needs_cost(line)
    ]
    ready = [
        line
        for document in documents
        for line in document.lines
        if document.reverses_id is None and line.status in {None, StockStatus.AVAILABLE}
    ]
    asking = inspected_items({line.item_id for line in ready}) if ready else {}
    problems += [
        Refusal("return_needs_inspection", {"item": asking[line.item_id]}, ("line", line.id, "status"))
        for line in ready
        if line.item_id in asking
    ]
    return problems


def _needs_cost(line: LoadedLine) -> bool:
    return line.source_line_id is None and line.extra.get("return_cost") is None


def post_sales_returns(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """CUS → WH. Raises Refused with the ledger's reasons (an item that never had a cost has none to come back at)."""
    places = warehouse_place_ids(
        {line.warehouse_id for document in documents for line in document.lines if line.warehouse_id}
    )
    requests = [
        return_posting(
            document,
            warehouse_places=places,
            customer_place=outside_place_id(PlaceKind.CUSTOMER, document.partner_id),
            amounts=_own_costs(document, places),
        )
        for document in documents
    ]
    post(act=act, requests=requests)
    drafts = [_scrap(document) for document in documents if any(map(is_scrap, document.lines))]
    if drafts:
        whole = replace(act, viewer=replace(SYSTEM, user_id=act.actor_id))
        follow_up(lambda: _write_off(whole, drafts))


def _write_off(act: Act, drafts: Sequence[DocumentDraft]) -> None:
    """The books hear of the loss with the return itself; who may take goods back need not have the right to scrap."""
    create_and_transition(act=act, drafts=drafts, transition="post")


def _scrap(document: LoadedDocument) -> DocumentDraft:
    """报废单 of what came back as scrap: it leaves again at the very cost it came back with."""
    return DocumentDraft(
        type="scrap",
        business_date=document.business_date,
        book_id=document.book_id,
        warehouse_id=document.warehouse_id,
        remarks=str(texts.SCRAPPED_ON_RETURN),
        lines=[one for line in document.lines if is_scrap(line) for one in _scrapped(line)],
    )


def _scrapped(line: LoadedLine) -> list[LineDraft]:
    """The line's goods, and what came back free with them."""
    gone = LineDraft(
        source_line_id=line.id,
        quantity=line.quantity,
        warehouse_id=line.warehouse_id,
        bin_id=line.bin_id,
        lot_id=line.lot_id,
        status=StockStatus.REJECTED.value,
        reason=SCRAP_REASON,
    )
    free = Decimal(str(line.extra.get("gift_quantity") or 0))
    if not free:
        return [gone]
    return [gone, replace(gone, source_line_id=None, item_id=line.item_id, unit_id=line.unit_id, quantity=free)]


def _own_costs(document: LoadedDocument, places: Mapping[int, int]) -> dict[int, Decimal]:
    """What lines without a shipment come back at: as somebody wrote on them, or the latest receipt where the book says so; lines of goods
    never received are left to the pool."""
    unlinked = [line for line in document.lines if line.source_line_id is None and line.warehouse_id is not None]
    if not unlinked:
        return {}
    rule = book_facts(document.book_id).unlinked_return_cost
    if rule == UnlinkedReturnCost.MANUAL:
        return {
            line.id: round_amount(Decimal(str(line.extra.get("return_cost") or 0)) * line.base_quantity)
            for line in unlinked
        }
    return _latest_costs(document.book_id, unlinked, places) if rule == UnlinkedReturnCost.LATEST_RECEIPT else {}


def _latest_costs(book_id: int, unlinked: Sequence[LoadedLine], places: Mapping[int, int]) -> dict[int, Decimal]:
    keys = {line.id: (line.item_id, places[line.warehouse_id or 0]) for line in unlinked}
    received = latest_receipts(book_id=book_id, keys=keys.values())
    return {
        line.id: share(received[keys[line.id]][1], line.base_quantity, received[keys[line.id]][0])
        for line in unlinked
        if keys[line.id] in received
    }
