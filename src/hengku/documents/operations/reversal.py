"""The mirror documents of a reversal: same lines, negative, posted at once, each linked to its original line."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import orjson
from django.db import connection

from hengku.documents.operations.command import NumberWanted, want_numbers
from hengku.documents.operations.write import NewDocument, NewEvent, NewLine, NewLink, insert_documents
from hengku.documents.queries.facts import facts_of_mirrors
from hengku.documents.rules.facts import Facts
from hengku.documents.rules.headers import PreparedHeader
from hengku.documents.rules.lines import PreparedLine
from hengku.documents.rules.loaded import loaded_document, loaded_line
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.rules.reversal import mirror_header, mirror_line
from hengku.documents.types import DocumentState, LinkKind, LoadedDocument
from hengku.identity.types import Act
from hengku.kernel import sql


class Reversal(NamedTuple):
    """What to mirror, dated when, why."""

    original: LoadedDocument
    business_date: date
    reason: str


_HEADERS = """
SELECT id, type, book_id, partner_id, warehouse_id, to_warehouse_id, business_date, currency, price_includes_tax, handler,
       external_number, remarks, NULL::bigint, total_quantity, total_net, total_tax, total_amount, ext::text
  FROM documents_document WHERE id = ANY(%s::bigint[])
"""
_LINES = """
SELECT document_id, id, ext::text, line_no, item_id, item_name, item_spec, unit_id, quantity, factor_numerator,
       factor_denominator, base_quantity, second_quantity, warehouse_id, bin_id, to_warehouse_id, to_bin_id, lot_id,
       status, to_status, price, discount, tax_rate, net, tax, total, reason, remarks
  FROM documents_line WHERE document_id = ANY(%s::bigint[]) ORDER BY document_id, line_no
"""


def make_mirrors(act: Act, reversals: Sequence[Reversal]) -> list[LoadedDocument]:
    """Write the mirrors of documents of one type and give them as effects see them. Effects still have to run."""
    ids = [reversal.original.id for reversal in reversals]
    headers = {row[0]: row for row in sql.rows(connection, _HEADERS, (ids,))}
    rows: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in sql.rows(connection, _LINES, (ids,)):
        rows[row[0]].append(row)
    documents: list[NewDocument] = []
    lines: list[NewLine] = []
    links: list[NewLink] = []
    events: list[NewEvent] = []
    for position, reversal in enumerate(reversals):
        original = reversal.original
        header = mirror_header(PreparedHeader(*headers[original.id][1:17]), reversal.business_date)
        documents.append(NewDocument(header, DocumentState.POSTED, orjson.loads(headers[original.id][17]), original.id))
        events.append(
            NewEvent(position, "reversal", "", DocumentState.POSTED, reversal.reason, {"reverses": original.id})
        )
        for row in rows[original.id]:
            line = mirror_line(PreparedLine(*row[3:]))
            links.append(NewLink(len(lines), row[1], original.id, LinkKind.REVERSE, abs(line.base_quantity)))
            lines.append(NewLine(position, line, orjson.loads(row[2])))
    facts = facts_of_mirrors(
        types={new.header.type for new in documents},
        book_ids={new.header.book_id for new in documents},
        documents=len(documents),
        lines=len(lines),
    )
    document_ids, line_ids = facts.document_ids, facts.line_ids
    insert_documents(
        act=act,
        documents=documents,
        lines=lines,
        links=links,
        events=events,
        document_ids=document_ids,
        line_ids=line_ids,
    )
    want_numbers(_numbers(facts, documents, document_ids))
    mirrors = _as_loaded(act, reversals, documents, lines, document_ids, line_ids)
    _copy_side_values(reversals, mirrors)
    return mirrors


def _numbers(facts: Facts, documents: Sequence[NewDocument], document_ids: Sequence[int]) -> list[NumberWanted]:
    return [
        NumberWanted(
            document_id,
            *facts.numbering(DOCUMENT_TYPES.get(new.header.type), new.header.book_id, new.header.business_date),
        )
        for document_id, new in zip(document_ids, documents, strict=True)
    ]


def _as_loaded(
    act: Act,
    reversals: Sequence[Reversal],
    documents: Sequence[NewDocument],
    lines: Sequence[NewLine],
    document_ids: Sequence[int],
    line_ids: Sequence[int],
) -> list[LoadedDocument]:
    mirrors = []
    mine: dict[int, list[tuple[int, PreparedLine]]] = defaultdict(list)
    for line_id, written in zip(line_ids, lines, strict=True):
        mine[written.document].append((line_id, written.line))
    for position, (reversal, new, document_id) in enumerate(zip(reversals, documents, document_ids, strict=True)):
        original = reversal.original
        loaded = tuple(
            loaded_line(line_id, line, (source.id, original.id, LinkKind.REVERSE, None), source.extra)
            for (line_id, line), source in zip(mine[position], original.lines, strict=True)
        )
        new.header.extra = dict(original.extra)
        mirrors.append(
            loaded_document(
                document_id,
                new.header,
                loaded,
                state=DocumentState.POSTED,
                created_by_id=act.actor_id,
                created_at=act.at,
                reverses_id=original.id,
            )
        )
    return mirrors


def _copy_side_values(reversals: Sequence[Reversal], mirrors: Sequence[LoadedDocument]) -> None:
    side = DOCUMENT_TYPES.get(reversals[0].original.type).side
    if side is not None:
        side.write(
            {mirror.id: mirror.extra for mirror in mirrors},
            {line.id: line.extra for mirror in mirrors for line in mirror.lines},
        )
