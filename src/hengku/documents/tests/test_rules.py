"""The thinking, without a database: line filling, tolerance, execution, rights, masks, changes."""

from datetime import date
from decimal import Decimal

import pytest

from hengku.documents.rules.changes import changes_between, line_changes
from hengku.documents.rules.execution import LineProgressFacts, execution_of
from hengku.documents.rules.facts import BookFacts, Facts, ItemFacts, SourceFacts
from hengku.documents.rules.headers import PreparedHeader
from hengku.documents.rules.lines import PreparedLine, prepare_line
from hengku.documents.rules.links import in_effect, needed_tolerance, overdrawn, tolerance_of
from hengku.documents.rules.masks import hidden_line_names, hides_header_amounts
from hengku.documents.rules.numbers import counter_key, numbering_of
from hengku.documents.rules.reversal import mirror_line
from hengku.documents.rules.rights import action_of, allows, sees
from hengku.documents.tests.conftest import ORDER, RECEIPT, RETURN, offer_test_types
from hengku.documents.texts import LINK_LABELS
from hengku.documents.types import DocTypeSpec, Execution, LineDraft, LinkKind, LinkSpec
from hengku.identity.types import Scope, Viewer
from hengku.kernel.errors import Refusal

D = Decimal
ITEM = ItemFacts(1, "A", "甲", "", "ACTIVE", 10, 0, None, None, None, D("0.13"), None, None, [11], [12], [1])
BOOK = BookFacts(1, "CNY", "Asia/Shanghai", "01", False, D("0.05"), D(0), D("0.06"))
SOURCE = SourceFacts(
    7, 70, "test_order", "TDD-1", "APPROVED", False, False, 1, None, 5, None, "CNY", False, "", 1, 1, 11, 12, 1, D(10), D(120),
    None, 5, None, None, None, None, None, None, D("120"), D("0.1"), D("0.09"), "", D(24), None, D("1080.00"), D("1177.20"),
)  # fmt: skip


def header(*, includes_tax: bool = False) -> PreparedHeader:
    return PreparedHeader("test_receipt", 1, None, 5, None, date(2026, 3, 1), "CNY", includes_tax, "", "", "", None)


def prepared(draft: LineDraft, *, includes_tax: bool = False) -> tuple[PreparedLine | None, list[Refusal]]:
    refusals: list[Refusal] = []
    facts = Facts(sources={7: SOURCE}, items={1: ITEM}, books={1: BOOK})
    line = prepare_line(
        draft,
        line_no=1,
        header=header(includes_tax=includes_tax),
        spec=RECEIPT,
        facts=facts,
        loc=("lines", 0),
        refusals=refusals,
    )
    return line, refusals


@pytest.mark.parametrize(
    ("draft", "quantity", "base", "price", "net", "tax", "total"),
    [
        # without tax: 10 x 11.20, 13 %
        (LineDraft(item_id=1, quantity=D(10), price=D("11.20")), "10", "10", "11.20", "112.00", "14.56", "126.56"),
        # boxes of 12, 10 % off
        (
            LineDraft(item_id=1, unit_id=11, quantity=D(2), price=D(120), discount=D("0.1")),
            "2", "24", "120", "216.00", "28.08", "244.08",
        ),
        # the amount alone: its price follows
        (LineDraft(item_id=1, quantity=D(3), amount=D(10)), "3", "3", "3.333333", "10.00", "1.30", "11.30"),
        # from the source: 96 pieces = 8 boxes left, its price, discount and rate
        (LineDraft(source_line_id=7), "8", "96", "120", "864.00", "77.76", "941.76"),
        # from the source in pieces: the price per piece follows
        (LineDraft(source_line_id=7, unit_id=10, quantity=D(5)), "5", "5", "10", "45.00", "4.05", "49.05"),
        # a tax as printed on the invoice, 0.06 off
        (LineDraft(item_id=1, quantity=D(10), price=D("11.20"), tax=D("14.50")), "10", "10", "11.20", "112.00", "14.50", "126.50"),
    ],
)  # fmt: skip
def test_a_line_is_filled(
    draft: LineDraft, quantity: str, base: str, price: str, net: str, tax: str, total: str
) -> None:
    line, refusals = prepared(draft)
    assert refusals == []
    assert line is not None
    assert (line.quantity, line.base_quantity, line.price) == (D(quantity), D(base), D(price))
    assert [line.net, line.tax, line.total] == [D(net), D(tax), D(total)]


def test_prices_with_tax_come_apart() -> None:
    line, _ = prepared(LineDraft(item_id=1, quantity=D(1), price=D(100)), includes_tax=True)
    assert line is not None
    assert [line.net, line.tax, line.total] == [D("88.50"), D("11.50"), D("100.00")]
    taken, _ = prepared(LineDraft(source_line_id=7, quantity=D(1)), includes_tax=True)
    assert taken is not None
    assert taken.price == D("130.8")


