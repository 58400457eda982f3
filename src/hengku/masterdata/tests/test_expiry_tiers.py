"""Tiers of near expiry: what may be written, and which one a lot belongs to."""

from datetime import date

import pytest

from hengku.masterdata.rules.expiry_tiers import Standing, parse_tiers, tier_of, tier_problems

ENDS = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "on", "standing"),
    [
        ("180,90,30", date(2026, 7, 4), None),  # 181 days left
        ("180,90,30", date(2026, 7, 5), Standing(3, "180")),
        ("180,90,30", date(2026, 12, 1), Standing(2, "90")),  # 31 days left
        ("180,90,30", date(2026, 12, 2), Standing(1, "30")),
        # 365 days of life: 243 left are less than two thirds, 121 less than one third
        ("2/3,1/3", date(2026, 5, 2), None),  # 244 left
        ("2/3,1/3", date(2026, 5, 3), Standing(2, "2/3")),
        ("2/3,1/3", date(2026, 9, 1), Standing(2, "2/3")),  # 122 left
        ("2/3，1/3", date(2026, 9, 2), Standing(1, "1/3")),
        ("50%, 30", date(2026, 12, 31), Standing(1, "30")),
        ("50%, 30", date(2027, 1, 15), Standing(1, "30")),
    ],
)
def test_a_lot_belongs_to_the_tightest_tier_that_holds(text: str, on: date, standing: Standing | None) -> None:
    assert tier_of(parse_tiers(text), production=date(2026, 1, 1), expiry=ENDS, on=on) == standing


def test_a_share_says_nothing_where_the_production_date_is_unknown() -> None:
    assert tier_of(parse_tiers("1/2"), production=None, expiry=ENDS, on=ENDS) is None


@pytest.mark.parametrize("text", ["30,90", "1/3,2/3", "3/2", "0", "soon", "9,8,7,6,5,4", "30,30"])
def test_tiers_that_make_no_sense_are_refused(text: str) -> None:
    assert [one.code for one in tier_problems(text)] == ["expiry_tiers_bad"]


def test_nothing_written_is_fine() -> None:
    assert tier_problems("") == tier_problems(None) == []
