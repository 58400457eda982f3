"""Money documents as a person fills them in."""

import pytest
from tests.world import Company, Person, make_company


@pytest.fixture
def company(db: None) -> Company:
    return make_company(people=True)


def test_a_payment_that_says_no_purpose_pays_for_goods(company: Company) -> None:
    header = {"partner": "code:SUP", "business_date": "2026-10-15", "amount": "80.00"}
    paid = Person("owner").post(
        "/documents", {"type": "payment", "header": header, "lines": [], "transition": "post"}, status=201
    )
    assert (paid["state"], paid["purpose"]) == ("POSTED", "GOODS")


def test_charges_are_described_row_by_row(company: Company) -> None:
    types = {one["code"]: one for one in Person("owner").get("/meta")["document_types"]}
    charges = next(one for one in types["landed_cost"]["header_fields"] if one["name"] == "charges")
    assert [(one["name"], one["type"]) for one in charges["rows"]] == [
        ("cost", "enum"), ("basis", "enum"), ("amount", "amount"), ("tax_rate", "rate"), ("includes_tax", "boolean"),
    ]  # fmt: skip
    assert {"value": "WEIGHT", "label": "按重量"} in charges["rows"][1]["choices"]
