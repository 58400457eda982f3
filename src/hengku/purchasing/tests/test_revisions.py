"""Changing an approved order: the version before stays readable, and nothing falls below what was received."""

from datetime import date
from decimal import Decimal

import pytest
from tests.world import AT, Company, draft, from_line, line, make_company, save, tell

from hengku.documents.models import LineProgress
from hengku.documents.operations.revise import revise_document
from hengku.documents.queries.detail import document_json
from hengku.documents.queries.versions import versions_of
from hengku.documents.types import LineDraft, LoadedDocument
from hengku.identity.types import SYSTEM, Act, Scope, Viewer
from hengku.kernel.errors import Refused


@pytest.fixture
def company(db: None) -> Company:
    return make_company()


def ordered(company: Company) -> LoadedDocument:
    return tell(
        company,
        "purchase_order",
        line(company.bottle, "100", price="10", extra={"delivery_date": date(2026, 10, 20)}),
        line(company.flour, "5", price="3"),
        on=date(2026, 10, 3),
    )


def revise(company: Company, order: LoadedDocument, *lines: LineDraft, rev: int = 1, reason: str = "加价") -> int:
    changed = draft(company, "purchase_order", *lines, on=date(2026, 10, 3))
    return revise_document(act=Act(SYSTEM, AT), document_id=order.id, draft=changed, rev=rev, reason=reason)


def test_quantity_price_and_date_make_a_new_version(company: Company) -> None:
    order = ordered(company)
    first, second = order.lines
    kept = line(company.bottle, "80", price="10.5", line_id=first.id, extra={"delivery_date": date(2026, 10, 25)})
    revise(company, order, kept, line(company.flour, "5", price="3", line_id=second.id))
    newest, oldest = versions_of(viewer=SYSTEM, document_id=order.id)
    assert (newest["version"], newest["reason"], oldest["version"]) == (2, "加价", 1)
    told = {(one["line_no"], one["field"]): (one["before"], one["after"]) for one in newest["changes"]}
    assert told[1, "quantity"] == ("100", "80")
    assert told[1, "price"] == ("10", "10.5")
    assert told[1, "delivery_date"] == ("2026-10-20", "2026-10-25")
    assert all(line_no == 1 for line_no, _ in told)
    assert oldest["lines"][0]["quantity"] == "100"
    shown = document_json(viewer=SYSTEM, document_id=order.id)
    assert (shown["version"], shown["state"], shown["total_net"]) == (2, "APPROVED", "855.00")


def test_never_below_what_was_received(company: Company) -> None:
    order = ordered(company)
    first, second = order.lines
    tell(company, "goods_receipt", from_line(first.id, "60"))
    other = line(company.flour, "5", price="3", line_id=second.id)
    with pytest.raises(Refused, match="below_executed"):
        revise(company, order, line(company.bottle, "59", price="10", line_id=first.id), other)
    with pytest.raises(Refused, match="revision_line_in_use"):
        revise(company, order, other)
    revise(company, order, line(company.bottle, "60", price="10", line_id=first.id))
    assert document_json(viewer=SYSTEM, document_id=order.id)["execution"] == "DONE"


def test_an_order_stays_within_what_was_requested(company: Company) -> None:
    request = tell(company, "purchase_requisition", line(company.bottle, "50"), on=date(2026, 10, 2))
    order = tell(
        company, "purchase_order", from_line(request.lines[0].id, "30", price=Decimal(10)), on=date(2026, 10, 3)
    )
    (mine,) = order.lines
    with pytest.raises(Refused, match="exceeds_source"):
        revise(company, order, from_line(request.lines[0].id, "51", price=Decimal(10), line_id=mine.id))
    revise(company, order, from_line(request.lines[0].id, "45", price=Decimal(10), line_id=mine.id))
    progress = LineProgress.objects.get(pk=request.lines[0].id)
    assert (progress.linked_quantity, progress.executed_quantity) == (45, 45)


def test_a_revision_needs_an_approved_order_a_reason_and_the_current_revision(company: Company) -> None:
    order = ordered(company)
    first, _ = order.lines
    kept = line(company.bottle, "80", price="10", line_id=first.id)
    with pytest.raises(Refused, match="reason_required"):
        revise(company, order, kept, reason=" ")
    with pytest.raises(Refused, match="stale_revision"):
        revise(company, order, kept, rev=7)
    waiting = save(company, "purchase_order", line(company.bottle, "1", price="1"), on=date(2026, 10, 3))
    with pytest.raises(Refused, match="not_revisable"):
        revise(company, waiting, line(company.bottle, "2", price="1", line_id=waiting.lines[0].id))


def test_who_may_not_see_prices_reads_versions_without_them(company: Company) -> None:
    order = ordered(company)
    first, second = order.lines
    revise(
        company,
        order,
        line(company.bottle, "90", price="11", line_id=first.id),
        line(company.flour, "5", price="3", line_id=second.id),
    )
    keeper = Viewer(
        7, "keeper", "K", grants={("purchase_order", "view"): (Scope(),)}, masked=frozenset({"purchase_price"})
    )
    newest, oldest = versions_of(viewer=keeper, document_id=order.id)
    assert [one["field"] for one in newest["changes"]] == ["quantity", "delivery_date"]
    assert "price" not in oldest["lines"][0]
    assert "total_net" not in oldest["header"]
    assert Decimal(oldest["lines"][0]["quantity"]) == 100
