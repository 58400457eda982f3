"""Two shipments to one customer at the same moment do not both use the rest of the credit."""

from decimal import Decimal

from tests.races import meanwhile
from tests.world import Company, line, make_company, tell

from hengku.config.embedded.connection import Connection
from hengku.documents.models import Document
from hengku.finance.queries.credit import exposure
from hengku.masterdata.models import Book, Partner
from hengku.masterdata.types import SalesControl


def ship(company: Company, quantity: str) -> None:
    tell(company, "shipment", line(company.bottle, quantity, price="100", tax_rate="0"))


def test_the_second_shipment_sees_the_first(committed_db: Connection) -> None:
    assert committed_db.dsn
    company = make_company()
    tell(company, "goods_receipt", line(company.bottle, "100", price="10"), line(company.flour, "50", price="1"))
    Book.objects.update(credit_control=SalesControl.BLOCK)
    Partner.objects.filter(pk=company.customer).update(credit_limit=Decimal("1000.00"))
    assert meanwhile(
        lambda: ship(company, "6"),
        lambda: tell(company, "shipment", line(company.flour, "5", price="100", tax_rate="0")),
    ) == "credit_exceeded"  # fmt: skip
    assert meanwhile(
        lambda: ship(company, "2"),
        lambda: tell(company, "shipment", line(company.flour, "2", price="100", tax_rate="0")),
    ) == ""  # fmt: skip
    day = Document.objects.filter(type="shipment").values_list("business_date", flat=True)[0]
    now = exposure(book_id=company.book, partner_id=company.customer, on=day)
    assert now.shipped == Decimal("1000.00")
