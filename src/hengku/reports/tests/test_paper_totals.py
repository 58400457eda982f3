"""The last row of a printed table, and discounts on paper."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.kernel.texts import Text
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.rules.paper import PaperFields, PaperJob, paper, total_text

QUANTITY = FieldSpec("quantity", Text("数量", "Quantity"), FieldType.QUANTITY, total=True)
AMOUNT = FieldSpec("amount", Text("金额", "Amount"), FieldType.AMOUNT, total=True)


def _line(quantity: str, unit: str) -> dict[str, Any]:
    return {"quantity": quantity, "unit": {"name": unit}, "amount": "500.5"}


@pytest.mark.parametrize(
    ("column", "lines", "text"),
    [
        (QUANTITY, [_line("1000", "箱"), _line("234.5", "箱")], "1,234.5"),
        (QUANTITY, [_line("12", "箱"), _line("340", "kg"), _line("3", "箱")], "15 箱 · 340 kg"),
        (QUANTITY, [], "0"),
        (AMOUNT, [_line("12", "箱"), _line("340", "kg")], "1,001.00"),
    ],
)
def test_quantities_add_up_within_a_unit_only(column: FieldSpec, lines: list[dict[str, Any]], text: str) -> None:
    assert total_text(column, lines) == text


def test_discounts_stand_on_the_paper_and_nowhere_without_prices() -> None:
    """Percent and amount off a line, amount off the document; a delivery note says nothing of them."""
    spec = DOCUMENT_TYPES.get("sales_order")
    line = {
        **_line("10", "箱"),
        "price": "10",
        "discount": "0.1",
        "discount_amount": "5.55",
        "total": "84.45",
        "item": {},
    }
    document = {
        "type": "sales_order",
        "lines": [line],
        "order_discount": "3.00",
        "total_amount": "81.45",
        "number": "X",
    }

    def told(*, with_prices: bool) -> tuple[dict[str, str], dict[str, str]]:
        job = PaperJob("a4", "zh-CN", "公司", ZoneInfo("UTC"), "人", datetime.now(UTC), 1, with_prices=with_prices)
        found: Any = paper(document, spec, PaperFields(spec.header_fields, spec.line_fields), job)
        columns = dict(zip((one["label"] for one in found["columns"]), found["lines"][0], strict=True))
        return columns, {one["label"]: one["value"] for one in found["header"]}

    columns, header = told(with_prices=True)
    assert (columns["折扣率"], columns["折扣额"], header["整单折扣"]) == ("10%", "5.55", "3.00")
    columns, header = told(with_prices=False)
    assert not {"折扣率", "折扣额", "整单折扣"} & {*columns, *header}
