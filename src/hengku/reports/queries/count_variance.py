"""盘点差异: confirmed count lines, book beside counted, difference in quantity and amount (domain specification 9.2)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from hengku.identity.queries.restrict import restrict
from hengku.kernel.money import ZERO, round_half_up
from hengku.kernel.texts import Text
from hengku.masterdata.models import Bin, Lot, Warehouse
from hengku.masterdata.rules.search import normalise
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.queries.explain_rows import by_row
from hengku.reports.queries.explain_trade import COUNT_RULES
from hengku.reports.rules.columns import (
    BUSINESS_DATE,
    FROM,
    ITEM,
    NUMBER,
    SEARCH,
    STATUS,
    TO,
    UNIT,
    WAREHOUSE,
    cost_amount,
)
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row
from hengku.warehousing.models import CountLine

ONLY_DIFFERENT = FieldSpec("only_different", Text("只看差异", "Differences only"), FieldType.BOOLEAN, default=True)
COLUMNS = (
    NUMBER,
    BUSINESS_DATE,
    WAREHOUSE,
    FieldSpec("bin", Text("库位", "Bin"), FieldType.TEXT),
    ITEM,
    FieldSpec("lot", Text("批号", "Lot"), FieldType.TEXT),
    STATUS,
    UNIT,
    FieldSpec("book_quantity", Text("账面数量", "Book"), FieldType.QUANTITY, total=True),
    FieldSpec("counted_quantity", Text("实盘数量", "Counted"), FieldType.QUANTITY, total=True),
    FieldSpec("difference", Text("差异数量", "Difference"), FieldType.QUANTITY, total=True),
    cost_amount("amount", "差异金额", "Difference amount"),
    FieldSpec("reason", Text("原因", "Reason"), FieldType.TEXT),
    FieldSpec("accuracy", Text("账实相符率", "Accuracy"), FieldType.RATE, total=True),
)
RATE_PLACES = 4
_FIELDS = {
    "number": "line__document__number",
    "business_date": "line__document__business_date",
    "document_id": "line__document_id",
    "warehouse_id": "line__warehouse_id",
    "bin_id": "line__bin_id",
    "lot_id": "line__lot_id",
    "item_id": "line__item_id",
    "item_code": "line__item__code",
    "item_name": "line__item_name",
    "item_spec": "line__item_spec",
    "unit": "line__item__base_unit__name",
    "status": "line__status",
    "reason": "line__reason",
}


def columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return COLUMNS


def run(question: ReportQuestion) -> ReportResult:
    every = _lines(question)
    found = every.exclude(difference=0) if question.parameters["only_different"] else every
    page = question.page
    rows = found.order_by("-line__document__business_date", "line__document_id", "line__line_no")
    rows = rows[page.offset :] if page.limit is None else rows[page.offset : page.offset + page.limit]
    values = list(rows.annotate(**{name: F(path) for name, path in _FIELDS.items()}).values(*_FIELDS, *_FIGURES))
    totals = _totals(found, every)
    count = found.count()
    labels = _places(values)
    return ReportResult(
        [_row(row, labels) for row in values], totals, count, has_more=page.offset + len(values) < count
    )


_FIGURES = ("snapshot_quantity", "moved_quantity", "difference", "amount")


_BOOK = ("snapshot_quantity", "moved_quantity")


def _lines(question: ReportQuestion) -> "QuerySet[CountLine, CountLine]":
    asked = question.parameters
    lines = restrict(
        CountLine.objects.filter(difference__isnull=False, line__document__book_id=question.book_id),
        viewer=question.viewer,
        resource="count_sheet",
        scope={"rows": "line__document__", "book": "line__document__book_id", "warehouse": "line__warehouse_id"},
    )
    for name, path in (
        ("from", "line__document__business_date__gte"),
        ("to", "line__document__business_date__lte"),
        ("warehouse", "line__warehouse_id"),
        ("item", "line__item_id"),
    ):
        if asked[name] is not None:
            lines = lines.filter(**{path: asked[name]})
    if asked["q"]:
        text = Q(line__item__search_text__contains=normalise(asked["q"])) | Q(
            line__document__number__icontains=asked["q"]
        )
        lines = lines.filter(text)
    return lines


def _totals(found: "QuerySet[CountLine, CountLine]", every: "QuerySet[CountLine, CountLine]") -> dict[str, Decimal]:
    """Sums, and accuracy = lines without difference ÷ lines, of everything counted."""
    sums = found.aggregate(
        snapshot=Sum("snapshot_quantity"),
        moved=Sum("moved_quantity"),
        difference=Sum("difference"),
        amount=Sum("amount"),
    )
    book = (sums["snapshot"] or ZERO) + (sums["moved"] or ZERO)
    difference = sums["difference"] or ZERO
    counted = every.aggregate(lines=Count("line_id"), right=Count("line_id", filter=Q(difference=0)))
    totals = {
        "book_quantity": book,
        "counted_quantity": book + difference,
        "difference": difference,
        "amount": sums["amount"] or ZERO,
    }
    if counted["lines"]:
        totals["accuracy"] = round_half_up(Decimal(counted["right"]) / counted["lines"], RATE_PLACES)
    return totals


def _places(rows: list[dict[str, Any]]) -> Mapping[str, Mapping[int, Any]]:
    def ids(name: str) -> set[int]:
        return {row[name] for row in rows if row[name] is not None}

    return {
        "warehouse": {one.pk: one for one in Warehouse.objects.filter(id__in=ids("warehouse_id"))},
        "bin": dict(Bin.objects.filter(id__in=ids("bin_id")).values_list("id", "code")),
        "lot": dict(Lot.objects.filter(id__in=ids("lot_id")).values_list("id", "number")),
    }


def _row(row: Mapping[str, Any], labels: Mapping[str, Mapping[int, Any]]) -> Row:
    book = (row["snapshot_quantity"] or ZERO) + (row["moved_quantity"] or ZERO)
    warehouse = labels["warehouse"].get(row["warehouse_id"])
    return {
        **{
            name: row[name]
            for name in ("number", "business_date", "unit", "status", "reason", "difference", "amount", *_BOOK)
        },
        "warehouse": warehouse and {"id": warehouse.pk, "code": warehouse.code, "name": warehouse.name},
        "bin": labels["bin"].get(row["bin_id"]),
        "lot": labels["lot"].get(row["lot_id"]),
        "item": {"id": row["item_id"], "code": row["item_code"], "name": row["item_name"], "spec": row["item_spec"]},
        "book_quantity": book,
        "counted_quantity": book + row["difference"],
        "_drill": {"path": f"/documents/count_sheet/{row['document_id']}"},
    }


COUNT_VARIANCE = ReportSpec(
    name="count_variance",
    label=Text("盘点差异", "Count variance"),
    group="stock",
    help=Text(
        "已确认的盘点行：账面（盘点时刻）、实盘、差异；相符率 = 无差异行 ÷ 全部行",
        "Confirmed count lines: book at the moment of counting, counted, difference; accuracy = lines without difference ÷ lines",
    ),
    parameters=(FROM, TO, WAREHOUSE, ITEM, SEARCH, ONLY_DIFFERENT),
    columns=columns,
    run=run,
    explain=by_row(run, columns, COUNT_RULES, pages=True),
    resource="count_sheet",
)
