"""The straight road of plain goods gives the very lines the templates give."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hengku.finance.rules.plain import Goods, plain_lines
from hengku.finance.rules.recipes import recipe_of
from hengku.finance.rules.resolve import AccountTraits, Chart, KeyMapping, MissingAccount
from hengku.finance.rules.templates import drafts_of
from hengku.finance.types import DocumentFacts, EntryFact

DAY, PARTNER = date(2026, 3, 3), 5
ITEM, BOTH, NONE = frozenset({"item"}), frozenset({"item", "partner"}), frozenset[str]()
CHART = Chart(
    {
        "GOODS": [KeyMapping(1), KeyMapping(2, warehouse_id=12), KeyMapping(3, category_path="B")],
        "RAW": [KeyMapping(4)],
        "COGS": [KeyMapping(5), KeyMapping(6, warehouse_id=11)],
        "OCOGS": [KeyMapping(7)],
        "AP-EST": [KeyMapping(8), KeyMapping(9, partner_id=PARTNER)],
        "PENDING-PL": [KeyMapping(10, category_path="A"), KeyMapping(7)],
    },
    {
        1: AccountTraits(1, "1405", ITEM, by_quantity=True),
        2: AccountTraits(2, "140502", ITEM, by_quantity=False),
        3: AccountTraits(3, "140503", NONE, by_quantity=True),
        4: AccountTraits(4, "1403", NONE, by_quantity=False),
        5: AccountTraits(5, "5401", ITEM, by_quantity=False),
        6: AccountTraits(6, "540101", BOTH, by_quantity=False),
        7: AccountTraits(7, "5402", NONE, by_quantity=False),
        8: AccountTraits(8, "220202", frozenset({"partner"}), by_quantity=False),
        9: AccountTraits(9, "220203", BOTH, by_quantity=False),
        10: AccountTraits(10, "1901", ITEM, by_quantity=True),
    },
    {1: "A", 2: "A/B", 3: "B", 4: "B/C", 5: ""},
)
KEYS = {1: "GOODS", 2: "GOODS", 3: "GOODS", 4: "RAW", 5: "RAW"}
AMOUNTS = st.decimals(min_value=-50, max_value=50, places=2)
ROWS = st.lists(
    st.tuples(st.integers(1, 5), st.sampled_from([11, 12, None]), AMOUNTS, AMOUNTS), min_size=1, max_size=12
)


def _entry(number: int, row: tuple[int, int | None, Decimal, Decimal]) -> EntryFact:
    item, warehouse, quantity, amount = row
    return EntryFact(
        number,
        70,
        7,
        7,
        "",
        number,
        "OWN",
        KEYS[item],
        item,
        warehouse,
        quantity,
        amount,
        Decimal(0),
        DAY,
        outward=False,
    )


@settings(deadline=None)
@given(kind=st.sampled_from(["goods_receipt", "other_in", "shipment", "sales_return", "scrap"]), rows=ROWS)
def test_the_straight_road_and_the_templates_agree(
    kind: str, rows: list[tuple[int, int | None, Decimal, Decimal]]
) -> None:
    parts: dict[Goods, tuple[Decimal, Decimal]] = {}
    for item, warehouse, quantity, amount in rows:
        name = Goods(item, warehouse, KEYS[item])
        before = parts.get(name, (Decimal(0), Decimal(0)))
        parts[name] = (before[0] + quantity, before[1] + amount)
    if not sum(amount for _, amount in parts.values()):
        return  # left to the templates
    chart = Chart({**CHART.mappings, "NONOP-IN": CHART.mappings["PENDING-PL"]}, CHART.accounts, CHART.category_paths)
    document = DocumentFacts(7, kind, 1, DAY, PARTNER, is_reversal=False)
    (draft,) = drafts_of([document], [_entry(number, row) for number, row in enumerate(rows)])
    mine = plain_lines(recipe=recipe_of(kind), chart=chart, partner_id=PARTNER, parts=parts)
    assert sorted(mine, key=str) == sorted(chart.resolve(draft), key=str)
    assert [line.side for line in mine] == sorted((line.side for line in mine), key="DC".index)


def test_every_key_without_an_account_is_told() -> None:
    chart = Chart({"COGS": CHART.mappings["COGS"]}, CHART.accounts)
    parts = {Goods(1, None, "GOODS"): (Decimal(-1), Decimal(-2)), Goods(4, None, "RAW"): (Decimal(-1), Decimal(-2))}
    with pytest.raises(MissingAccount) as missing:
        plain_lines(recipe=recipe_of("shipment"), chart=chart, partner_id=None, parts=parts)
    assert missing.value.keys == ("GOODS", "OCOGS", "RAW")
