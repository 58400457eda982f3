"""Writes what material documents have of their own beside the common document."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from hengku.documents.models import Document
from hengku.documents.rules.usage import Usage
from hengku.kernel import sql
from hengku.kernel.errors import refuse
from hengku.manufacturing.models import MaterialDocument
from hengku.manufacturing.types import IssueKind, ReturnKind

Values = Mapping[int, Mapping[str, Any]]

_SOURCES = """
SELECT k.target_document_id, (array_agg(m.usage ORDER BY m.document_id))[1],
       (array_agg(m.production_order_id ORDER BY m.document_id))[1]
  FROM documents_line l JOIN documents_link k ON k.target_line_id = l.id AND k.kind = 'RETURN'
  JOIN manufacturing_material_document m ON m.document_id = k.source_document_id
 WHERE l.document_id = ANY(%s::bigint[]) GROUP BY 1
"""


def write_issues(headers: Values, lines: Values) -> None:
    """Use, kind and order of issues. Raises Refused unknown_reference for an order that does not exist."""
    orders = {key: _id(values.get("production_order")) for key, values in headers.items()}
    wanted = {order for order in orders.values() if order is not None}
    known = set(
        Document.objects.filter(pk__in=wanted, type="production_order").values_list("pk", flat=True) if wanted else ()
    )
    for missing in sorted(wanted - known):
        raise refuse("unknown_reference", loc=("header", "production_order"), field="production_order", id=str(missing))
    _write(
        [
            MaterialDocument(
                document_id=key,
                usage=values.get("usage") or Usage.PRODUCTION.value,
                kind=values.get("kind") or IssueKind.ISSUE.value,
                production_order_id=orders[key],
            )
            for key, values in headers.items()
        ]
    )


def write_returns(headers: Values, lines: Values) -> None:
    """Kind of returns; use and order come from the issue they bring material back of (a mirror repeats its original's)."""
    found = {row[0]: (row[1], row[2]) for row in sql.rows(connection, _SOURCES, [sorted(headers)])}
    rows = []
    for key, values in headers.items():
        said = (values.get("usage") or Usage.PRODUCTION.value, _id(values.get("production_order")))
        usage, order_id = found.get(key, said)
        kind = values.get("kind") or ReturnKind.GOOD_RETURN.value
        rows.append(MaterialDocument(document_id=key, usage=usage, kind=kind, production_order_id=order_id))
    _write(rows)


def _write(rows: Sequence[MaterialDocument]) -> None:
    MaterialDocument.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["usage", "kind", "production_order"],
    )


def _id(value: object) -> int | None:
    return None if value in (None, "") else int(str(value))
