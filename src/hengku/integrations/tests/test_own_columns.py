"""Columns for the account set's own fields: guessed by their names, held to the same rules as typing them."""

from hengku.documents.models import Document, Line
from hengku.documents.operations.user_forms import create_form
from hengku.identity.types import Act
from hengku.integrations.tests.conftest import Run
from hengku.integrations.tests.test_import_documents import shop
from hengku.integrations.tests.test_import_records import codes, counts
from hengku.masterdata.models import Item, Partner
from hengku.metadata.operations.custom_fields import create_field

__all__ = ["shop"]


def test_receipts_and_items_bring_their_own_fields(book: int, act: Act, shop: Run) -> None:
    def field(target: str, code: str, label: str, kind: str, **more: object) -> int:
        values = {"target": target, "code": code, "label": label, "kind": kind, **more}
        return int(create_field(act=act, values=values).pk)

    temp = field("goods_receipt:line", "x_temp", "冷链温度", "number", least=-40, most=60, places=1, required=True)
    truck = field("goods_receipt", "x_truck", "车牌", "text")
    cold = field("items", "x_cold", "温区", "choice", choices=[{"label": "冷藏"}, {"label": "常温"}])
    grade = field("partners", "x_grade", "等级", "text", default="B")
    rows = [
        ["单号", "日期", "供应商", "仓库", "商品", "数量", "单价", "冷链温度", "车牌"],
        ["GR1", "2026-11-04", "S1", "主仓库", "A1", "2", "48", "4.5", "沪A1"],
        ["GR2", "2026-11-04", "S1", "主仓库", "A2", "2", "48", "", "沪A2"],
        ["GR3", "2026-11-04", "S1", "主仓库", "A2", "2", "48", "61", "沪A3"],
    ]
    done = shop("goods-receipts", rows, partial=True)
    assert counts(done) == ("PARTIAL", 1, 0, 0, 2)
    assert codes(done) == [(3, [("required", "x_temp")]), (4, [("too_large", "x_temp")])]
    assert (Document.objects.get().ext, Line.objects.get().ext) == ({f"f_{truck}": "沪A1"}, {f"f_{temp}": 4.5})
    shop(
        "items",
        [["编码", "名称", "单位", "温区"], ["A1", "可乐", "瓶", "冷藏"], ["A9", "酸奶", "瓶", "x"]],
        partial=True,
    )
    assert Item.objects.get(code="A1").ext == {f"f_{cold}": "o1"}
    assert not Item.objects.filter(code="A9").exists()
    shop("partners", [["编码", "名称", "供应商"], ["S9", "新供应商", "是"]])
    assert Partner.objects.get(code="S9").ext == {f"f_{grade}": "B"}


def test_own_forms_come_from_files_too(book: int, act: Act, shop: Run) -> None:
    def field(target: str, code: str, label: str, **more: object) -> int:
        values = {"target": target, "code": code, "label": label, "kind": "text", **more}
        return int(create_field(act=act, values=values).pk)

    create_form(act=act, values={"name": "Checks", "code": "u_checks", "has_rows": True})
    create_form(act=act, values={"name": "Trips", "code": "u_trips"})
    machine = field("u_checks", "x_machine", "设备")
    point, where = field("u_checks:line", "x_point", "检查项", required=True), field("u_trips", "x_where", "去向")
    rows = [
        ["单号", "日期", "设备", "检查项"],
        ["C1", "2026-11-04", "CNC-07", "油位"],
        ["C1", "2026-11-04", "CNC-07", "皮带"],
        ["C2", "2026-11-04", "CNC-08", ""],
    ]
    done = shop("u_checks", rows, partial=True)
    assert counts(done) == ("PARTIAL", 2, 0, 0, 1)
    assert codes(done) == [(4, [("required", "x_point")])]
    kept = Document.objects.get(type="u_checks")
    assert (kept.state, kept.ext) == ("APPROVED", {f"f_{machine}": "CNC-07"})
    assert [line.ext for line in Line.objects.filter(document=kept).order_by("line_no")] == [
        {f"f_{point}": "油位"}, {f"f_{point}": "皮带"},
    ]  # fmt: skip
    assert counts(shop("u_checks", rows[:3]))[1:] == (0, 0, 2, 0)
    shop("u_trips", [["日期", "去向"], ["2026-11-04", "苏州"], ["2026-11-04", "杭州"]])
    assert sorted(one.ext[f"f_{where}"] for one in Document.objects.filter(type="u_trips")) == ["杭州", "苏州"]
