"""对账单 by link: sent, opened without signing in, confirmed or objected to, revoked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from tests.world import Company, Person, make_company

from hengku.finance.models import OpenItem, StatementLink
from hengku.finance.operations.statements import send_statement
from hengku.identity.models import AuditEntry
from hengku.identity.types import SYSTEM, Act

NOW = datetime.now(UTC).replace(microsecond=0)
PUBLIC = "/api/v1/public/statement"


@pytest.fixture
def company(db: None) -> Company:
    return make_company()


def owe(company: Company, amount: str, on: date, side: str = "AR", document: int = 1) -> None:
    OpenItem.objects.create(
        book_id=company.book,
        side=side,
        partner_id=company.customer,
        document_id=document,
        date=on,
        due_date=on,
        amount=amount,
    )


def sent(company: Company, at: datetime = NOW, days: int = 30) -> tuple[StatementLink, dict[str, str]]:
    link, key = send_statement(
        act=Act(SYSTEM, at), book_id=company.book, partner_id=company.customer, first=date(2026, 10, 1), last=date(2026, 10, 31),
        days=days,
    )  # fmt: skip
    return link, {"HTTP_AUTHORIZATION": f"Bearer {key}"}


def answer(key: dict[str, str], **body: str) -> tuple[int, dict[str, object]]:
    told = Client().post(PUBLIC, body, content_type="application/json", **key)  # type: ignore[arg-type]
    return told.status_code, told.json()


def test_a_partner_confirms_what_they_were_shown(company: Company) -> None:
    owe(company, "100.00", date(2026, 9, 30))
    owe(company, "250.50", date(2026, 10, 5), document=2)
    owe(company, "80.00", date(2026, 10, 9), side="ADV-R", document=3)
    link, key = sent(company)
    owe(company, "999.00", date(2026, 10, 10), document=4)  # later: not what was sent
    told = Client().get(PUBLIC, **key).json()  # type: ignore[arg-type]
    paper = told["statement"]
    assert (paper["opening"], paper["charged"], paper["paid"], paper["closing"]) == (
        "100.00",
        "250.50",
        "80.00",
        "270.50",
    )
    assert [line["balance"] for line in paper["lines"]] == ["350.50", "270.50"]
    assert told["state"] == "OPENED"
    status, said = answer(key, answer="CONFIRMED", name=" 王会计 ")
    assert (status, said["state"], said["answered_by"]) == (200, "CONFIRMED", "王会计")
    assert answer(key, answer="OBJECTED", name="x", remark="y")[1]["code"] == "already_answered"
    link.refresh_from_db()
    assert str(link.balance) == "270.50"
    noted = AuditEntry.objects.filter(entity="statement-links", entity_id=str(link.pk)).order_by("pk")
    assert list(noted.values_list("action", flat=True)) == ["send", "open", "answer"]


def test_an_objection_says_why(company: Company) -> None:
    _, key = sent(company)
    assert answer(key, answer="OBJECTED", name="李")[1]["code"] == "required"
    assert answer(key, answer="CONFIRMED", name=" ")[1]["code"] == "required"
    assert answer(key, answer="OBJECTED", name="李", remark="少一张退货")[1]["state"] == "OBJECTED"


def test_only_a_living_link_opens(company: Company) -> None:
    _, key = sent(company, at=NOW - timedelta(days=2), days=1)
    assert Client().get(PUBLIC, **key).json()["code"] == "link_unknown"  # type: ignore[arg-type]
    _, key = sent(company)
    wrong = {"HTTP_AUTHORIZATION": key["HTTP_AUTHORIZATION"][:-1] + "~"}
    for held in (wrong, {}):
        assert Client().get(PUBLIC, **held).status_code == 404  # type: ignore[arg-type]
    StatementLink.objects.update(revoked_at=NOW)
    assert Client().get(PUBLIC, **key).status_code == 404  # type: ignore[arg-type]


def test_looking_too_often_has_to_wait(company: Company) -> None:
    codes = {Client().get(PUBLIC).status_code for _ in range(60)}
    assert codes == {404}
    assert Client().get(PUBLIC).json()["code"] == "link_wait"
    assert StatementLink.objects.count() == 0


def test_sending_listing_and_taking_back_over_http(db: None) -> None:
    company = make_company(people=True)
    owe(company, "12.50", date(2026, 10, 5))
    boss, seller = Person("owner"), Person("seller")
    body = {"book": company.book, "partner": company.customer, "first": "2026-10-01", "last": "2026-10-31"}
    assert seller.post("/statement-links", body, status=403)["code"] == "permission_denied"
    made = boss.post("/statement-links", body, status=201)
    assert (made["balance"], made["state"]) == ("12.50", "SENT")
    key = {"HTTP_AUTHORIZATION": "Bearer " + made["path"].removeprefix("/statement#")}
    assert Client().get(PUBLIC, **key).json()["statement"]["closing"] == "12.50"
    (listed,) = boss.get(f"/statement-links?book={company.book}&partner={company.customer}")
    assert (listed["id"], listed["state"]) == (made["id"], "OPENED")
    assert boss.post(f"/statement-links/{made['id']}/revoke", {})["state"] == "REVOKED"
    assert Client().get(PUBLIC, **key).status_code == 404