@pytest.mark.parametrize(
    ("draft", "code", "place"),
    [
        (LineDraft(quantity=D(1)), "required", "item"),
        (LineDraft(item_id=99, quantity=D(1)), "unknown_reference", "item"),
        (LineDraft(item_id=1), "required_quantity", "quantity"),
        (LineDraft(item_id=1, quantity=D(0)), "quantity_not_positive", "quantity"),
        (LineDraft(item_id=1, quantity=D("0.5")), "not_whole_unit", "quantity"),
        (LineDraft(item_id=1, quantity=D(1), unit_id=99), "line_unit_not_of_item", "unit"),
        (LineDraft(item_id=1, quantity=D(1), warehouse_id=6), "unknown_reference", "warehouse"),
        (LineDraft(item_id=1, quantity=D(1), bin_id=6), "unknown_reference", "bin"),
        (LineDraft(item_id=1, quantity=D(10), price=D("11.20"), tax=D("14.49")), "tax_out_of_tolerance", "tax"),
    ],
)
def test_a_line_is_refused_at_its_field(draft: LineDraft, code: str, place: str) -> None:
    _, refusals = prepared(draft)
    assert [(refusal.code, refusal.loc) for refusal in refusals] == [(code, ("lines", 0, place))]


@pytest.mark.parametrize(
    ("lifecycle", "spec", "code"),
    [
        ("ARCHIVED", RECEIPT, "item_not_active"),
        ("NO_PURCHASE", RECEIPT, "item_not_purchasable"),
        ("NO_PURCHASE", RETURN, None),
    ],
)
def test_items_past_their_life_are_refused_where_it_matters(
    lifecycle: str, spec: DocTypeSpec, code: str | None
) -> None:
    refusals: list[Refusal] = []
    facts = Facts(items={1: ITEM._replace(lifecycle=lifecycle)}, books={1: BOOK})
    draft = LineDraft(item_id=1, quantity=D(1))
    prepare_line(draft, line_no=1, header=header(), spec=spec, facts=facts, loc=(), refusals=refusals)
    assert [refusal.code for refusal in refusals] == ([code] if code else [])


def test_the_most_specific_tolerance_holds() -> None:
    link = LinkSpec("test_order", tolerance="receipt")
    assert tolerance_of(link, ITEM, BOOK) == D("0.05")
    assert tolerance_of(link, ITEM._replace(receipt_tolerance=D(0)), BOOK) == 0
    assert tolerance_of(LinkSpec("test_order"), ITEM, BOOK) == 0


@pytest.mark.parametrize(("linked", "left"), [("126", None), ("127", "5")])
def test_beyond_the_tolerance_is_refused_with_what_is_left(linked: str, left: str | None) -> None:
    link = LinkSpec("test_order", tolerance="receipt")
    refusal = overdrawn(
        source=SOURCE,
        item=ITEM,
        link=link,
        tolerance=D("0.05"),
        linked=D(linked),
        taken=D(6),
        loc=("lines", 0, "quantity"),
    )
    assert (refusal.params["remaining"] if refusal else None) == left


@pytest.mark.parametrize(
    ("lines", "stopped", "expected"),
    [
        ([("10", "0")], False, Execution.NONE),
        ([("10", "4")], False, Execution.PARTIAL),
        ([("10", "10"), ("5", "0")], False, Execution.PARTIAL),
        ([("10", "10"), ("5", "5")], False, Execution.DONE),
        ([("10", "11")], False, Execution.OVER),
        ([("10", "4")], True, Execution.STOPPED),
        ([("10", "10")], True, Execution.DONE),
    ],
)
def test_execution_is_derived(lines: list[tuple[str, str]], stopped: bool, expected: Execution) -> None:
    offer_test_types()
    facts = [LineProgressFacts(D(quantity), D(executed), D(executed), D(0)) for quantity, executed in lines]
    assert execution_of(ORDER, facts, stopped=stopped, short_tolerance=D(0)) == expected
    assert execution_of(RETURN, facts, stopped=stopped, short_tolerance=D(0)) is None


@pytest.mark.parametrize(
    ("executed", "expected"),
    [("97.99", Execution.PARTIAL), ("98", Execution.DONE), ("100", Execution.DONE), ("101", Execution.OVER)],
)
def test_a_line_is_done_when_no_more_than_the_short_tolerance_is_left(executed: str, expected: Execution) -> None:
    offer_test_types()
    facts = [LineProgressFacts(D(100), D(executed), D(executed), D(0))]
    assert execution_of(ORDER, facts, stopped=False, short_tolerance=D("0.02")) == expected


@pytest.mark.parametrize(("linked", "tolerance"), [("121", "0.0084"), ("126", "0.0500"), ("240", "1.0000")])
def test_what_was_let_pass_is_kept_as_the_tolerance_it_needed(linked: str, tolerance: str) -> None:
    assert needed_tolerance(SOURCE, D(linked)) == D(tolerance)


