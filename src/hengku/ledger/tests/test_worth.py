"""Goods are not written down to less than nothing; where documents lead there all the same, the prover names it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from hengku.kernel.errors import Refused
from hengku.ledger.operations.prove import run_check
from hengku.ledger.operations.reverse import reverse
from hengku.ledger.queries.light import light
from hengku.ledger.tests.company import Company, refusal_of
from hengku.ledger.types import ReversalRequest
from hengku.metadata.rules.invariants import CheckStatus

pytestmark = pytest.mark.usefixtures("as_owner", "_ledger_alone")


def now() -> datetime:
    return datetime(2026, 5, 20, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(("amount", "linked"), [("-99999", False), ("-355.01", True)])
def test_an_adjustment_takes_off_no_more_than_the_goods_are_worth(amount: str, *, linked: bool) -> None:
    company = Company()
    receipt = company.receive("A", "300", "355.00", "03-03")
    with pytest.raises(Refused) as refused:
        company.adjust("A", amount, "03-04", adjusts=receipt if linked else None)
    ((code, params, _),) = refusal_of(refused.value)
    assert (code, params["largest"]) == ("value_below_zero", "355.00")


def test_all_of_it_can_be_taken_off() -> None:
    company = Company()
    company.receive("A", "300", "355.00", "03-03")
    company.adjust("A", "-355", "03-04")
    assert company.pool("A") == (Decimal(300), Decimal("0.00"))


def test_an_earlier_adjustment_is_held_against_what_the_goods_are_worth_in_the_end() -> None:
    company = Company()
    receipt = company.receive("A", "10", "100.00", "03-03")
    company.receive("A", "10", "20.00", "03-04")
    company.post("PURCHASE_RETURN", "03-10", company.move("A", "9", "W1", "SUP", returns=receipt))
    assert company.pool("A") == (Decimal(11), Decimal("30.00"))
    with pytest.raises(Refused, match="value_below_zero") as refused:
        company.adjust("A", "-50", "03-05")
    ((_, params, _),) = refusal_of(refused.value)
    assert params["largest"] == "30.00"


def below_zero() -> Company:
    company = Company()
    company.receive("A", "10", "10.00", "03-03")
    dear = company.receive("A", "10", "1000.00", "03-04")
    posting = company.documents
    company.ship("A", "9", "03-05")
    mirror = ReversalRequest("reverse:1", company.book.pk, posting, 9001, "test", date(2026, 3, 6), {dear: 80001})
    reverse(act=company.act, requests=[mirror])
    quantity, amount = company.pool("A")
    assert quantity == 1
    assert amount < 0
    return company


@pytest.mark.parametrize("full", [True, False])
def test_goods_with_a_negative_amount_turn_the_light_amber_until_they_are_worth_something(*, full: bool) -> None:
    company = below_zero()
    results = {one.id: one for one in run_check(full=full, now=now)}
    assert results["I14x"].status is CheckStatus.EXCEPTION
    assert results["I14x"].failing[0]["item"] == "T-A"
    shown = light(at=now())
    assert (shown.status, [one["id"] for one in shown.failures]) == ("amber", ["I14x"])
    company.receive("B", "1", "1.00", "03-07")
    run_check(full=False, now=now)
    assert light(at=now()).status == "amber", "other postings clear nothing"
    _, amount = company.pool("A")
    company.adjust("A", str(1 - amount), "03-07")
    run_check(full=True, now=now)
    assert light(at=now()).failures == []
