"""Reports on buying, told with figures worked out by hand; and the three-way match they follow."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.world import AT, Company, draft, from_line, line, make_company, tell

from hengku.documents.operations.create import create_and_transition
from hengku.documents.types import LineDraft, LoadedDocument
from hengku.identity.types import SYSTEM, Act, Scope, Viewer
from hengku.kernel.errors import Refused
from hengku.masterdata.models import Book
from hengku.reports.queries.purchase_analysis import MATCH_DIFFERENCES, PURCHASE_PRICES, SUPPLIER_PERFORMANCE
from hengku.reports.types import ReportQuestion, ReportResult, ReportSpec

INVOICE = {"extra": {"invoice_type": "SPECIAL"}}


@pytest.fixture
def company(db: None) -> Company:
    return make_company()


def ask(company: Company, spec: ReportSpec, **parameters: object) -> ReportResult:
    return spec.run(ReportQuestion(SYSTEM, {"book": company.book, **parameters}, AT))


def rows(company: Company, spec: ReportSpec, *names: str, **parameters: object) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in ask(company, spec, **parameters).rows]


def ordered(company: Company, quantity: str, price: str, due: date | None = None) -> int:
    extra = {"delivery_date": due} if due else {}
    order = tell(
        company, "purchase_order", line(company.bottle, quantity, price=price, extra=extra), on=date(2026, 10, 2)
    )
    return order.lines[0].id


def received(company: Company, order_line: int, quantity: str, day: int = 5) -> int:
    return tell(company, "goods_receipt", from_line(order_line, quantity), on=date(2026, 10, day)).lines[0].id


def invoice(company: Company, *lines: LineDraft, confirm: tuple[str, ...] = (), viewer: Viewer = SYSTEM) -> int:
    paper = draft(company, "purchase_invoice", *lines, on=date(2026, 10, 10), **INVOICE)
    (made,) = create_and_transition(act=Act(viewer, AT), drafts=[paper], transition="post", confirm=confirm)
    return made


def refusals(error: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str, str]]:
    return [(one.code, one.severity, one.params["difference"]) for one in error.value.refusals]


def test_a_price_beyond_the_tolerance_needs_somebody_who_may_release_it(company: Company) -> None:
    goods = received(company, ordered(company, "1000", "10"), "1000")
    charged = from_line(goods, "400", price=Decimal("10.13"))  # 4,052.00 for 4,000.00: beyond 50.00 and 0.5 % = 20.00
    with pytest.raises(Refused) as error:
        invoice(company, charged)
    assert refusals(error) == [("match_difference", "warn", "+52.00")]
    clerk = Viewer(
        9, "clerk", "C", grants={("purchase_invoice", one): (Scope(),) for one in ("view", "create", "post")}
        | {("goods_receipt", "view"): (Scope(),)},
    )  # fmt: skip
    with pytest.raises(Refused) as error:
        invoice(company, charged, confirm=("match_difference",), viewer=clerk)
    assert refusals(error) == [("match_difference", "block", "+52.00")]
    invoice(company, charged, confirm=("match_difference",))
    found = rows(company, MATCH_DIFFERENCES, "quantity", "expected", "invoiced", "difference", "percent")
    assert found == [(400, Decimal("4000.00"), Decimal("4052.00"), Decimal("52.00"), Decimal("1.30"))]


def test_within_the_wider_of_amount_and_percent_it_matches(company: Company) -> None:
    goods = received(company, ordered(company, "2000", "10"), "2000")
    invoice(company, from_line(goods, "500", price=Decimal("10.1")))  # exactly 50.00
    invoice(company, from_line(goods, "1500", price=Decimal("10.05")))  # 75.00 = 0.5 % of 15,000.00
    Book.objects.filter(pk=company.book).update(match_amount=0, match_percent=0)
    assert len(rows(company, MATCH_DIFFERENCES, "difference")) == 2
    other = received(company, ordered(company, "10", "10"), "10")
    with pytest.raises(Refused, match="match_difference"):
        invoice(company, from_line(other, "1", price=Decimal("10.01")))


def test_the_order_s_price_counts_through_a_notice_and_not_the_receipt_s(company: Company) -> None:
    order_line = ordered(company, "100", "10")
    notice = tell(company, "receiving_notice", from_line(order_line, "100"), on=date(2026, 10, 4))
    dearer = from_line(notice.lines[0].id, "100", price=Decimal(11))
    goods = tell(company, "goods_receipt", dearer, on=date(2026, 10, 5)).lines[0].id
    with pytest.raises(Refused) as error:
        invoice(company, from_line(goods, "100", price=Decimal(11)))
    assert refusals(error) == [("match_difference", "warn", "+100.00")]


def test_prices_are_listed_with_the_one_before(company: Company) -> None:
    def buy(quantity: str, price: str, day: int) -> LoadedDocument:
        return tell(company, "goods_receipt", line(company.bottle, quantity, price=price), on=date(2026, 10, day))

    buy("10", "8", 3)
    buy("20", "10", 5)
    tell(company, "goods_receipt", line(company.bottle, "2", unit_id=company.carton, price="108"), on=date(2026, 10, 9))
    found = rows(company, PURCHASE_PRICES, "price", "previous_price", "change_percent", **{"from": date(2026, 10, 4)})
    assert found == [(10, 8, Decimal("25.00")), (9, 10, Decimal("-10.00"))]
    assert ask(company, PURCHASE_PRICES).totals["amount"] == Decimal("496.00")


def test_on_time_short_and_pass_rates(company: Company) -> None:
    early = ordered(company, "100", "10", date(2026, 10, 10))
    late = ordered(company, "100", "10", date(2026, 10, 10))
    ordered(company, "100", "10", date(2026, 10, 15))  # never comes
    ordered(company, "100", "10", date(2026, 10, 25))  # not due yet: today is the 20th
    received(company, early, "98", day=10)  # all but the short tolerance of 2 %
    notice = tell(company, "receiving_notice", from_line(late, "100"), on=date(2026, 10, 9))
    tell(company, "incoming_inspection", inspected(notice), on=date(2026, 10, 10))
    tell(company, "goods_receipt", from_line(notice.lines[0].id, "98"), on=date(2026, 10, 11))
    names = ("lines", "on_time", "on_time_percent", "short", "short_percent", "inspected", "passed", "pass_percent")
    assert rows(company, SUPPLIER_PERFORMANCE, *names, **{"from": date(2026, 10, 1)}) == [
        (3, 1, Decimal("33.33"), 1, Decimal("33.33"), 100, 98, Decimal("98.00"))
    ]


def inspected(notice: LoadedDocument) -> LineDraft:
    return from_line(notice.lines[0].id, "98", extra={"refused_quantity": Decimal(2)})
