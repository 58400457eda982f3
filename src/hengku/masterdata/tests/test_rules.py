"""The thinking of master data, in tables."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from hengku.masterdata.rules import (
    barcodes,
    bins,
    categories,
    duplicates,
    numbering,
    prices,
    search,
    seeds,
    units,
    usage,
)
from hengku.masterdata.rules.barcodes import BarcodeVerdict
from hengku.masterdata.rules.pinyin import spell
from hengku.masterdata.rules.variants import TooManyVariants, matrix


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("12", Fraction(12)),
        ("1/3", Fraction(1, 3)),
        ("0.5", Fraction(1, 2)),
        (" 24 ", Fraction(24)),
        ("1:6", Fraction(1, 6)),
        ("2.5/0.5", Fraction(5)),
    ],
)
def test_a_ratio_is_exact(text: str, factor: Fraction) -> None:
    assert units.parse_factor(text) == factor


@pytest.mark.parametrize("text", ["", "0", "-1", "abc", "1/0", "1/2/3", "NaN", "1e400"])
def test_what_is_no_ratio_is_refused(text: str) -> None:
    with pytest.raises(units.BadFactor):
        units.parse_factor(text)


@pytest.mark.parametrize(
    ("text", "unit", "factor", "base"),
    [
        ("箱=12瓶", "箱", 12, "瓶"),
        ("1箱=12瓶", "箱", 12, "瓶"),
        ("箱*12", "箱", 12, ""),
        ("件 = 24 袋", "件", 24, "袋"),
    ],
)
def test_unit_expressions(text: str, unit: str, factor: int, base: str) -> None:
    found = units.parse_unit_expression(text)
    assert found is not None
    assert (found.unit, found.base) == (unit, base)
    assert found.factor == factor


@pytest.mark.parametrize("text", ["330ml", "12", "", "箱=瓶", "箱=0瓶"])
def test_no_unit_expression(text: str) -> None:
    assert units.parse_unit_expression(text) is None


def test_factor_text_is_what_was_typed() -> None:
    assert [units.factor_text(12, 1), units.factor_text(1, 3), units.factor_text(2, 4)] == ["12", "1/3", "1/2"]


@pytest.mark.parametrize(
    ("pattern", "prefix", "number"),
    [
        ("{prefix}-{yyyyMM}-{seq:4}", "CGRK", "CGRK-202611-0001"),
        ("{prefix}{seq:6}", "SP", "SP000001"),
        ("{yy}{MM}{dd}-{seq}/{prefix}", "A", "261122-0001/A"),
        ("{prefix}{yyyyMMdd}{seq:3}", "", "20261122001"),
    ],
)
def test_number_patterns(pattern: str, prefix: str, number: str) -> None:
    assert numbering.preview(pattern, prefix=prefix, on=date(2026, 11, 22)) == number


def test_the_serial_grows_beyond_its_width() -> None:
    frame = numbering.frame("{prefix}-{seq:2}", prefix="X", on=date(2026, 1, 1))
    assert [frame.number(7), frame.number(123)] == ["X-07", "X-123"]
    assert frame.head == "X-"


@pytest.mark.parametrize(
    ("pattern", "codes"),
    [
        ("{prefix}", ["number_rule_needs_one_serial"]),
        ("{seq}{seq:2}", ["number_rule_needs_one_serial"]),
        ("{seq:4}{weekday}", ["number_rule_token_unknown"]),
        ("{seq:4}}", ["number_rule_token_unknown"]),
        ("{prefix}-{seq:4}", []),
    ],
)
def test_faulty_patterns(pattern: str, codes: list[str]) -> None:
    assert numbering.faults(pattern) == codes


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("可口可乐330ml", "kekoukele330ml", "kkkl330ml"),
        ("重庆小面", "chongqingxiaomian", "cqxm"),
        ("Ｎｅｗ 牛奶", "newniunai", "newnn"),
        ("绿茶-500", "lvcha500", "lc500"),
        ("长粒香", "changlixiang", "clx"),
        ("校长", "xiaozhang", "xz"),
        ("", "", ""),
    ],
)
def test_pinyin(name: str, full: str, initials: str) -> None:
    spelling = spell(name)
    assert (spelling.full, spelling.initials) == (full, initials)


def test_search_text_holds_each_word_once_in_one_spelling() -> None:
    assert search.search_text(["A１", "牛奶", None, "", "牛奶", "250ML"]) == "a1 牛奶 250ml"


def test_grams_hold_pieces_of_words_only() -> None:
    assert search.grams("牛奶 A") == sorted(["牛", "奶", "牛奶", "a"])


def test_what_a_word_needs() -> None:
    assert search.pieces_of_word("奶") == ["奶"]
    assert search.pieces_of_word("纯牛奶") == ["牛奶", "纯牛"]
    assert search.pieces_of_word("红-x1") == ["x1", "红"]
    assert [search.has_trigrams(word) for word in ("abc", "ab", "纯牛奶")] == [True, False, False]
    assert search.grams("a", spoken=["红b"]) == ["a", "红", "红b"]


def test_like_is_literal() -> None:
    assert search.escape_like("50%_\\") == "50\\%\\_\\\\"


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("6901028075831", BarcodeVerdict.GOOD),
        ("6901028075832", BarcodeVerdict.WRONG_CHECK_DIGIT),
        ("96385074", BarcodeVerdict.GOOD),
        ("12345", BarcodeVerdict.FREE),
        ("ABCDEFGH", BarcodeVerdict.FREE),
        (barcodes.own_code(7), BarcodeVerdict.INTERNAL),
    ],
)
def test_barcodes(code: str, verdict: BarcodeVerdict) -> None:
    assert barcodes.judge(code) is verdict


def test_chinese_barcodes() -> None:
    assert [barcodes.is_chinese(code) for code in ("6901028075831", "4006381333931", "690")] == [True, False, False]


def test_moving_a_category_takes_its_subtree_along() -> None:
    paths = {1: "A", 2: "A/B", 3: "AB/C"}
    assert categories.moved_paths(paths, old="A", new="X/A") == {1: "X/A", 2: "X/A/B"}
    assert categories.is_inside("A/B", "A")
    assert not categories.is_inside("AB", "A")


def test_category_paths_as_people_write_them() -> None:
    assert categories.split_path("食品 > 饮料／茶") == ["食品", "饮料", "茶"]


def test_a_matrix_makes_one_variant_per_combination() -> None:
    made = matrix(code="T1", name="T恤", axes={"颜色": ["红", "蓝", "红 "], "尺码": ["L"], "无": [" "]})
    assert [(variant.code, variant.spec, dict(variant.values)) for variant in made] == [
        ("T1-红-L", "红/L", {"颜色": "红", "尺码": "L"}),
        ("T1-蓝-L", "蓝/L", {"颜色": "蓝", "尺码": "L"}),
    ]
    with pytest.raises(TooManyVariants):
        matrix(code="T", name="T", axes={"a": [str(n) for n in range(50)], "b": [str(n) for n in range(50)]})


def test_duplicates_are_told_from_other_specs() -> None:
    known = [
        duplicates.Known(1, "A", "农夫山泉 饮用天然水", "550ml"),
        duplicates.Known(2, "B", "农夫山泉饮用天然水", "1.5L"),
        duplicates.Known(3, "C", "康师傅红烧牛肉面", "5连包"),
        duplicates.Known(4, "D", "农夫山泉饮用天然水", "15L"),
    ]
    found = duplicates.hints(name="农夫山泉饮用天然水", spec="５５０ML", known=known)
    assert [(hint.known.id, hint.same) for hint in found] == [(1, True)]
    near = duplicates.hints(name="农夫山泉饮用天然", spec="", known=known)
    assert {hint.known.id for hint in near} == {1, 2, 4}


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("上海光明乳业有限公司", "上海光明乳业"),
        ("东方股份有限公司", "东方"),
        ("Acme Co., Ltd.", "acme"),
        ("公司", "公司"),
    ],
)
def test_the_legal_form_is_no_name(name: str, stem: str) -> None:
    assert duplicates.company_stem(name) == stem


def _price(key: int, price: str, **given: object) -> prices.Price:
    defaults: dict[str, object] = {
        "item_id": 1, "unit_id": None, "partner_id": None, "includes_tax": False, "minimum_quantity": Decimal(0),
        "valid_from": None, "valid_to": None,
    }  # fmt: skip
    return prices.Price(id=key, price=Decimal(price), **{**defaults, **given})  # type: ignore[arg-type]  # a table of cases


@pytest.mark.parametrize(
    ("quantity", "partner", "unit", "on", "winner"),
    [
        ("1", None, 1, date(2026, 11, 1), 1),
        ("100", None, 1, date(2026, 11, 1), 2),
        ("1", 7, 1, date(2026, 11, 1), 3),
        ("1", None, 2, date(2026, 11, 1), 4),
        ("1", None, 1, date(2026, 12, 1), 5),
        ("1", 8, 1, date(2027, 2, 1), 1),
    ],
)
def test_the_most_specific_price_holds(quantity: str, partner: int | None, unit: int, on: date, winner: int) -> None:
    table = [
        _price(1, "5"),
        _price(2, "4", minimum_quantity=Decimal(100)),
        _price(3, "3.5", partner_id=7),
        _price(4, "50", unit_id=2),
        _price(5, "6", valid_from=date(2026, 12, 1), valid_to=date(2026, 12, 31)),
    ]
    found = prices.best(
        table, unit_id=unit, base_unit_id=1, partner_id=partner, on=on, quantity=Decimal(quantity), factors={2: (12, 1)}
    )
    assert found is not None
    assert found.id == winner


def test_a_base_price_is_converted_to_the_unit() -> None:
    assert prices.in_unit(_price(1, "5"), unit_id=2, base_unit_id=1, factors={2: (12, 1)}) == Decimal(60)
    assert prices.in_unit(_price(1, "5"), unit_id=3, base_unit_id=1, factors={3: (1, 3)}) == Decimal("1.666667")


def test_bins_walk_in_order() -> None:
    made = bins.bin_codes([bins.Axis("A", "B"), bins.Axis("09", "10")])
    assert made == ["A-09", "A-10", "B-09", "B-10"]


@pytest.mark.parametrize("axis", [("B", "A"), ("1", "A"), ("AA", "AB"), ("", ""), ("1", "99999")])
def test_bad_bin_ranges(axis: tuple[str, str]) -> None:
    with pytest.raises(bins.BadAxis):
        bins.bin_codes([bins.Axis(*axis)])


def test_seeds_are_offered_once_per_code() -> None:
    for codes in ([seed.code for seed in seeds.UNITS], [seed.code for seed in seeds.reasons()]):
        assert len(codes) == len(set(codes))
    spoken = [
        word
        for seed in seeds.UNITS
        for word in {seed.code.lower(), seed.name.zh, seed.name.en.lower(), *(alias.lower() for alias in seed.aliases)}
    ]
    assert sorted(word for word in set(spoken) if spoken.count(word) > 1) == []
    assert all(numbering.faults(rule.pattern) == [] for rule in seeds.number_rules())


def test_users_are_named_a_few_at_a_time() -> None:
    assert usage.named(["a", "b", "c", "d"]) == "a、b、c (+1)"
    assert usage.named(["a"]) == "a"
