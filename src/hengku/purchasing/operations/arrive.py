"""Receiving notices: goods arrive and stand in the arrival area until they are received, refused or taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.ledger.operations.post import post
from hengku.masterdata.queries.books import book_facts, today
from hengku.masterdata.queries.places import arrival_place_id, outside_place_id
from hengku.masterdata.types import PlaceKind
from hengku.purchasing.queries.inspecting import arrived_lines, decided
from hengku.purchasing.rules.arrival import arrival_moves, arrival_request, left_in_arrival


def release_notices(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """SUP → ARR. Raises Refused with the ledger's reasons (closed period, a lot that is missing...)."""
    _post(act, documents, key="arrive")


def take_back_notices(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """ARR → SUP for what is still there: the notice is cancelled or closed."""
    released = [document for document in documents if document.state == "APPROVED" and not document.stopped]
    gone = _gone(released)
    _post(act, [left_in_arrival(_today(act, document), gone) for document in released], key="back", back=True)


def reopen_notices(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """SUP → ARR again for what was given up when the notice was closed."""
    gone = _gone(documents)
    _post(act, [left_in_arrival(_today(act, document), gone) for document in documents], key="again")


def _today(act: Act, document: LoadedDocument) -> LoadedDocument:
    """The notice as of today: what happens to the goods now did not happen when they arrived."""
    return replace(document, business_date=max(document.business_date, today(book_facts(document.book_id), act.at)))


def _gone(documents: Sequence[LoadedDocument]) -> Mapping[int, Decimal]:
    """What was received or refused of each line."""
    ids = [line.id for document in documents for line in document.lines]
    verdicts = decided(ids)
    return {
        line_id: one.received + (verdicts[line_id][1] if line_id in verdicts else Decimal(0))
        for line_id, one in arrived_lines(ids).items()
    }


def _post(act: Act, documents: Sequence[LoadedDocument], *, key: str, back: bool = False) -> None:
    requests = []
    for document in documents:
        warehouses = {line.warehouse_id for line in document.lines if line.warehouse_id is not None}
        moves = arrival_moves(
            document,
            arrival_places={warehouse: arrival_place_id(warehouse) for warehouse in warehouses},
            supplier_place=outside_place_id(PlaceKind.SUPPLIER, document.partner_id),
            back=back,
        )
        if moves:
            # A notice may be closed and reopened several times: the revision tells these postings apart.
            requests.append(arrival_request(document, moves, key=key if key == "arrive" else f"{key}:{document.rev}"))
    if requests:
        post(act=act, requests=requests)
