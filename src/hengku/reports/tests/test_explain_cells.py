"""Every figure of the standard reports computed again from the facts its derivation names."""

import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from hengku.config.wiring import drains
from hengku.documents.models import Document
from hengku.identity.types import SYSTEM
from hengku.kernel.errors import Refused
from hengku.reports.queries.explain_cell import explain_cell
from hengku.reports.queries.explain_document import explain_document
from hengku.reports.rules.derivation import Node, evaluate
from hengku.reports.rules.registry import REPORTS
from hengku.reports.tests.conftest import NOW, Month, enter_main
from hengku.reports.tests.derivations import figures_of, wrong_figures

DAYS = {"from": "2026-10-01", "to": "2026-10-31"}
LATE = {"from": "2026-10-09", "to": "2026-10-14"}


@pytest.fixture(scope="module")
def books(month: Month) -> Month:
    """The month with its vouchers."""
    enter_main()
    while any(drain() for drain in drains()[:2]):
        pass
    return month


def cells(name: str, raw: dict[str, str]) -> list[tuple[dict[str, str], str, Decimal]]:
    """Key, column and value of every figure of a report."""
    return figures_of(name, raw, NOW)


def derived(name: str, raw: dict[str, str], key: dict[str, str], column: str) -> Node:
    return explain_cell(viewer=SYSTEM, name=name, raw=raw, key=key, column=column, at=NOW)


def test_every_report_can_be_explained() -> None:
    assert [spec.name for spec in REPORTS if spec.explain is None] == []


def test_every_figure_of_every_report(books: Month) -> None:
    """Asked for everything there is to ask: each item, partner, lot, account and document, and each way of grouping."""
    assert wrong_figures(NOW) == []


@pytest.mark.parametrize(
    ("name", "raw", "least"),
    [
        ("on_hand", {}, 20),
        ("on_hand", {"group_by": "item"}, 10),
        ("on_hand", {"as_of": "2026-10-09"}, 10),
        ("movement_summary", DAYS, 60),
        ("movement_summary", LATE, 60),
        ("movement_summary", {**DAYS, "by_month": "true"}, 60),
        ("trial_balance", {"from": "2026-10-01", "to": "2026-10-01"}, 20),
        ("balance_sheet", {"month": "2026-10-01"}, 50),
        ("profit_statement", {"month": "2026-10-01"}, 20),
    ],
)
def test_every_figure_follows_from_its_facts(books: Month, name: str, raw: dict[str, str], least: int) -> None:
    found = cells(name, raw)
    assert len(found) >= least
    for key, column, value in found:
        tree = derived(name, raw, key, column)
        assert (column, key, evaluate(tree)) == (column, key, value)
        assert tree.value == value


def test_what_rounding_leaves_is_small(books: Month) -> None:
    rows = [(key, value) for key, column, value in cells("on_hand", {}) if column == "amount"]
    for key, _ in rows:
        parts = derived("on_hand", {}, key, "amount").parts
        remainders = [part.value for part in parts if part.label == "尾差"]
        assert all(abs(one) <= Decimal("0.02") for one in remainders)


def test_a_fact_names_its_document(books: Month) -> None:
    (key, *_), *_ = [one for one in cells("on_hand", {}) if one[1] == "on_hand"]
    facts = derived("on_hand", {}, key, "on_hand").parts
    assert facts
    assert all(fact.document_id for fact in facts)


def test_unknown_figures_are_refused(books: Month) -> None:
    with pytest.raises(Refused) as refused:
        derived("on_hand", {"status": "AVAILABLE"}, {"item": "1"}, "on_hand")
    assert refused.value.refusals[0].code == "not_explained"
    ((key, *_), *_) = cells("stock_journal", DAYS)
    with pytest.raises(Refused):  # another row stands there now
        derived("stock_journal", DAYS, {**key, "is": "00000000"}, "in_quantity")


def test_the_tree_over_http_and_as_a_file(books: Month, sign_in: Callable[[str], Client]) -> None:
    ((key, column, value), *_) = cells("trial_balance", {"from": "2026-10-01", "to": "2026-10-01"})
    asked = {"from": "2026-10-01", "to": "2026-10-01", "key": json.dumps(key), "column": column}
    client = sign_in("owner")
    told = client.get("/api/v1/reports/trial_balance/explain", asked).json()
    assert Decimal(told["value"]) == value
    assert {part["label"] for part in told["parts"]} == {"期初余额", "分录"}
    file = client.get("/api/v1/reports/trial_balance/explain", {**asked, "format": "csv"})
    assert file.content.decode("utf-8-sig").splitlines()[0] == "层级,项目,算式,数值"
    assert client.get("/api/v1/reports/trial_balance/explain", {**asked, "key": "[]"}).status_code == 422
    refused = sign_in("seller").get("/api/v1/reports/trial_balance/explain", asked)
    assert refused.status_code == 403


def test_every_total_of_every_document(books: Month, sign_in: Callable[[str], Client]) -> None:
    """Amount, tax and total follow from lines, prices and rates; a price names the paper it was taken from."""
    seen = 0
    for pk, net, tax, whole in Document.objects.values_list("pk", "total_net", "total_tax", "total_amount"):
        for column, value in (("amount", net), ("tax", tax), ("total", whole)):
            try:
                tree = explain_document(viewer=SYSTEM, document_id=pk, column=column)
            except Refused:
                assert not value
                continue
            assert (pk, column, evaluate(tree)) == (pk, column, value)
            seen += bool(value)
    assert seen > 20
    shipped = Document.objects.filter(type="shipment", state="POSTED", total_net__gt=0).values_list("pk", flat=True)[0]
    client = sign_in("owner")
    told = client.get(f"/api/v1/documents/{shipped}/explain", {"column": "amount"}).json()
    quantity, price = told["parts"][0]["parts"]
    assert (quantity["label"], price["label"].split()[:2]) == ("数量", ["单价", "销售订单"])
    assert price["path"].startswith("/documents/sales_order/")
    file = client.get(f"/api/v1/documents/{shipped}/explain", {"column": "amount", "format": "csv"})
    rows = file.content.decode("utf-8-sig")
    assert rows.splitlines()[0] == "层级,项目,算式,数值"
    assert "手工" not in rows
    assert client.get(f"/api/v1/documents/{shipped}/explain", {"column": "weight"}).status_code == 422
