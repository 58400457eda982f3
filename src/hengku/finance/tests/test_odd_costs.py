"""异常余额: every cause is named, and the draft that puts it right does."""

from datetime import date
from decimal import Decimal

import pytest
from tests.world import Company, line, make_company, move_on, tell, value

from hengku.documents.queries.load import load_documents
from hengku.finance.operations.fix_costs import draft_fix
from hengku.finance.queries.odd_costs import odd_costs
from hengku.finance.queries.odd_json import odd_json
from hengku.finance.rules.odd_costs import Cause, Fix, Stand, judge
from hengku.kernel.errors import Refused
from hengku.masterdata.models import Item

D = Decimal
DAY = date(2026, 10, 20)


def stand(quantity: str, amount: str, known: tuple[str, str] = ("10", "100.00"), *, standard: bool = False) -> Stand:
    return Stand(D(quantity), D(amount), D(known[0]), D(known[1]), standard)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (stand("-3", "-30.00"), (Cause.NEGATIVE_QUANTITY, Fix("other_in", D(3), D("30.00")))),
        (stand("-3", "-24.00", ("0", "0")), (Cause.NEGATIVE_QUANTITY, Fix("other_in", D(3), D("24.00")))),
        (stand("4", "-1.00"), (Cause.NEGATIVE_AMOUNT, Fix("cost_adjustment", D(0), D("41.00")))),
        (stand("4", "-1.00", ("0", "0")), (Cause.NEGATIVE_AMOUNT, Fix("cost_adjustment", D(0), D("1.00")))),
        (stand("4", "0.00"), (Cause.NO_VALUE, Fix("cost_adjustment", D(0), D("40.00")))),
        (stand("4", "0.00", ("0", "0")), (Cause.NO_VALUE, None)),
        (stand("4", "60.04"), (Cause.OUT_OF_BAND, Fix("cost_adjustment", D(0), D("-20.04")))),
        (stand("4", "60.00"), None),
        (stand("4", "19.96"), (Cause.OUT_OF_BAND, Fix("cost_adjustment", D(0), D("20.04")))),
        (stand("4", "60.04", standard=True), None),
        (stand("0", "0.00"), None),
    ],
)
def test_what_is_odd_and_what_helps(one: Stand, expected: tuple[Cause, Fix | None] | None) -> None:
    assert judge(one) == expected


@pytest.fixture
def company(db: None) -> Company:
    """Flour at 10, then written up to 20; a bottle that left before it came; serum unpriced is left out."""
    made = make_company()
    Item.objects.filter(pk=made.bottle).update(negative_stock="ALLOW")
    tell(made, "goods_receipt", line(made.flour, "10", price="10"), on=date(2026, 10, 2))
    tell(made, "cost_adjustment", line(made.flour, amount="100.00", reason="PRICE_DIFFERENCE"), on=date(2026, 10, 3))
    tell(made, "goods_receipt", line(made.bottle, "2", price="3"), on=date(2026, 10, 4))
    tell(made, "shipment", line(made.bottle, "5", price="9"), on=date(2026, 10, 5))
    return made


def test_the_desk_names_and_mends(company: Company) -> None:
    rows = {one.cause: one for one in odd_costs(book_id=company.book, day=DAY)}
    assert set(rows) == {Cause.NEGATIVE_QUANTITY, Cause.OUT_OF_BAND}
    told = odd_json(book_id=company.book, day=DAY)
    assert [(one["item"]["code"], one["unit"], one["known_unit"]) for one in told] == [
        ("BOTTLE", "3.000000", "3.000000"),
        ("FLOUR", "20.000000", "10.000000"),
    ]
    after = [(one["fix"]["type"], one["fix"]["quantity_after"], one["fix"]["amount_after"]) for one in told]
    assert after == [("other_in", "0", "0.00"), ("cost_adjustment", "10", "100.00")]
    for one in rows.values():
        draft = load_documents([draft_fix(act=company.act(), book_id=company.book, key=one.key)])[0]
        move_on(company, draft.id, "post")
    assert odd_costs(book_id=company.book, day=DAY) == []
    assert value(company, company.flour) == (D(10), D("100.00"))
    with pytest.raises(Refused, match="not_found"):
        draft_fix(act=company.act(), book_id=company.book, key=rows[Cause.OUT_OF_BAND].key)


def test_receipts_long_without_an_invoice_offer_it(company: Company) -> None:
    late = odd_costs(book_id=company.book, day=date(2026, 12, 31))
    waiting = [one for one in late if one.cause is Cause.NOT_INVOICED]
    assert [one.amount for one in waiting] == [D("100.00"), D("6.00")]
    draft = load_documents([draft_fix(act=company.act(), book_id=company.book, key=waiting[0].key)])[0]
    assert (draft.type, draft.partner_id, draft.lines[0].net) == ("purchase_invoice", company.supplier, D("100.00"))


def test_months_are_provisional_until_the_close(company: Company) -> None:
    Item.objects.filter(pk=company.serum).update(cost_method="MONTH_AVERAGE", tracking="NONE", negative_stock="ALLOW")
    tell(company, "shipment", line(company.serum, "1", price="9"), on=date(2026, 10, 5))
    assert [one.cause for one in odd_costs(book_id=company.book, day=DAY) if one.item_id == company.serum] == [
        Cause.NEGATIVE_QUANTITY, Cause.NO_BASE,
    ]  # fmt: skip
    tell(company, "goods_receipt", line(company.serum, "10", price="3"), on=date(2026, 10, 6))
    found = [one for one in odd_costs(book_id=company.book, day=DAY) if one.item_id == company.serum]
    assert [(one.cause, one.quantity, one.amount) for one in found] == [(Cause.PROVISIONAL, D(1), D("3.00"))]
