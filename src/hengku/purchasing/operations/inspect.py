"""Incoming inspection: the verdict moves goods back to the supplier, or from hold to available or rejected."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.db import connection

from hengku.documents.rules.posting import request_key, reversal_requests
from hengku.documents.rules.reversal import pairs
from hengku.documents.types import LoadedDocument, LoadedLine
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal
from hengku.ledger.operations.post import post
from hengku.ledger.operations.reverse import reverse
from hengku.ledger.types import MovementType, MoveRequest, PostingRequest
from hengku.masterdata.queries.places import arrival_place_id, outside_place_id, warehouse_place_ids
from hengku.masterdata.types import PlaceKind
from hengku.purchasing.queries.inspecting import arrived_lines, inspected_sources, item_plans, receipts_of
from hengku.purchasing.rules.arrival import refusal_move, verdict_moves
from hengku.purchasing.rules.inspection import IN_STOCK, Inspected, line_problems, plan_for, verdict_of
from hengku.purchasing.rules.specs import GOODS_RECEIPT

_TAKE_BACK = """
UPDATE purchasing_inspected_line i SET passed = i.passed - t.passed, refused = i.refused - t.refused
  FROM unnest(%s::bigint[], %s::numeric[], %s::numeric[]) AS t(line_id, passed, refused)
 WHERE i.line_id = t.line_id
"""
_DECIDE = """
INSERT INTO purchasing_inspected_line AS i (line_id, passed, refused)
SELECT * FROM unnest(%s::bigint[], %s::numeric[], %s::numeric[]) AS t(line_id, passed, refused) ORDER BY line_id
ON CONFLICT (line_id) DO UPDATE SET passed = i.passed + EXCLUDED.passed, refused = i.refused + EXCLUDED.refused
"""


def guard_inspections(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Every reason against deciding: more than arrived, nothing said, a sample that refuses the lot."""
    lines = _lines(documents)
    sources = _sources(lines)
    plans = item_plans([line.item_id for line in lines])
    problems: list[Refusal] = []
    taken: dict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        source = sources.get(line.source_line_id or 0)
        plan = None
        if source is not None:
            plan = plan_for(*plans[line.item_id], source.quantity)
            source = replace(source, decided=source.decided + taken[source.line_id])
            taken[source.line_id] += verdict_of(line).inspected
        problems += line_problems(line, source, plan)
    return problems


def guard_reversals(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """A verdict stays while goods were received on its strength."""
    problems = []
    for document in documents:
        arrived = arrived_lines([line.source_line_id for line in document.lines if line.source_line_id is not None])
        for line in document.lines:
            one = arrived.get(line.source_line_id or 0)
            if one is not None and one.taken > one.passed - verdict_of(line).passed:
                receipts = "、".join(receipts_of(one.line_id))
                params = {"number": document.number, "documents": f"{GOODS_RECEIPT.label} {receipts}"}
                problems.append(Refusal("downstream_exists", params, ("line", line.id)))
    return problems


def post_inspections(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Refused goods leave the arrival area; goods on hold in stock become available or rejected."""
    sources = _sources(_lines(documents))
    _decide(_DECIDE, documents, sources)
    requests = [request for document in documents if (request := _request(document, sources)) is not None]
    if requests:
        post(act=act, requests=requests)


def reverse_inspections(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Mirror the moves and take the verdicts back."""
    originals = [original for original, _ in pairs(documents)]
    sources = _sources(_lines(originals))
    _decide(_TAKE_BACK, originals, sources)
    moved = {document.id for document in originals if _request(document, sources) is not None}
    requests = [request for request in reversal_requests(documents) if request.original_document_id in moved]
    if requests:
        reverse(act=act, requests=requests)


def _lines(documents: Sequence[LoadedDocument]) -> list[LoadedLine]:
    return [line for document in documents for line in document.lines]


def _sources(lines: Sequence[LoadedLine]) -> dict[int, Inspected]:
    return inspected_sources([line.source_line_id for line in lines if line.source_line_id is not None])


def _decide(statement: str, documents: Sequence[LoadedDocument], sources: dict[int, Inspected]) -> None:
    """Add these verdicts to what stands about their lines, or take them back."""
    passed: dict[int, Decimal] = defaultdict(Decimal)
    refused: dict[int, Decimal] = defaultdict(Decimal)
    for line in _lines(documents):
        if line.source_line_id in sources:
            verdict = verdict_of(line)
            passed[line.source_line_id] += verdict.passed
            refused[line.source_line_id] += verdict.refused
    ids = sorted(passed)
    sql.write(connection, statement, (ids, [passed[pk] for pk in ids], [refused[pk] for pk in ids]))


def _request(document: LoadedDocument, sources: dict[int, Inspected]) -> PostingRequest | None:
    moves: list[MoveRequest] = []
    stock = False
    for line in document.lines:
        source = sources[line.source_line_id or 0]
        verdict = verdict_of(line)
        if source.type in IN_STOCK:
            stock = True
            place = warehouse_place_ids([line.warehouse_id or source.warehouse_id or 0])
            moves += verdict_moves(line, verdict.passed, verdict.refused, stock_place=next(iter(place.values())))
        elif verdict.refused:
            moves.append(
                refusal_move(
                    line,
                    verdict.refused,
                    arrival_place=arrival_place_id(source.warehouse_id or 0),
                    supplier_place=outside_place_id(PlaceKind.SUPPLIER, source.partner_id),
                )
            )
    if not moves:
        return None
    return PostingRequest(
        request_key=request_key(document),
        book_id=document.book_id,
        document_id=document.id,
        document_type=document.type,
        movement_type=MovementType.STATUS_CHANGE if stock else MovementType.ARRIVAL,
        business_date=document.business_date,
        moves=tuple(moves),
    )
