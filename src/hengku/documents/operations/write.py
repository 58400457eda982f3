"""New documents with their lines, links, history and outbox rows: one statement for any number of them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import orjson
from django.db import connection

from hengku.documents.rules.headers import PreparedHeader
from hengku.documents.rules.lines import PreparedLine, columns_of
from hengku.documents.types import DocumentState, LinkKind
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.money import ZERO


class NewDocument(NamedTuple):
    header: PreparedHeader
    state: DocumentState
    ext: dict[str, object]
    reverses_id: int | None = None


class NewLine(NamedTuple):
    """document: position of its document in the same call."""

    document: int
    line: PreparedLine
    ext: dict[str, object]


class NewLink(NamedTuple):
    """line: position of the target line in the same call; quantity in base units; tolerance: the fraction it needed."""

    line: int
    source_line_id: int
    source_document_id: int
    kind: LinkKind
    quantity: Decimal
    tolerance: Decimal = ZERO


class NewEvent(NamedTuple):
    """document: position of its document in the same call. to_outbox: the rest of the house hears of it."""

    document: int
    name: str
    from_state: str
    to_state: str
    reason: str = ""
    changes: dict[str, object] = {}
    to_outbox: bool = False


_INSERT = """
WITH act AS (
  SELECT %s::bigint AS actor, %s::timestamptz AS at, %s::text AS address
), new_document AS (
  INSERT INTO documents_document (id, type, state, book_id, partner_id, warehouse_id, to_warehouse_id, business_date, currency,
         price_includes_tax, handler, external_number, remarks, total_quantity, total_net, total_tax, total_amount,
         import_run_id, ext, reverses_id, rev, stop_reason, print_count, created_by_id, created_at, updated_by_id,
         updated_at, posted_by_id, posted_at)
  SELECT d.*, 1, '', 0, a.actor, a.at, a.actor, a.at, CASE WHEN d.state = 'POSTED' THEN a.actor END,
         CASE WHEN d.state = 'POSTED' THEN a.at END
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::date[],
                %s::text[], %s::bool[], %s::text[], %s::text[], %s::text[], %s::numeric[], %s::numeric[], %s::numeric[],
                %s::numeric[], %s::bigint[], %s::jsonb[], %s::bigint[])
         AS d(id, type, state, book_id, partner_id, warehouse_id, to_warehouse_id, business_date, currency,
              price_includes_tax, handler, external_number, remarks, total_quantity, total_net, total_tax, total_amount,
              import_run_id, ext, reverses_id), act a
), new_line AS (
  INSERT INTO documents_line (id, document_id, type, line_no, item_id, item_name, item_spec, unit_id, quantity,
         factor_numerator, factor_denominator, base_quantity, second_quantity, warehouse_id, bin_id, to_warehouse_id,
         to_bin_id, lot_id, status, to_status, price, discount, tax_rate, net, tax, total, reason, remarks, ext)
  SELECT *
    FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::int[], %s::bigint[], %s::text[], %s::text[], %s::bigint[],
                %s::numeric[], %s::bigint[], %s::bigint[], %s::numeric[], %s::numeric[], %s::bigint[], %s::bigint[],
                %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::numeric[], %s::numeric[],
                %s::numeric[], %s::numeric[], %s::numeric[], %s::numeric[], %s::text[], %s::text[], %s::jsonb[])
), new_link AS (
  INSERT INTO documents_link (source_line_id, target_line_id, source_document_id, target_document_id, kind, quantity,
         tolerance)
  SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::numeric[], %s::numeric[])
), new_event AS (
  INSERT INTO documents_event (document_id, name, from_state, to_state, reason, changes, actor_id, at, address)
  SELECT e.*, a.actor, a.at, a.address
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::jsonb[]) AS e, act a
)
INSERT INTO documents_outbox (kind, document_id, document_type, created_at)
SELECT o.*, a.at FROM unnest(%s::text[], %s::bigint[], %s::text[]) AS o, act a
"""


def insert_documents(
    *,
    act: Act,
    documents: Sequence[NewDocument],
    lines: Sequence[NewLine],
    links: Sequence[NewLink],
    events: Sequence[NewEvent],
    document_ids: Sequence[int],
    line_ids: Sequence[int],
) -> None:
    """Write new documents under these ids, in the order in which they are handed in; travels with the next question."""
    types = [new.header.type for new in documents]
    told = [event for event in events if event.to_outbox]
    params = [
        act.actor_id, act.at, act.address,
        *_document_columns(documents, document_ids),
        *_line_columns(lines, types, document_ids, line_ids),
        [link.source_line_id for link in links],
        [line_ids[link.line] for link in links],
        [link.source_document_id for link in links],
        [document_ids[lines[link.line].document] for link in links],
        [link.kind.value for link in links],
        [link.quantity for link in links],
        [link.tolerance for link in links],
        [document_ids[event.document] for event in events],
        [event.name for event in events],
        [event.from_state for event in events],
        [event.to_state for event in events],
        [event.reason or act.via for event in events],
        [as_json(event.changes) for event in events],
        [f"{types[event.document]}.{event.name}" for event in told],
        [document_ids[event.document] for event in told],
        [types[event.document] for event in told],
    ]  # fmt: skip
    sql.later(connection, _INSERT, params)


def as_json(value: dict[str, object]) -> str:
    """JSON text; decimals as strings."""
    return orjson.dumps(value, default=str).decode() if value else "{}"


def _document_columns(documents: Sequence[NewDocument], ids: Sequence[int]) -> list[list[object]]:
    rows = [
        (
            id_, new.header.type, new.state.value, new.header.book_id, new.header.partner_id, new.header.warehouse_id,
            new.header.to_warehouse_id, new.header.business_date, new.header.currency, new.header.price_includes_tax,
            new.header.handler, new.header.external_number, new.header.remarks, new.header.total_quantity,
            new.header.total_net, new.header.total_tax, new.header.total_amount, new.header.import_run_id,
            as_json(new.ext), new.reverses_id,
        )
        for id_, new in zip(ids, documents, strict=True)
    ]  # fmt: skip
    return sql.columns_of(rows, len(rows[0]))


_LINE_COLUMNS = len(PreparedLine._fields) + 4


def _line_columns(
    lines: Sequence[NewLine], types: Sequence[str], document_ids: Sequence[int], ids: Sequence[int]
) -> list[list[object]]:
    rows = [
        (id_, document_ids[new.document], types[new.document], *columns_of(new.line), as_json(new.ext))
        for id_, new in zip(ids, lines, strict=True)
    ]
    return sql.columns_of(rows, _LINE_COLUMNS)
