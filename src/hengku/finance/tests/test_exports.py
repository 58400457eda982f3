"""Vouchers for 金蝶 and 用友: columns in order, test totals, nothing unreviewed, no reopen afterwards."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.world import AT, Company, Person, line, make_company, tell

from hengku.finance.operations.close import close_month, month_of
from hengku.finance.rules.layouts import KIS, LAYOUTS, U8, Entry, LayoutBad, as_text, cells, columns_from
from hengku.finance.tests.test_http import catch_up, rent

MONTH = {"month": "2026-10-01"}


def entry(**more: Any) -> Entry:
    told: dict[str, Any] = {
        "date": date(2026, 10, 3), "word": "记", "number": 7, "attachments": 2, "seq": 1, "summary": "货款, 首批\n尾款", "account": "1122",
        "account_name": "应收账款", "debit": Decimal("113.00"), "credit": Decimal("0.00"), "quantity": None, "unit": "", "maker": "张",
        "reviewer": "", "partner_kind": "customer", "partner": "C001", "partner_name": "上海某某",
    }  # fmt: skip
    return Entry(**{**told, **more})


def test_kingdee_columns() -> None:
    titles = [one.title for one in KIS.columns]
    assert len(titles) == 36
    row = dict(zip(titles, cells(KIS, entry()), strict=True))
    assert (row["FDate"], row["FPeriod"], row["FGroupID"], row["FEntryID"]) == ("2026-10-03", "10", "记", "0")
    assert (row["FItem"], row["FCheckerID"], row["FExchangeRate"]) == ("客户---C001---上海某某", "NONE", "1")
    goods = entry(partner="", item="A", item_name="瓶", quantity=Decimal("30.000"), debit=Decimal("100.00"), unit="个")
    row = dict(zip(titles, cells(KIS, goods), strict=True))
    assert (row["FItem"], row["FQuantity"], row["FUnitPrice"]) == ("存货---A---瓶", "30", "3.333333")


def test_yonyou_lines() -> None:
    text = as_text(U8, [entry(), entry(seq=2, debit=Decimal("-5.00"), partner_kind="supplier")]).decode("gbk")
    assert text.splitlines() == [
        "填制凭证,V800",
        "2026-10-03,记,7,2,货款， 首批；尾款,1122,113.00,0.00,0,0,0,张,,,,,,C001,,,",
        "2026-10-03,记,7,2,货款， 首批；尾款,1122,-5.00,0.00,0,0,0,张,,,,,,,C001,,",
    ]
    assert text.endswith("\r\n")


def test_columns_of_ones_own() -> None:
    assert [
        one.value for one in columns_from([{"title": "账套", "value": "=001"}, {"title": "日期", "value": "date"}])
    ] == ["=001", "date"]
    for raw in (None, [], [{"title": "", "value": "date"}], [{"title": "x", "value": "nothing"}]):
        with pytest.raises(LayoutBad):
            columns_from(raw)


@pytest.fixture
def company(db: None) -> Company:
    return make_company(people=True)


def test_a_month_written_out(company: Company) -> None:
    boss, accountant = Person("owner"), Person("accountant")
    tell(company, "goods_receipt", line(company.bottle, "100", price="10"), on=date(2026, 10, 3))
    catch_up()
    rent(boss)
    where = f"/books/{company.book}/vouchers"
    body = {**MONTH, "layout": "kingdee_kis"}
    assert boss.post(f"{where}/export", body, status=422)["code"] == "vouchers_not_reviewed"
    assert accountant.post(f"{where}/review", MONTH) == {"reviewed": 2}
    first = boss.get("/vouchers")["items"][0]["id"]
    assert accountant.post(f"/vouchers/{first}/unreview", {})["reviewer"] is None
    assert accountant.post(f"/vouchers/{first}/unreview", {}, status=422)["code"] == "voucher_not_reviewed"
    assert boss.post(f"{where}/export", body, status=422)["code"] == "vouchers_not_reviewed"
    assert accountant.post(f"{where}/review", MONTH) == {"reviewed": 1}
    made = boss.post(f"{where}/export", body, status=201)
    assert (made["count"], made["debit"], made["credit"], made["again"]) == (2, "1300.00", "1300.00", False)
    answer = boss.client.get(made["file"])
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert (rows[0][0], rows[0][-1], len(rows)) == ("FDate", "FCashFlow", 5)
    assert (rows[1][5], rows[1][10], rows[2][11]) == ("1405", 1000.0, 1000.0)
    assert accountant.post(f"/vouchers/{first}/unreview", {}, status=422)["code"] == "voucher_exported"
    again = boss.post(f"{where}/export", {**MONTH, "layout": "kingdee_kis"}, status=201)
    assert (again["sha256"], again["again"]) == (made["sha256"], True)
    own = {
        "code": "yonyou_u8",
        "name": "我们的",
        "kind": "TEXT",
        "head": "X",
        "columns": [{"title": "a", "value": "account"}],
    }
    boss.post("/voucher-layouts", own, status=201)
    text = boss.client.get(boss.post(f"{where}/export", {**MONTH, "layout": "yonyou_u8"}, status=201)["file"])
    assert text.content.decode().split("\r\n") == ["X", "1405", "220202", "5602", "1002", ""]
    assert boss.post(f"{where}/export", {**MONTH, "layout": "sap"}, status=422)["code"] == "layout_unknown"
    assert [one["layout"] for one in boss.get(f"/books/{company.book}/voucher-exports")] == [
        "yonyou_u8",
        *["kingdee_kis"] * 2,
    ]
    assert set(LAYOUTS) >= {"kingdee_kis", "kingdee_cloud", "yonyou_u8", "yonyou_tplus"}


def test_a_keeper_sees_no_exports(company: Company) -> None:
    keeper = Person("keeper_a")
    body = {**MONTH, "layout": "kingdee_kis"}
    assert keeper.post(f"/books/{company.book}/vouchers/export", body, status=403)["code"]
    assert keeper.client.get("/api/v1/voucher-exports/1/file").status_code in (403, 404)


def test_an_exported_month_stays_closed(company: Company) -> None:
    boss, accountant = Person("owner"), Person("accountant")
    rent(boss)
    month = month_of(book_id=company.book, month=date(2026, 10, 1))
    close_month(act=company.act(AT.replace(month=11, day=2)), month=month)
    accountant.post(f"/books/{company.book}/vouchers/review", MONTH)
    reopen = {"reason": "漏单", "second": {"username": "accountant", "password": "Correct-Horse-9"}}
    accountant_made = boss.post(
        f"/books/{company.book}/vouchers/export", {**MONTH, "layout": "kingdee_cloud"}, status=201
    )
    assert accountant_made["count"] == 2
    assert boss.post("/periods/2026-10/reopen", reopen, status=422)["code"] == "filed_period"