def test_a_line_made_from_one_with_an_order_discount_gets_its_part() -> None:
    # 10 x 120 less 10 % is 1,080.00; the order took 100.00 off this line, 980.00 are left; 4 of 10 are 392.00.
    source = SOURCE._replace(net=D("980.00"), total=D("1068.20"), linked_quantity=D(0))
    facts = Facts(sources={7: source}, items={1: ITEM}, books={1: BOOK})

    def made(quantity: str, head: PreparedHeader) -> PreparedLine:
        line = prepare_line(
            LineDraft(source_line_id=7, quantity=D(quantity)),
            line_no=1, header=head, spec=RECEIPT, facts=facts, loc=(), refusals=[],
        )  # fmt: skip
        assert line is not None
        return line

    assert (made("10", header()).net, made("4", header()).net, made("4", header()).tax) == (
        D("980.00"), D("392.00"), D("35.28"),
    )  # fmt: skip
    own = header()
    own.extra = {"order_discount": D(5)}
    assert made("10", own).net == D("1080.00"), "a discount of its own takes the place of the inherited one"
    assert made("4", header(includes_tax=True)).total == D("427.28")


@pytest.mark.parametrize(
    ("state", "kind", "ready"),
    [("APPROVED", "order", True), ("DRAFT", "order", False), ("POSTED", "stock", True), ("APPROVED", "stock", False), ("APPROVED", "task", True)],
)  # fmt: skip
def test_only_what_is_in_effect_is_a_source(state: str, kind: str, ready: bool) -> None:
    assert in_effect(state, kind) is ready


def test_rights_bite_by_book_warehouse_and_maker() -> None:
    viewer = Viewer(3, "v", "v", {("test_receipt", "post"): (Scope(frozenset({1}), frozenset({5})), Scope(own=True))})
    assert allows(viewer, "test_receipt", "post", book_id=1, warehouse_ids={5}, created_by_id=9)
    assert not allows(viewer, "test_receipt", "post", book_id=1, warehouse_ids={5, 6}, created_by_id=9)
    assert not allows(viewer, "test_receipt", "post", book_id=2, warehouse_ids={5}, created_by_id=9)
    assert allows(viewer, "test_receipt", "post", book_id=2, warehouse_ids={6}, created_by_id=3)
    assert not allows(viewer, "test_receipt", action_of("unapprove"), book_id=1, warehouse_ids={5}, created_by_id=3)
    watcher = Viewer(4, "w", "w", {("test_receipt", "view"): (Scope(warehouse_ids=frozenset({5})),)})
    assert sees(watcher, "test_receipt", book_id=1, warehouse_ids={5, 6}, created_by_id=None)
    assert not sees(watcher, "test_receipt", book_id=1, warehouse_ids={6}, created_by_id=None)


def test_a_hidden_price_takes_its_figures_along() -> None:
    keeper = Viewer(3, "k", "k", masked=frozenset({"purchase_price"}))
    assert hides_header_amounts(ORDER, keeper)
    assert {"price", "net", "tax", "amount", "total"} <= set(hidden_line_names(ORDER, keeper))
    assert hidden_line_names(ORDER, Viewer(4, "o", "o")) == ()


def test_a_mirror_is_the_negative_to_the_cent() -> None:
    line, _ = prepared(LineDraft(item_id=1, quantity=D(3), price=D("3.33")))
    assert line is not None
    mirror = mirror_line(line)
    assert [mirror.quantity, mirror.base_quantity, mirror.net, mirror.tax, mirror.total] == [
        -line.quantity, -line.base_quantity, -line.net, -line.tax, -line.total,
    ]  # fmt: skip
    assert mirror.price == line.price


def test_numbers_restart_when_the_text_around_them_changes() -> None:
    march, april = (
        numbering_of(pattern="{prefix}-{yyyyMM}-{seq:4}", prefix="CGRK", book_code="01", on=date(2026, month, 1))
        for month in (3, 4)
    )
    assert march.number(42) == "CGRK-202603-0042"
    assert march.number(12345) == "CGRK-202603-12345"
    keys = {counter_key(book_id=1, document_type="goods_receipt", numbering=numbering) for numbering in (march, april)}
    assert len(keys) == 2


def test_changes_name_fields_and_lines() -> None:
    assert changes_between({"a": D("1.50"), "b": "x"}, {"a": D("1.5"), "b": "y"}) == {"b": ["x", "y"]}
    changed = line_changes({1: {"q": D(1)}, 2: {"q": D(2)}}, {1: {"q": D(1)}, 3: {"q": D(4)}})
    assert changed == {"2": {"q": ["2", None]}, "3": {"q": [None, "4"]}}


def test_a_hidden_cost_takes_the_cost_of_the_lines_along() -> None:
    keeper = Viewer(1, "keeper", "库管", masked=frozenset({"cost"}))
    assert hidden_line_names(RECEIPT, keeper) == ("cost_amount", "unit_cost")
    assert hidden_line_names(RECEIPT, Viewer(1, "boss", "老板")) == ()


def test_every_kind_of_link_has_words() -> None:
    assert set(LINK_LABELS) == set(LinkKind)
