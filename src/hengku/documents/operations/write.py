"""New documents with their lines, links, history and outbox rows: one statement for any number of them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import orjson
from django.db import connection

from hengku.documents.rules.headers import PreparedHeader
from hengku.documents.rules.lines import PreparedLine
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
WITH doc AS MATERIALIZED (
  SELECT nextval('documents_document_id_seq') AS id, t.*
    FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::date[], %s::text[],
                %s::bool[], %s::text[], %s::text[], %s::text[], %s::numeric[], %s::numeric[], %s::numeric[], %s::numeric[],
                %s::bigint[], %s::text[], %s::bigint[]) WITH ORDINALITY
         AS t(type, state, book_id, partner_id, warehouse_id, to_warehouse_id, business_date, currency,
              price_includes_tax, handler, external_number, remarks, total_quantity, total_net, total_tax, total_amount,
              import_run_id, ext, reverses_id, position)
), act AS (
  SELECT %s::bigint AS actor, %s::timestamptz AS at, %s::text AS address
), new_document AS (
  INSERT INTO documents_document (id, type, state, book_id, partner_id, warehouse_id, to_warehouse_id, business_date, currency,
         price_includes_tax, handler, external_number, remarks, total_quantity, total_net, total_tax, total_amount,
         import_run_id, ext, reverses_id, rev, stop_reason, print_count, created_by_id, created_at, updated_by_id,
         updated_at, posted_by_id, posted_at)
  SELECT d.id, d.type, d.state, d.book_id, d.partner_id, d.warehouse_id, d.to_warehouse_id, d.business_date, d.currency,
         d.price_includes_tax, d.handler, d.external_number, d.remarks, d.total_quantity, d.total_net, d.total_tax,
         d.total_amount, d.import_run_id, d.ext::jsonb, d.reverses_id, 1, '', 0, a.actor, a.at, a.actor, a.at,
         CASE WHEN d.state = 'POSTED' THEN a.actor END, CASE WHEN d.state = 'POSTED' THEN a.at END
    FROM doc d, act a
), line AS MATERIALIZED (
  SELECT nextval('documents_line_id_seq') AS id, s.*
    FROM (SELECT d.id AS document_id, d.type, t.*
            FROM unnest(%s::int[], %s::int[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::numeric[], %s::bigint[],
                        %s::bigint[], %s::numeric[], %s::numeric[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],
                        %s::bigint[], %s::text[], %s::text[], %s::numeric[], %s::numeric[], %s::numeric[], %s::numeric[],
                        %s::numeric[], %s::numeric[], %s::text[], %s::text[], %s::text[]) WITH ORDINALITY
                 AS t(document, line_no, item_id, item_name, item_spec, unit_id, quantity, factor_numerator,
                      factor_denominator, base_quantity, second_quantity, warehouse_id, bin_id, to_warehouse_id,
                      to_bin_id, lot_id, status, to_status, price, discount, tax_rate, net, tax, total, reason, remarks,
                      ext, position)
            JOIN doc d ON d.position = t.document
           ORDER BY t.position) s
), new_line AS (
  INSERT INTO documents_line (id, document_id, type, line_no, item_id, item_name, item_spec, unit_id, quantity,
         factor_numerator, factor_denominator, base_quantity, second_quantity, warehouse_id, bin_id, to_warehouse_id,
         to_bin_id, lot_id, status, to_status, price, discount, tax_rate, net, tax, total, reason, remarks, ext)
  SELECT id, document_id, type, line_no, item_id, item_name, item_spec, unit_id, quantity,
         factor_numerator, factor_denominator, base_quantity, second_quantity, warehouse_id, bin_id, to_warehouse_id,
         to_bin_id, lot_id, status, to_status, price, discount, tax_rate, net, tax, total, reason, remarks, ext::jsonb
    FROM line
), new_link AS (
  INSERT INTO documents_link (source_line_id, target_line_id, source_document_id, target_document_id, kind, quantity,
         tolerance)
  SELECT t.source_line_id, l.id, t.source_document_id, l.document_id, t.kind, t.quantity, t.tolerance
    FROM unnest(%s::int[], %s::bigint[], %s::bigint[], %s::text[], %s::numeric[], %s::numeric[])
         AS t(line, source_line_id, source_document_id, kind, quantity, tolerance)
    JOIN line l ON l.position = t.line
), event AS MATERIALIZED (
  SELECT d.id AS document_id, d.type, t.*
    FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bool[]) WITH ORDINALITY
         AS t(document, name, from_state, to_state, reason, changes, to_outbox, position)
    JOIN doc d ON d.position = t.document
   ORDER BY t.position
), new_event AS (
  INSERT INTO documents_event (document_id, name, from_state, to_state, actor_id, at, address, reason, changes)
  SELECT e.document_id, e.name, e.from_state, e.to_state, a.actor, a.at, a.address, e.reason, e.changes::jsonb
    FROM event e, act a ORDER BY e.position
), new_outbox AS (
  INSERT INTO documents_outbox (kind, document_id, document_type, created_at)
  SELECT e.type || '.' || e.name, e.document_id, e.type, a.at FROM event e, act a WHERE e.to_outbox ORDER BY e.position
)
SELECT true, position, id FROM doc UNION ALL SELECT false, position, id FROM line ORDER BY 1 DESC, 2
"""


def insert_documents(
    *,
    act: Act,
    documents: Sequence[NewDocument],
    lines: Sequence[NewLine],
    links: Sequence[NewLink],
    events: Sequence[NewEvent],
) -> tuple[list[int], list[int]]:
    """Write new documents; gives the ids of documents and lines in the order in which they were handed in."""
    params = [
        *_document_columns(documents),
        act.actor_id, act.at, act.address,
        *_line_columns(lines),
        [link.line + 1 for link in links],
        [link.source_line_id for link in links],
        [link.source_document_id for link in links],
        [str(link.kind) for link in links],
        [link.quantity for link in links],
        [link.tolerance for link in links],
        [event.document + 1 for event in events],
        [event.name for event in events],
        [event.from_state for event in events],
        [event.to_state for event in events],
        [event.reason for event in events],
        [as_json(event.changes) for event in events],
        [event.to_outbox for event in events],
    ]  # fmt: skip
    written = sql.rows(connection, _INSERT, params)
    document_count = len(documents)
    return [row[2] for row in written[:document_count]], [row[2] for row in written[document_count:]]


def as_json(value: dict[str, object]) -> str:
    """JSON text; decimals as strings."""
    return orjson.dumps(value, default=str).decode() if value else "{}"


def _document_columns(documents: Sequence[NewDocument]) -> list[list[object]]:
    rows = [
        (
            new.header.type, str(new.state), new.header.book_id, new.header.partner_id, new.header.warehouse_id,
            new.header.to_warehouse_id, new.header.business_date, new.header.currency, new.header.price_includes_tax,
            new.header.handler, new.header.external_number, new.header.remarks, new.header.total_quantity,
            new.header.total_net, new.header.total_tax, new.header.total_amount, new.header.import_run_id,
            as_json(new.ext), new.reverses_id,
        )
        for new in documents
    ]  # fmt: skip
    return [list(column) for column in zip(*rows, strict=True)]


_LINE_COLUMNS = len(PreparedLine._fields) + 2


def _line_columns(lines: Sequence[NewLine]) -> list[list[object]]:
    if not lines:
        return [[] for _ in range(_LINE_COLUMNS)]
    rows = [(new.document + 1, *new.line, as_json(new.ext)) for new in lines]
    return [list(column) for column in zip(*rows, strict=True)]
