"""Quantities as people say them at the shelf."""

from decimal import Decimal

import pytest

from hengku.kernel.quantity import NotWholeUnit
from hengku.warehousing.rules.entered import Ratio, UnknownUnit, UnreadableQuantity, base_quantity

UNITS = {"瓶": Ratio(1, 1), "箱": Ratio(12, 1), "ctn": Ratio(12, 1), "kg": Ratio(1, 1), "⅓盒": Ratio(1, 3)}


@pytest.mark.parametrize(
    ("text", "scanned", "expected"),
    [
        ("12", Ratio(1, 1), "12"),
        ("3", Ratio(12, 1), "36"),
        ("3箱+2瓶", Ratio(1, 1), "38"),
        ("3箱2瓶", Ratio(1, 1), "38"),
        (" 3 CTN ， 2 瓶 ", Ratio(1, 1), "38"),
        ("0", Ratio(1, 1), "0"),
        ("2箱 5", Ratio(1, 1), "29"),
        ("3箱+", Ratio(1, 1), "36"),
    ],
)
def test_readable(text: str, scanned: Ratio, expected: str) -> None:
    assert base_quantity(text, units=UNITS, scanned=scanned, precision=0) == Decimal(expected)


@pytest.mark.parametrize("text", ["", "箱", "-3", "一箱", "1..2", "12,35", "1，200"])
def test_unreadable(text: str) -> None:
    with pytest.raises(UnreadableQuantity):
        base_quantity(text, units=UNITS, scanned=Ratio(1, 1), precision=0)


def test_unknown_unit_is_named() -> None:
    with pytest.raises(UnknownUnit, match="托"):
        base_quantity("3托", units=UNITS, scanned=Ratio(1, 1), precision=0)


def test_half_a_bottle_is_a_typing_mistake() -> None:
    with pytest.raises(NotWholeUnit):
        base_quantity("1.5瓶", units=UNITS, scanned=Ratio(1, 1), precision=0)
    assert base_quantity("1.5kg", units=UNITS, scanned=Ratio(1, 1), precision=3) == Decimal("1.5")
