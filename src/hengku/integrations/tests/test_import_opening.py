"""What a firm brings with it, from files: open items by paper, estimates, balances; loading a file again changes nothing."""

from decimal import Decimal

from hengku.documents.models import Document
from hengku.finance.models import OpeningBalance, OpenItem
from hengku.identity.types import Act
from hengku.integrations.operations.undo import undo_import
from hengku.integrations.tests.conftest import Run
from hengku.integrations.tests.test_import_records import codes, counts


def test_openings_from_files(act: Act, run: Run) -> None:
    run(
        "partners",
        [["编码", "名称", "是否客户", "是否供应商"], ["C1", "东风商店", "是", "否"], ["S1", "西湖食品", "否", "是"]],
    )
    rows = [
        ["往来类型", "客户", "发票号", "日期", "到期日", "未收金额"],
        ["应收", "东风商店", "FP-1", "2026-09-01", "2026-10-01", "1130.00"],
        ["应付", "S1", "FP-2", "2026-10-05", "", "565.5"],
        ["应收", "没有的", "FP-3", "2026-10-05", "", "5"],
        ["应收", "C1", "FP-4", "2026-11-05", "", "5"],
    ]
    done = run("opening-dues", rows, partial=True)
    assert codes(done) == [(4, [("partner_not_known", "partner")]), (5, [("opening_not_before_start", "header")])]
    found = OpenItem.objects.order_by("pk").values_list("side", "amount", "due_date")
    assert [(side, amount, f"{due}") for side, amount, due in found] == [
        ("AR", Decimal("1130.00"), "2026-10-01"),
        ("AP", Decimal("565.50"), "2026-10-05"),
    ]
    assert counts(run("opening-dues", rows[:3])) == ("DONE", 0, 0, 2, 0)
    balances = [["科目编码", "期初余额"], ["1002", "5000"], ["库存现金", "12.30"], ["1405", "1"]]
    done = run("opening-balances", balances, partial=True)
    assert codes(done) == [(4, [("opening_is_stock", "account")])]
    assert set(OpeningBalance.objects.values_list("account__code", "amount")) == {
        ("1002", Decimal("5000.00")),
        ("1001", Decimal("12.30")),
    }
    assert counts(run("opening-balances", [["科目", "余额"], ["1002", "5000.00"], ["1001", "13"]])) == (
        "DONE",
        0,
        1,
        1,
        0,
    )
    run("items", [["编码", "名称", "单位"], ["A1", "甲", "个"]])
    estimate = [
        ["供应商", "仓库", "日期", "商品", "数量", "暂估金额"],
        ["S1", "主仓库", "2026-10-20", "A1", "10", "100"],
    ]
    loaded = run("opening-estimates", estimate)
    assert counts(loaded) == ("DONE", 1, 0, 0, 0)
    assert undo_import(act=act, run_id=loaded.pk) == []
    assert not Document.objects.filter(type="opening_estimate", state="POSTED", reverses__isnull=True).exists()
