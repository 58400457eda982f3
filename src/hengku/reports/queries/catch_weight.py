"""双计量库存: catch-weight goods by weight and by pieces, with the average weight of one and whether both quantities agree."""

from collections.abc import Mapping
from typing import Any

from hengku.kernel.money import ZERO, round_half_up
from hengku.kernel.texts import Text
from hengku.ledger.queries.both_quantities import both_quantities
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.reports.queries.explain_places import at_place
from hengku.reports.queries.explain_rows import by_row, per, stands
from hengku.reports.rules.columns import ITEM, LOT, UNIT, WAREHOUSE, quantity
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

SECOND_UNIT = FieldSpec("second_unit", Text("辅单位", "Second unit"), FieldType.TEXT, width=80)
AGREES = FieldSpec(
    "agreement", Text("核对", "Check"), FieldType.ENUM, width=90,
    choices=(Choice("FINE", Text("一致", "Fine"), "green"), Choice("ODD", Text("异常", "Odd"), "red")),
    help=Text("一个为零另一个不为零即异常", "Odd where one is zero and the other is not"),
)  # fmt: skip


def columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return (
        ITEM, WAREHOUSE, LOT, quantity("quantity", "现存量", "On hand"), UNIT, quantity("second_quantity", "件数", "Pieces"),
        SECOND_UNIT, quantity("average", "平均每件", "Average of one"), quantity("usual", "通常每件", "Usual of one"), AGREES,
    )  # fmt: skip


def run(question: ReportQuestion) -> ReportResult:
    asked = question.parameters
    found = both_quantities(
        viewer=question.viewer, book_id=question.book_id, item_id=asked.get("item"), warehouse_id=asked.get("warehouse")
    )
    return ReportResult([_row(row) for row in found], {}, len(found))


def _row(row: Mapping[str, Any]) -> Row:
    weight, pieces = row["quantity"], row["second_quantity"]
    return {
        "item": {"id": str(row["item_id"]), "code": row["item_code"], "name": row["item_name"], "spec": row["item_spec"]},
        "warehouse": {"id": str(row["warehouse_id"]), "code": row["warehouse_code"], "name": row["warehouse_name"]},
        **{name: row[name] for name in ("lot", "unit", "second_unit", "quantity", "second_quantity")},
        "average": round_half_up(weight / pieces, 6) if pieces else None, "usual": row["second_ratio"],
        "agreement": "FINE" if (weight > ZERO) == (pieces > ZERO) else "ODD", "place_kind": "WH", "place": "WH", "owner": None,
    }  # fmt: skip


RULES = {
    "quantity": at_place("place_kind", "warehouse", "owner", "lot"), "second_quantity": stands,
    "average": per("quantity", "second_quantity"), "usual": stands,
}  # fmt: skip
CATCH_WEIGHT = ReportSpec(
    name="catch_weight",
    label=Text("双计量库存", "Catch-weight stock"),
    group="stock",
    help=Text(
        "按重量和件数记的商品：两个现存数量、平均每件；一个为零另一个不为零会标出",
        "Goods kept by weight and by pieces: both quantities on hand and the average of one; marked where one is zero and the other is not",
    ),
    parameters=(ITEM, WAREHOUSE),
    columns=columns,
    run=run,
    explain=by_row(run, columns, RULES),
)
