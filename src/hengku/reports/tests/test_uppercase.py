"""大写金额: the examples of the rule's own text, and the places where a zero is easily forgotten."""

from decimal import Decimal

import pytest

from hengku.reports.rules.uppercase import LIMIT, uppercase_amount


@pytest.mark.parametrize(
    ("amount", "capitals"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("0.35", "叁角伍分"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万零柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("10000", "壹万元整"),
        ("10010", "壹万零壹拾元整"),
        ("20305000", "贰仟零叁拾万零伍仟元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("1000000000000", "壹万亿元整"),
        ("123456789012.34", "壹仟贰佰叁拾肆亿伍仟陆佰柒拾捌万玖仟零壹拾贰元叁角肆分"),
        ("12345678000000", "壹拾贰万叁仟肆佰伍拾陆亿柒仟捌佰万元整"),
        ("-3.04", "负叁元零肆分"),
        ("0.005", "壹分"),
        ("-0.004", "零元整"),
    ],
)
def test_capitals(amount: str, capitals: str) -> None:
    assert uppercase_amount(Decimal(amount)) == capitals


def test_no_capitals_beyond_what_people_agree_on() -> None:
    assert uppercase_amount(LIMIT - Decimal("0.01")).startswith("玖仟玖佰玖拾玖万")
    with pytest.raises(ValueError, match=r"10\^16"):
        uppercase_amount(LIMIT)
