"""Two people who give one value to a unique field at the same moment: only one of them keeps it."""

from tests.races import meanwhile
from tests.world import Company, line, make_company, save

from hengku.config.embedded.connection import Connection
from hengku.documents.models import Document
from hengku.identity.queries import epoch
from hengku.metadata.operations.custom_fields import create_field


def order(company: Company, number: str) -> None:
    epoch.refresh()  # as every request does
    save(company, "purchase_order", line(company.bottle, "1", price="1"), extra={"x_contract": number})


def test_the_second_order_sees_the_contract_of_the_first(committed_db: Connection) -> None:
    assert committed_db.dsn
    company = make_company()
    values = {"target": "purchase_order", "code": "x_contract", "label": "合同号", "kind": "text", "unique": True}
    create_field(act=company.act(), values=values)
    assert meanwhile(lambda: order(company, "HT-1"), lambda: order(company, "HT-1")) == "value_taken"
    assert meanwhile(lambda: order(company, "HT-2"), lambda: order(company, "HT-3")) == ""
    assert Document.objects.filter(type="purchase_order").count() == 3
