"""The last row of a printed table."""

from typing import Any

import pytest

from hengku.kernel.texts import Text
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.rules.paper import _total_text

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
    assert _total_text(column, lines) == text
