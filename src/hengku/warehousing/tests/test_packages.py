"""包装 over documents and the API: received into, shown, moved, counted, shipped by its number."""

import pytest
from tests.world import Company, Person, line, make_company, stock, tell

from hengku.kernel.errors import Refused
from hengku.masterdata.models import Package
from hengku.masterdata.operations.packages import create_package


@pytest.fixture
def company(db: None) -> Company:
    return make_company(people=True)


@pytest.fixture
def owner(company: Company) -> Person:
    return Person("owner")


def test_a_package_from_the_receipt_to_the_customer(company: Company, owner: Person) -> None:
    package = create_package(act=company.act(), values={"kind": "PALLET"})
    assert package.number.startswith("LPN2610")
    tell(company, "goods_receipt", line(company.bottle, "24", price="10", extra={"package": package.pk}))
    tell(company, "goods_receipt", line(company.bottle, "6", price="10"))
    shown = owner.get(f"/packages/{package.pk}/contents")
    (row,) = shown["contents"]
    assert (row["quantity"], shown["place"]["name"]) == ("24", "A仓")
    assert shown["history"][0]["document"]["type"] == "goods_receipt"
    assert owner.get(f"/stock/scan?code={package.number}")["path"] == f"/records/packages/{package.pk}"

    moved = owner.post(
        f"/packages/{package.pk}/move", {"warehouse": company.b, "bin": company.b1, "business_date": "2026-10-11"}
    )
    assert (moved["type"], stock(company, company.bottle, company.b, bin_id=company.b1)) == ("transfer", 24)
    owner.post(
        f"/packages/{package.pk}/move", {"warehouse": company.b, "bin": company.b2, "business_date": "2026-10-11"}
    )
    assert owner.get(f"/packages/{package.pk}/contents")["place"]["bin"]["code"] == "B-02"

    content = owner.get(f"/packages/{package.pk}/contents")["contents"][0]["id"]
    owner.post(f"/packages/{package.pk}/unpack", {"lines": [{"content": content, "quantity": "4"}]})
    again = {"item": company.bottle, "warehouse": company.b, "bin": company.b2, "quantity": "4"}
    refused = owner.post(f"/packages/{package.pk}/pack", {"lines": [{**again, "quantity": "5"}]}, status=422)
    assert refused["errors"][0]["code"] == "not_enough_loose"
    assert owner.post(f"/packages/{package.pk}/pack", {"lines": [again]})["contents"][0]["quantity"] == "24"

    path = f"/packages/{package.pk}/lines?document_type=shipment&warehouse="
    assert owner.get(f"{path}{company.a}", status=422)["errors"][0]["code"] == "package_elsewhere"
    (told,) = owner.get(f"{path}{company.b}")["lines"]
    assert (told["quantity"], told["bin"]["code"], told["package"]["id"]) == ("24", "B-02", str(package.pk))
    body = {"type": "shipment", "transition": "post", "lines": [{**told, "price": "15"}],
            "header": {"business_date": "2026-10-12", "partner": company.customer, "warehouse": company.b}}  # fmt: skip
    made = owner.post("/documents", body, status=201)
    assert made["lines"][0]["package"]["code"] == package.number
    assert owner.get(f"/packages/{package.pk}/contents")["contents"] == []


def test_a_counter_scans_a_whole_package_and_shortage_takes_it_out(company: Company, owner: Person) -> None:
    package = create_package(act=company.act(), values={})
    tell(company, "goods_receipt", line(company.bottle, "24", price="10", extra={"package": package.pk}))
    tell(company, "goods_receipt", line(company.bottle, "6", price="10"))
    sheet = owner.post("/counts", {"warehouses": [company.a], "business_date": "2026-10-12"}, status=201)["sheet"]["id"]
    for key in ("scan-1", "scan-1"):
        owner.post(f"/counts/sheets/{sheet}/packages", {"package": package.pk, "key": key})
    loose = {"key": "scan-2", "item": company.bottle, "warehouse": company.a, "quantity": "5", "mode": "ADD"}
    assert owner.post(f"/counts/sheets/{sheet}/entries", loose)["quantity"] == "29"
    with pytest.raises(Refused):
        tell(company, "shipment", line(company.bottle, "7", price="15"))
    assert Package.objects.count() == 1
