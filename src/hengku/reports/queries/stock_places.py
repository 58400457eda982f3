"""商品分布: where an item is and has gone, our warehouses and the world outside; adds up to zero."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.ledger.queries.places import stock_places as places_of
from hengku.masterdata.queries.books import book_facts, today
from hengku.masterdata.texts import PLACE_KINDS
from hengku.masterdata.types import VALUED_KINDS
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.reports.queries.explain_places import at_place, days_left
from hengku.reports.queries.explain_rows import by_row
from hengku.reports.rules.columns import ITEM, LOT, PARTNER, STATUS, WAREHOUSE, quantity
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

PLACE = FieldSpec(
    "place", Text("地点", "Place"), FieldType.ENUM, width=110,
    choices=tuple(Choice(str(value), label) for value, label in PLACE_KINDS.items()),
)  # fmt: skip
OWNER = FieldSpec("owner", Text("货主", "Owner"), FieldType.REFERENCE, ref="partners")
VALUED = FieldSpec("valued", Text("我方资产", "Our asset"), FieldType.BOOLEAN, width=90)
DAYS_LEFT = FieldSpec(
    "days_left", Text("剩余天数（含到期日）", "Days left (with expiry day)"), FieldType.INTEGER, width=140
)


def columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return (PLACE, WAREHOUSE, PARTNER, LOT, DAYS_LEFT, STATUS, OWNER, VALUED, quantity("quantity", "数量", "Quantity"))


def run(question: ReportQuestion) -> ReportResult:
    day = today(book_facts(question.book_id), question.at)
    found = places_of(viewer=question.viewer, book_id=question.book_id, item_id=question.parameters["item"])
    rows = [_row(row, day) for row in _by_partner(found)]
    return ReportResult(rows, {"quantity": sum(row["quantity"] for row in found)}, len(rows))


_PARTNERS = """
SELECT d.id, p.id, p.code, p.name FROM documents_document d JOIN masterdata_partner p ON p.id = d.partner_id
WHERE d.id = ANY(%s::bigint[])
"""


def _by_partner(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What went to customers or came from suppliers, by partner instead of by document."""
    documents = sorted({row["document_id"] for row in found if row["document_id"] is not None})
    partners = {pk: named for pk, *named in sql.rows(connection, _PARTNERS, [documents])} if documents else {}
    folded: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in found:
        pk, code, name = partners.get(row["document_id"], (row["partner_id"], row["partner_code"], row["partner_name"]))
        named = {**row, "partner_id": pk, "partner_code": code, "partner_name": name, "document_id": None}
        key = tuple(value for column, value in named.items() if column != "quantity")
        known = folded.setdefault(key, {**named, "quantity": ZERO, "documents": []})
        known["quantity"] += row["quantity"]
        known["documents"] += [row["document_id"]] if row["document_id"] is not None else []
    return [row for row in folded.values() if row["quantity"]]


def _row(row: Mapping[str, Any], day: date) -> Row:
    expiry = row["expiry_date"]
    return {
        "place": row["place_kind"], "lot": row["lot"], "status": row["status"], "quantity": row["quantity"],
        "valued": row["place_kind"] in VALUED_KINDS and row["owner_id"] is None,
        "today": day, "expires": expiry, "place_kind": row["place_kind"], "documents": row["documents"],
        "days_left": None if expiry is None else (expiry - day).days + 1,
        **{name: _reference(row, name) for name in ("warehouse", "partner", "owner")},
    }  # fmt: skip


def _reference(row: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    if row[f"{name}_id"] is None:
        return None
    return {"id": str(row[f"{name}_id"]), "code": row[f"{name}_code"], "name": row[f"{name}_name"]}


RULES = {
    "quantity": at_place("place_kind", "warehouse", "partner", "owner", "lot", "status"), "days_left": days_left,
}  # fmt: skip
STOCK_PLACES = ReportSpec(
    name="stock_places",
    label=Text("商品分布", "Where an item is"),
    group="stock",
    help=Text(
        "商品在每个仓库、在途、供应商、客户、报废等地点的数量；所有地点合计为零",
        "Quantity at every warehouse, on the way, at suppliers, customers, scrap; all places add up to zero",
    ),
    parameters=(ITEM.but(required=True),),
    columns=columns,
    run=run,
    explain=by_row(run, columns, RULES),
)
