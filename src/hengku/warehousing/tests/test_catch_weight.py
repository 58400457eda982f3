"""Catch weight on documents: pieces beside the weight, told or worked out, within tolerance."""

from decimal import Decimal
from typing import Any

import pytest
from tests.world import Company, Person, make_company

from hengku.documents.rules.catch_weight import second_quantity_of
from hengku.documents.rules.facts import ItemFacts
from hengku.kernel.errors import Refusal
from hengku.masterdata.models import Item

D = Decimal


def ham(**more: Any) -> ItemFacts:
    facts: dict[str, Any] = {"second_unit_id": 2, "second_ratio": D(5), "second_tolerance": D("0.1"), **more}
    return ItemFacts(1, "H", "Ham", "", "ACTIVE", 1, 3, None, None, None, None, None, None, None, None, None, **facts)


@pytest.mark.parametrize(
    ("told", "weight", "pieces", "code"),
    [
        (D(10), "49.2", 10, None),
        (None, "49.2", 10, None),  # 9.84 pieces
        (None, "2", 1, "weight_out_of_tolerance"),
        (D(10), "45", 10, None),  # 10 x 5 less a tenth
        (D(10), "44.999", 10, "weight_out_of_tolerance"),
        (D(10), "55.001", 10, "weight_out_of_tolerance"),
        (D("1.5"), "7.5", D("1.5"), "not_whole_unit"),
        (D(0), "7.5", None, "second_missing"),
    ],
)
def test_pieces_fit_the_weight(told: Decimal | None, weight: str, pieces: object, code: str | None) -> None:
    refusals: list[Refusal] = []
    assert second_quantity_of(told, D(weight), ham(), (), refusals) == pieces
    assert [one.code for one in refusals] == ([code] if code else [])


def test_goods_without_a_second_unit_take_no_pieces() -> None:
    refusals: list[Refusal] = []
    assert second_quantity_of(D(3), D(9), ham(second_unit_id=None), (), refusals) is None
    assert [one.code for one in refusals] == ["second_not_kept"]


@pytest.fixture
def company(db: None) -> Company:
    return make_company(people=True)


def test_an_order_in_nominal_weight_is_received_and_sold_by_real_weight(company: Company) -> None:
    Item.objects.filter(pk=company.flour).update(
        second_unit_id=company.carton, second_ratio=D(5), second_tolerance=D("0.1")
    )
    owner = Person("owner")
    line = {"item": str(company.flour), "warehouse": str(company.a), "price": "20"}
    head: dict[str, Any] = {"partner": "code:SUP", "business_date": "2026-10-20"}
    into = owner.document("goods_receipt", [{**line, "quantity": "49.2"}], then="post", **head)
    assert (into["lines"][0]["second_quantity"], into["lines"][0]["second_unit"]) == ("10", "箱")
    out: dict[str, Any] = {"partner": "code:CUS", "business_date": "2026-10-20"}
    sold = owner.document("shipment", [{**line, "quantity": "14.9", "second_quantity": "3"}], then="post", **out)
    assert sold["lines"][0]["amount"] == "298.00"  # 14.9 x 20: the weight is sold
    told = owner.document(
        "shipment", [{**line, "quantity": "34.3", "second_quantity": "6"}], then="post", status=422, **out
    )
    assert [one["code"] for one in told["errors"]] == ["weight_out_of_tolerance"]
    told = owner.document(
        "shipment", [{**line, "quantity": "33", "second_quantity": "7"}], then="post", status=422, **out
    )
    assert "second_left" in {one["code"] for one in told["errors"]}
    (row,) = owner.get("/reports/catch_weight")["rows"]
    assert (row["quantity"], row["second_quantity"], row["average"], row["agreement"]) == ("34.3", "7", "4.9", "FINE")
