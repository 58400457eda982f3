"""Golden numbers of charges, customs, invoices, approvals and goods shipped, without a database (domain specification 4.7, 4.8, 5.3)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hengku.finance.models import InvoiceFact, ShippedCost
from hengku.finance.operations.shipped import Waiting
from hengku.finance.rules.approved import follow_ups, follow_ups_at_month_end, pending_of
from hengku.finance.rules.charges import (
    Charge,
    ChargeBad,
    NoWeights,
    Target,
    charges_from,
    customs_of,
    shares_of,
)
from hengku.finance.rules.invoicing import counted, is_allowance, is_deductible, released_now
from hengku.finance.rules.templates import lines_of
from hengku.finance.rules.write_down import Appraised, Moved, carried_out, needed
from hengku.finance.tests.test_templates import entry, paper, sides
from hengku.finance.types import Approval, Basis, CostElement, DocumentFacts, EntryFact, VoucherKind

D = Decimal
DAY = date(2026, 3, 3)


def amounts(found: list[Decimal]) -> list[str]:
    return [str(one) for one in found]


def charge(amount: str, basis: Basis, tax: str = "0") -> Charge:
    return Charge(CostElement.FREIGHT, basis, D(amount), D(tax))


def targets(**by: list[str]) -> list[Target]:
    names = ("quantity", "amount", "weight", "volume", "manual")
    count = len(next(iter(by.values())))
    return [Target(*(D(by.get(name, ["1"] * count)[place]) for name in names)) for place in range(count)]


@pytest.mark.parametrize(
    ("basis", "fee", "weights", "expected"),
    [
        (Basis.QUANTITY, "1000", ["100", "200", "50"], ["285.71", "571.43", "142.86"]),
        (Basis.AMOUNT, "1000", ["5000", "3000", "4000"], ["416.67", "250.00", "333.33"]),
        (Basis.WEIGHT, "1000", ["120", "80.5", "33"], ["513.92", "344.75", "141.33"]),
        (Basis.VOLUME, "800", ["1.2", "0.8", "0.5"], ["384.00", "256.00", "160.00"]),
        (Basis.MANUAL, "10", ["7", "3", "0"], ["7.00", "3.00", "0.00"]),
    ],
)
def test_charges_are_shared_by_their_basis(basis: Basis, fee: str, weights: list[str], expected: list[str]) -> None:
    """LC-1 to LC-4; the last line with any weight takes the remainder."""
    shares = shares_of([charge(fee, basis)], targets(**{basis.value.lower(): weights}), with_tax=False)
    assert [f"{one:.2f}" for one in shares] == expected


def test_tax_that_cannot_be_deducted_is_shared_too_and_charges_add_up() -> None:
    two = [charge("100", Basis.QUANTITY, "9"), charge("50", Basis.AMOUNT)]
    lines = targets(quantity=["1", "3"], amount=["4", "1"])
    assert amounts(shares_of(two, lines, with_tax=True)) == ["67.25", "91.75"]
    assert amounts(shares_of(two, lines, with_tax=False)) == ["65.00", "85.00"]
    with pytest.raises(NoWeights, match="WEIGHT"):
        shares_of([charge("1", Basis.WEIGHT)], targets(weight=["0", "0"]), with_tax=False)


def test_customs() -> None:
    """Import VAT is of customs value and duty."""
    found = customs_of(D("1000.05"), duty_rate=D("0.1"), import_tax_rate=D("0.13"))
    assert (found.value, found.duty, found.import_tax) == (D("1000.05"), D("100.01"), D("143.01"))
    duty = {"cost": "DUTY", "basis": "AMOUNT"}
    (one,) = charges_from([duty], customs=found)
    assert (one.net, one.tax) == (D("100.01"), D("143.01"))
    (typed,) = charges_from([{**duty, "amount": "90"}], customs=found)
    assert (typed.net, typed.tax) == (D("90.00"), D("0.00"))
    for raw in ([duty], [{**duty, "cost": "FREIGHT"}]):
        with pytest.raises(ChargeBad):
            charges_from(raw)
    with pytest.raises(ChargeBad):
        charges_from([{**duty, "cost": "FREIGHT"}], customs=found)


def test_charges_as_sent() -> None:
    raw = {"cost": "FREIGHT", "basis": "WEIGHT", "amount": "109", "tax_rate": "0.09"}
    (net,) = charges_from([raw])
    assert (net.element, net.basis, net.net, net.tax) == (CostElement.FREIGHT, Basis.WEIGHT, D("109.00"), D("9.81"))
    (gross,) = charges_from([{**raw, "includes_tax": True}])
    assert (gross.net, gross.tax) == (D("100.00"), D("9.00"))
    (dollars,) = charges_from([raw], rate=D("7.1"))
    assert (dollars.net, dollars.tax) == (D("773.90"), D("69.65"))
    (plain,) = charges_from([{"amount": "0.01"}])
    assert (plain.element, plain.basis, plain.net) == (CostElement.OTHER, Basis.AMOUNT, D("0.01"))
    for bad in ({}, {"amount": "0"}, {"amount": "-1"}, {"amount": "1", "tax_rate": "1"}, {"amount": "1", "tax_rate": "-0.1"},
                {"amount": "x"}, {"amount": "1", "basis": "COLOUR"}, "1"):  # fmt: skip
        with pytest.raises(ChargeBad):
            charges_from([bad])
    empty: tuple[object, ...] = (None, [], "1")
    for nothing in empty:
        with pytest.raises(ChargeBad):
            charges_from(nothing)


def test_estimates_given_up_by_invoices() -> None:
    """EST-2, and thirds whose last takes the exact rest."""
    assert released_now(D("1000"), D(100), D(0), D(30), D(0)) == D("300.00")
    thirds = [released_now(D("10"), D(3), D(n), D(n + 1), D(r)) for n, r in ((0, "0"), (1, "3.33"), (2, "6.67"))]
    assert amounts(thirds) == ["3.33", "3.34", "3.33"]
    assert released_now(D("10"), D(3), D(1), D(1), D("3.00")) == 0
    assert released_now(D("10"), D(0), D(0), D(1), D(0)) == 0


def test_what_an_invoice_line_counts() -> None:
    assert counted(D(5), "goods_receipt", red=False) == counted(D(5), "sales_return", red=True) == 5
    assert counted(D(5), "goods_receipt", red=True) == counted(D(5), "purchase_return", red=False) == -5
    assert is_deductible("SPECIAL", "GENERAL")
    assert not is_deductible("ORDINARY", "GENERAL")
    assert not is_deductible("SPECIAL", "SMALL_SCALE")


def test_a_credit_note_below_the_invoice_lowers_the_price() -> None:
    asked: Any = ("goods_receipt", D(4), D("39.99"), D(10), D("100"))
    assert is_allowance(*asked)
    assert not is_allowance("goods_receipt", D(4), D("40.00"), D(10), D("100"))
    assert not is_allowance("goods_receipt", D(4), D("10"), D(0), D("100"))
    assert not is_allowance("purchase_return", D(4), D("10"), D(10), D("100"))
    assert is_allowance("goods_receipt", D(20), D("99.99"), D(10), D("100"))
    assert not is_allowance("goods_receipt", D(20), D("100"), D(10), D("100"))


def approved(**more: Any) -> Approval:
    told: dict[str, Any] = {"is_gain": False, "disaster": False, "standard": "SBE", "ahead": D(0), "seen_entry_id": 0}
    return Approval(9, date(2026, 3, 20), **{**told, **more})


def lost(approval: Approval, kind: str = "count_loss") -> dict[int, DocumentFacts]:
    made = paper(kind)
    return {1: DocumentFacts(**{name: getattr(made, name) for name in made.__slots__} | {"approved": {1: approval}})}


def later(amount: str, **more: Any) -> EntryFact:
    return entry(2, amount, kind="DELTA", of=1, outward=True)._replace(**{"entry_id": 5, **more})


def test_a_loss_approved_before_its_cost_changed_follows_it() -> None:
    """L2 of the difference, dated the approval; what the approval had seen, and what others own, is none of it."""
    (one,) = follow_ups(lost(approved()), [later("-3.00")])
    assert (one.approval_id, one.amount, one.used, one.cause) == (9, D("3.00"), 0, 2)
    assert (one.draft.date, one.draft.template, one.draft.kind) == (date(2026, 3, 20), "L2", VoucherKind.DELTA)
    assert sides(one.draft.lines) == ({"NONOP-OUT": "3.00"}, {"PENDING-PL": "3.00"})
    assert follow_ups(lost(approved(seen_entry_id=5)), [later("-3.00")]) == []
    assert len(follow_ups(lost(approved(seen_entry_id=4)), [later("-3.00")])) == 1
    assert follow_ups(lost(approved()), [later("-3.00", line_id=2)]) == []
    assert follow_ups(lost(approved()), [later("-3.00", document_id=3)]) == []
    assert follow_ups(lost(approved()), [later("-3.00", kind="RESIDUAL")]) == []
    assert follow_ups(lost(approved()), [later("0.00")]) == []


def test_what_was_approved_ahead_of_a_cost_is_used_up_first() -> None:
    (part,) = follow_ups(lost(approved(ahead=D("2.00"))), [later("-3.00")])
    assert (part.amount, part.used) == (D("1.00"), D("2.00"))
    (whole,) = follow_ups(lost(approved(ahead=D("5.00"))), [later("-3.00")])
    assert (whole.amount, whole.used, whole.draft.lines) == (0, D("3.00"), ())
    (less,) = follow_ups(lost(approved(ahead=D("5.00"))), [later("3.00")])
    assert (less.amount, less.used) == (D("-3.00"), 0)
    two = follow_ups(lost(approved(ahead=D("4.00"))), [later("-3.00"), later("-3.00", caused_by=4)])
    assert [(one.amount, one.used, one.cause) for one in two] == [(0, D("3.00"), 2), (D("2.00"), D("1.00"), 4)]


def test_losses_and_gains_at_the_month_end() -> None:
    issue = entry(1, "-7.00", kind="ISSUE", outward=True)
    end = date(2026, 3, 31)
    (one,) = follow_ups_at_month_end(list(lost(approved(standard="CAS")).values()), [issue], end)
    assert (one.draft.date, one.draft.kind) == (end, VoucherKind.NORMAL)
    assert sides(one.draft.lines) == ({"ADMIN": "7.00"}, {"PENDING-PL": "7.00"})
    (early,) = follow_ups_at_month_end(list(lost(approved()).values()), [issue], date(2026, 3, 1))
    assert early.draft.date == date(2026, 3, 20)
    gained = entry(1, "7.00", kind="OWN")
    (gain,) = follow_ups_at_month_end(list(lost(approved(is_gain=True), "count_gain").values()), [gained], end)
    assert gain.draft.template == "L5"
    assert sides(gain.draft.lines) == ({"PENDING-PL": "7.00"}, {"NONOP-IN": "7.00"})
    assert pending_of(lines_of(paper("count_loss"), [issue])) == D("7.00")
    assert pending_of(lines_of(paper("count_gain"), [gained])) == D("-7.00")


def test_goods_shipped_wait_for_their_invoice() -> None:
    """Cost of sales = cost × invoiced ÷ quantity, rounded once, whatever comes first."""
    row = ShippedCost(line_id=1, book_id=1, item_id=7, partner_id=5, quantity=D(3), invoiced=D(0), cost=D(0), sold=D(0))
    waiting = Waiting({1: row}, {4: [InvoiceFact(goods_line_id=1, quantity=D(1))]})
    sold = entry(1, "-10.00", kind="ISSUE", outward=True)._replace(document_type="shipment")
    first = waiting.divide(sold)
    assert (first.apart, sides(tuple(one for one in lines_of(paper("shipment"), [first]) if one.amount))) == (
        D("10.00"), ({"SHIPPED": "10.00"}, {"GOODS": "10.00"}),
    )  # fmt: skip
    waiting.count([4])
    assert row.invoiced == 1
    delta = waiting.divide(sold._replace(kind="DELTA", amount=D("-1.00")))
    assert (row.cost, row.sold, delta.apart) == (D("11.00"), D("3.67"), D("-2.67"))
    assert waiting.divide(sold._replace(kind="RESIDUAL")).apart == 0
    assert waiting.divide(sold._replace(document_type="scrap")).apart == 0
    assert waiting.divide(sold._replace(line_id=2)).apart == 0
    assert waiting.touched == {1: {1, 4}}


def test_write_down_to_what_goods_bring() -> None:
    def item(number: int, cost: str, price: str, category: int = 1) -> Appraised:
        return Appraised(number, category, D(10), D(cost), D(price), D("0.5"), D("0.25"))

    assert item(1, "100", "10.75").realisable == D("100.00")
    assert item(1, "100", "0.5").realisable == 0
    alone = needed([item(1, "120", "10.75"), item(2, "90", "10.75"), item(3, "100", "10.75")], by_category=False)
    assert alone == {1: D("20.00"), 2: 0, 3: 0}
    together = [item(1, "120", "10.75"), item(2, "90", "10.75"), item(3, "130", "10.75", 2)]
    assert needed(together, by_category=True) == {1: D("10.00"), 2: 0, 3: D("30.00")}
    assert needed(together[1:2], by_category=True) == {2: 0}


def test_provisions_leave_with_what_is_sold() -> None:
    provided = {1: D("30"), 2: D("30"), 3: D("30"), 4: D("0"), 5: D("30"), 6: D("30")}
    moved = {1: Moved(D(1), D(2)), 2: Moved(D(1), D(0)), 3: Moved(D(0), D(2)), 4: Moved(D(1), D(1)), 5: Moved(D(2), D(-1)),
             6: Moved(D(-1), D(2))}  # fmt: skip
    assert carried_out(provided, moved) == {1: D("10.00"), 2: D("30"), 5: D("30")}
