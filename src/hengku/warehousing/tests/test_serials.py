"""Serial numbers inside lots, and serial numbers that are only noted."""

from decimal import Decimal
from typing import Any

import pytest
from tests.world import Company, Person, make_company

from hengku.documents.rules.serial_numbers import numbers_of
from hengku.masterdata.models import Item, Lot
from hengku.masterdata.types import Tracking, WeakSerials


@pytest.mark.parametrize(
    ("told", "numbers"),
    [
        ("SN008-SN010", ["SN008", "SN009", "SN010"]),
        ("SN008~010", ["SN008", "SN009", "SN010"]),
        (["A1", "A2-A3"], ["A1", "A2", "A3"]),
        ("X-1, X-1\tY", ["X-1", "Y"]),
        ("A10-A09", ["A10-A09"]),
        ("A1-B3", ["A1-B3"]),
        (None, []),
    ],
)
def test_serial_numbers_are_listed_or_a_range(told: object, numbers: list[str]) -> None:
    assert numbers_of(told) == numbers


@pytest.fixture
def company(db: None) -> Company:
    return make_company(people=True)


def refused(person: Person, kind: str, line: dict[str, Any], code: str, **header: Any) -> None:
    told = person.document(kind, [line], then="post", status=422, **header)
    assert code in {one["code"] for one in told["errors"]}


def receipt(company: Company, **line: Any) -> dict[str, Any]:
    return {"item": str(company.serum), "warehouse": str(company.a), "price": "9", **line}


def test_a_serial_number_belongs_to_a_lot_and_fixes_it_at_issue(company: Company) -> None:
    Item.objects.filter(pk=company.serum).update(tracking=Tracking.LOT_SERIAL, has_expiry=True)
    owner = Person("owner")
    head: dict[str, Any] = {"partner": "code:SUP", "business_date": "2026-10-20"}
    into = receipt(company, lot="B1", expiry_date="2027-10-31", serials="SN01-SN03")
    made = owner.document("goods_receipt", [into], then="post", **head)
    (line,) = made["lines"]
    assert (line["quantity"], [(part["lot"]["code"], part["of"]) for part in line["lots"]]) == (
        "3", [("SN01", "B1"), ("SN02", "B1"), ("SN03", "B1")],
    )  # fmt: skip
    unit = Lot.objects.get(number="SN02")
    assert (unit.parent.number if unit.parent else "", str(unit.expiry_date)) == ("B1", "2027-10-31")
    refused(owner, "goods_receipt", receipt(company, serials=["SN04"]), "serial_needs_lot", **head)
    other = receipt(company, lot="B2", expiry_date="2027-11-30", serials=["SN02"])
    refused(owner, "goods_receipt", other, "serial_of_other_lot", **head)
    out: dict[str, Any] = {"partner": "code:CUS", "business_date": "2026-10-20"}
    whole = {"item": str(company.serum), "warehouse": str(company.a), "quantity": "1", "price": "20", "lot": "B1"}
    refused(owner, "shipment", whole, "serials_required", **out)
    sold = owner.document("shipment", [{**whole, "lot": None, "serials": ["SN02"]}], then="post", **out)
    assert [part["of"] for part in sold["lines"][0]["lots"]] == ["B1"]
    rows = owner.get("/reports/serial_history", serial="SN02")["rows"]
    assert [(row["event"], row["lot"], row.get("number", "")) for row in rows] == [
        ("现在", "B1", ""), ("移动", "B1", made["number"]), ("移动", "B1", sold["number"]),
    ]  # fmt: skip
    assert rows[0]["to_place"].startswith("客户")
    (tie,) = owner.get("/reports/lot_tie", item=str(company.serum), lot="B1")["rows"]
    assert [Decimal(tie[name]) for name in ("received", "customers", "on_hand", "total")] == [3, 1, 2, 3]


def test_noted_serial_numbers_warn_and_are_found_again(company: Company) -> None:
    Item.objects.filter(pk=company.bottle).update(weak_serials=WeakSerials.OUT)
    owner = Person("owner")
    line = {"item": str(company.bottle), "warehouse": str(company.a), "quantity": "2", "price": "9"}
    head: dict[str, Any] = {"partner": "code:SUP", "business_date": "2026-10-20"}
    owner.document("goods_receipt", [{**line, "quantity": "9"}], then="post", **head)
    out: dict[str, Any] = {"partner": "code:CUS", "business_date": "2026-10-20"}
    refused(owner, "shipment", {**line, "serials": ["X1"]}, "serials_incomplete", **out)
    first = owner.document("shipment", [{**line, "serials": "X1-X2"}], then="post", **out)
    refused(owner, "shipment", {**line, "serials": "X2-X3"}, "serials_noted_before", **out)
    body = {"type": "shipment", "header": out, "lines": [{**line, "serials": "X2-X3"}], "transition": "post"}
    second = owner.post("/documents", {**body, "confirm": ["serials_noted_before"]}, status=201)
    rows = owner.get("/reports/serial_history", serial="X2")["rows"]
    assert [(row["event"], row["number"]) for row in rows] == [("登记", first["number"]), ("登记", second["number"])]
