"""Search and work queue show what the viewer may see, and nothing else."""

import pytest
from tests.world import Person, line, make_company, save, tell

pytestmark = pytest.mark.django_db


def test_search_finds_numbers_codes_names_and_pinyin() -> None:
    company = make_company(people=True)
    order = tell(company, "purchase_order", line(company.bottle, "10", price="3"))
    owner = Person("owner")
    assert owner.get("/search", q=order.number)[0]["path"] == f"/documents/purchase_order/{order.id}"
    assert {hit["kind"] for hit in owner.get("/search", q="jy")} == {"item"}
    assert [hit["code"] for hit in owner.get("/search", q="甲供应商")] == ["SUP"]
    assert Person("stranger").get("/search", q=order.number) == []


def test_work_queue_is_each_ones_own() -> None:
    company = make_company(people=True)
    order = tell(company, "purchase_order", line(company.bottle, "10", price="3"))
    save(company, "sales_order", line(company.bottle, "1", price="5"))
    waiting = {item["key"]: item["count"] for item in Person("keeper_a").get("/work-queue")}
    assert waiting["carry_out:purchase_order"] == 1
    assert "carry_out:purchase_order" not in {item["key"] for item in Person("keeper_b").get("/work-queue")}
    assert Person("stranger").get("/work-queue") == []
    receipt = Person("owner").push_down({"id": str(order.id)}, "goods_receipt")
    Person("owner").document("goods_receipt", receipt["lines"], then="post", **receipt["header"])
    left = {item["key"] for item in Person("keeper_a").get("/work-queue")}
    assert "carry_out:purchase_order" not in left
