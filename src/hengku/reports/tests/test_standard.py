"""The pages of standard costing tell what was posted."""

from datetime import date
from decimal import Decimal

import pytest
from tests.world import Company, line, make_company, tell

from hengku.masterdata.models import Item
from hengku.reports.queries.answer import answer_report
from hengku.reports.types import Page
from hengku.warehousing.operations.standards import revise_standards

D = Decimal
pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    """Flour at a standard of 10: 100 bought for 1,030, 60 used; 10.50 from the 8th on."""
    made = make_company()
    Item.objects.filter(pk=made.flour).update(cost_method="STANDARD", standard_cost=D(10))
    tell(made, "goods_receipt", line(made.flour, "100", price="10.30"), on=date(2026, 10, 3))
    tell(made, "other_out", line(made.flour, "60", reason="USE"), on=date(2026, 10, 5))
    revise_standards(act=made.act(), book_id=made.book, day=date(2026, 10, 8), costs=[(made.flour, D("10.5"))])
    return made


def rows_of(company: Company, name: str, **asked: str) -> list[dict[str, object]]:
    act = company.act()
    raw = {"book": str(company.book), "item": str(company.flour), **asked}
    return [dict(row) for row in answer_report(viewer=act.viewer, name=name, raw=raw, at=act.at, page=Page()).rows]


def test_the_dated_list_of_standards(company: Company) -> None:
    told = [(row["standard_cost"], row["previous"], row["valid_from"]) for row in rows_of(company, "standard_costs")]
    assert told == [(D("10.5"), D(10), date(2026, 10, 8)), (D(10), None, None)]
    assert Item.objects.get(pk=company.flour).standard_cost == D("10.5")


def test_the_rate_and_who_bears_it(company: Company) -> None:
    """Variance 30 - 20 by the revaluation = 10; base 1,000 + 20; 600 bear 10 × 600 ÷ 1,020 = 5.88."""
    first, share = rows_of(company, "variance", month="2026-10-01")
    assert (first["variance_pool"], first["base"], first["rate_percent"]) == (D("10.00"), D("1020.00"), D("0.9804"))
    assert (first["closing_standard"], first["closing_variance"], share["share"]) == (D("420.00"), D("4.12"), D("5.88"))


def test_the_stock_ledger_names_the_revaluation(company: Company) -> None:
    ledger = rows_of(company, "stock_ledger", **{"from": "2026-10-01", "to": "2026-10-31"})
    assert [row["remarks"] for row in ledger if row.get("in_amount") == D("20.00")] == ["标准成本重估"]
