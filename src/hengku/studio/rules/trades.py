"""Industry templates: packages of fields, checks, flows, papers and dashboards that trades usually need. Plain data with both languages;
a template becomes a package in the language of who loads it, and can be taken away again like any other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hengku.kernel.texts import Text
from hengku.studio.rules.packages import PackageFile
from hengku.studio.rules.widgets import stacked

VERSION = "1.0"
_POSTED = ["state", "in", ["POSTED", "REVERSED"]]
_COUNT = {"agg": "count"}


@dataclass(frozen=True, slots=True)
class Trade:
    """pieces: part -> key -> piece, with Text where people read. Keys may be Text too: a flow is called what its name says."""

    code: str
    name: Text
    help: Text
    pieces: Mapping[str, Sequence[tuple[Any, Mapping[str, Any]]]]
    tests: Sequence[Mapping[str, Any]] = ()


def spoken(value: Any) -> Any:
    """Plain JSON in the reader's language."""
    if isinstance(value, Text):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): spoken(part) for key, part in value.items()}
    return [spoken(part) for part in value] if isinstance(value, list | tuple) else value


def file_of(trade: Trade) -> PackageFile:
    """The template as a package."""
    contents = {
        part: {f"{key[0]}/{key[1]}" if isinstance(key, tuple) else str(key): spoken(piece) for key, piece in pieces}
        for part, pieces in trade.pieces.items()
    }
    return PackageFile(
        f"trade_{trade.code}", str(trade.name), VERSION, str(trade.help), contents, spoken(list(trade.tests))
    )


def _field(target: str, code: str, kind: str, label: Text, **more: Any) -> tuple[str, dict[str, Any]]:
    help_ = more.pop("help", None)
    options = [
        {"value": f"o{at}", "label": one.zh, "label_en": one.en, "color": ""}
        for at, one in enumerate(more.pop("options", ()), 1)
    ]
    piece = {"target": target, "code": code, "kind": kind, "label": label.zh, "label_en": label.en, **more}
    if help_ is not None:
        piece |= {"help": help_.zh, "help_en": help_.en}
    return f"{target}/{code}", piece | ({"choices": options} if options else {})


def _check(kind: str, name: Text, formula: str, message: Text, *, blocks: bool = True) -> tuple[Any, dict[str, Any]]:
    piece = {
        "name": name,
        "document_type": kind,
        "formula": formula,
        "message": message,
        "blocks": blocks,
        "active": True,
    }
    return (kind, name), piece


def _flow(kind: str, name: Text, condition: str, case: Text, role: str) -> tuple[Any, dict[str, Any]]:
    """Whoever has the role agrees where the condition holds; others go through at once."""
    asked = {"id": "ask", "kind": "approve", "name": case, "approvers": [{"kind": "role", "code": role}], "mode": "any"}
    branches = [
        {"id": "yes", "name": case, "condition": condition, "next": asked},
        {"id": "no", "name": Text("其他", "Otherwise"), "condition": ""},
    ]
    tree = {"id": "start", "kind": "start", "next": {"id": "fork", "kind": "exclusive", "branches": branches}}
    return (kind, name), {"name": name, "document_type": kind, "active": True, "tree": tree}


def _paper(
    kind: str, name: Text, paper: str, head: Sequence[str], lines: Sequence[str], *signed: Text
) -> tuple[Any, dict[str, Any]]:
    blocks: list[dict[str, Any]] = [
        {"kind": "text", "text": "{company}", "align": "center", "size": 12},
        {"kind": "text", "text": name, "align": "center", "size": 15},
        {"kind": "fields", "names": ["number", *head], "columns": 3},
        {"kind": "lines", "names": ["line_no", "item.code", "item.name", "item.spec", "unit.name", *lines]},
        {"kind": "signatures", "names": [Text(f"{one.zh}：＿＿＿＿", f"{one.en}: ＿＿＿＿") for one in signed]},
    ]
    return (kind, name), {"name": name, "document_type": kind, "paper": paper, "blocks": blocks, "active": True}


def _label(kind: str, name: Text, names: Sequence[str]) -> tuple[Any, dict[str, Any]]:
    blocks = [
        {"kind": "text", "text": "{company}", "size": 9},
        {"kind": "code", "text": "{number}", "align": "center"},
        {"kind": "fields", "names": list(names), "columns": 1, "size": 9},
    ]
    return (kind, name), {"name": name, "document_type": kind, "paper": "label_100", "blocks": blocks, "active": True}


def _board(name: Text, *widgets: tuple[Text, Mapping[str, Any], int, int]) -> tuple[Any, dict[str, Any]]:
    places = stacked([(w, h) for _, _, w, h in widgets])
    placed = [
        {"id": f"w{at}", "title": title, "x": x, "y": y, "w": w, "h": h, **settings}
        for at, ((title, settings, w, h), (x, y)) in enumerate(zip(widgets, places, strict=True), 1)
    ]
    return name, {"name": name, "widgets": placed, "shared_all": True}


def _ask(dataset: str, measure: Mapping[str, Any], by: str = "", **more: Any) -> dict[str, Any]:
    dimensions = [{"field": by}] if by else []
    return {
        "dataset": dataset,
        "dimensions": dimensions,
        "measures": [measure],
        "filters": more.pop("filters", []),
        **more,
    }


def _figure(question: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": "figure", "question": question, "compare": None}


def _chart(chart: str, question: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": "chart", "chart": chart, "question": question}


def _table(dataset: str, fields: Sequence[str], sort: str) -> dict[str, Any]:
    return {"kind": "table", "dataset": dataset, "fields": list(fields), "filters": [], "sort": sort, "limit": 20}


_NAME_DATE = ("number", "business_date", "partner", "state")
_WAREHOUSE, _DRIVER, _CUSTOMER = Text("仓库", "Warehouse"), Text("送货", "Driver"), Text("客户签收", "Received by")
_MAKER, _QUALITY = Text("制单", "Made by"), Text("质检", "Quality")

MAKING = Trade(
    "making", Text("制造业", "Manufacturing"),
    Text("产线、班次、炉号与质保书；大额采购会签；报废审批；生产与来料看板", "Lines, shifts, heat numbers and certificates; approval of large orders and of scrap; board of production"),
    {
        "own-fields": (
            _field("production_order", "x_line", "choice", Text("产线", "Production line"), options=(Text("一线", "Line 1"), Text("二线", "Line 2"), Text("三线", "Line 3"))),
            _field("production_order", "x_shift", "choice", Text("班次", "Shift"), options=(Text("早班", "Morning"), Text("中班", "Afternoon"), Text("夜班", "Night"))),
            _field("production_order", "x_due", "date", Text("交期", "Due"), accelerated=True),
            _field("goods_receipt:line", "x_heat", "text", Text("炉号", "Heat number"), longest=40),
            _field("goods_receipt", "x_certificate", "text", Text("质保书编号", "Certificate number"), longest=40),
            _field("items", "x_drawing", "text", Text("图号", "Drawing number"), longest=60),
            _field("items", "x_material", "text", Text("材质", "Material"), longest=60),
        ),
        "document-checks": (
            _check("production_order", Text("交期不早于开单日", "Not due before it is made"), "{x_due} >= {business_date}", Text("交期早于业务日期，请改交期", "Due before its own date: change the due date")),
        ),
        "workflows": (
            _flow("purchase_order", Text("大额采购审批", "Large purchases"), "{total_amount} > 50000", Text("5 万元以上", "Above 50,000"), "accountant"),
            _flow("scrap", Text("报废审批", "Scrap"), "{total_quantity} > 0", Text("财务确认", "Accountant agrees"), "accountant"),
        ),
        "print-templates": (
            _paper("production_order", Text("生产任务单", "Production ticket"), "a5_wide", ("business_date", "x_line", "x_shift", "x_due"), ("quantity", "remarks"), _MAKER, Text("班组", "Crew"), _QUALITY),
            _label("goods_receipt", Text("来料标签", "Incoming label"), ("number", "business_date", "partner", "x_certificate")),
        ),
        "dashboards": (
            _board(Text("生产看板", "Production"),
                (Text("生产订单", "Orders"), _figure(_ask("production_order", _COUNT)), 4, 3),
                (Text("按产线", "By line"), _chart("pie", _ask("production_order", _COUNT, "x_line")), 4, 6),
                (Text("按班次", "By shift"), _chart("bar", _ask("production_order", _COUNT, "x_shift")), 4, 6),
                (Text("最近的生产订单", "Latest orders"), _table("production_order", ("number", "business_date", "state", "x_line", "x_due"), "-business_date"), 12, 7)),
        ),
    },
    (
        {"name": Text("交期早于业务日期不通过", "Due too early does not pass"), "kind": "formula", "formula": "{x_due} >= {business_date}", "expect": "false",
         "document": {"type": "production_order", "header": {"business_date": "2026-01-10", "x_due": "2026-01-09"}, "lines": []}},
    ),
)  # fmt: skip

WHOLESALE = Trade(
    "wholesale", Text("批发贸易", "Wholesale"),
    Text("客户等级、配送线路与时段；零单价提醒；大额销售审批；三联送货单；线路看板", "Customer levels, routes and hours; warning of zero prices; approval of large sales; delivery note in thirds; board by route"),
    {
        "own-fields": (
            _field("partners", "x_level", "choice", Text("客户等级", "Customer level"), options=(Text("A 级", "A"), Text("B 级", "B"), Text("C 级", "C"))),
            _field("sales_order", "x_route", "text", Text("配送线路", "Route"), longest=40, accelerated=True),
            _field("sales_order", "x_hours", "choice", Text("送货时段", "Delivery hours"), options=(Text("上午", "Morning"), Text("下午", "Afternoon"), Text("晚上", "Evening"))),
            _field("shipment", "x_driver", "text", Text("司机", "Driver"), longest=40),
            _field("shipment", "x_plate", "text", Text("车牌", "Number plate"), longest=20),
            _field("shipment", "x_boxes", "integer", Text("件数", "Boxes"), least="0"),
        ),
        "document-checks": (
            _check("sales_order", Text("零单价提醒", "Zero price"), "MIN({lines.price}) > 0", Text("有商品单价为 0：赠品请填赠品数量", "Some price is zero: enter gifts as gift quantity"), blocks=False),
        ),
        "workflows": (
            _flow("sales_order", Text("大额销售审批", "Large sales"), "{total_amount} > 100000", Text("10 万元以上", "Above 100,000"), "accountant"),
        ),
        "print-templates": (
            _paper("shipment", Text("三联送货单", "Delivery note (thirds)"), "third", ("business_date", "partner", "x_driver", "x_plate", "x_boxes"), ("quantity", "price", "total"), _WAREHOUSE, _DRIVER, _CUSTOMER),
        ),
        "dashboards": (
            _board(Text("配送看板", "Deliveries"),
                (Text("销售订单金额", "Ordered"), _figure(_ask("sales_order", {"field": "total_net", "agg": "sum"})), 4, 3),
                (Text("按线路", "By route"), _chart("hbar", _ask("sales_order", {"field": "total_net", "agg": "sum"}, "x_route", sort="-m0", limit=10)), 4, 6),
                (Text("按时段", "By hours"), _chart("pie", _ask("sales_order", _COUNT, "x_hours")), 4, 6),
                (Text("最近出库", "Latest shipments"), _table("shipment", (*_NAME_DATE, "x_driver", "x_boxes"), "-business_date"), 12, 7)),
        ),
    },
    (
        {"name": Text("零单价会提醒", "A zero price warns"), "kind": "formula", "formula": "MIN({lines.price}) > 0", "expect": "false",
         "document": {"type": "sales_order", "header": {}, "lines": [{"price": "0"}, {"price": "3.5"}]}},
    ),
)  # fmt: skip

SHOPS = Trade(
    "shops", Text("电商", "E-commerce"),
    Text("平台与平台单号、买家留言、包裹重量；平台单号提醒；面单标签；平台看板", "Platforms and their order numbers, notes of buyers, parcel weights; parcel label; board by platform"),
    {
        "own-fields": (
            _field("sales_order", "x_platform", "choice", Text("平台", "Platform"), options=(Text("淘宝天猫", "Taobao"), Text("京东", "JD"), Text("拼多多", "Pinduoduo"), Text("抖音", "Douyin"), Text("自营商城", "Own shop"))),
            _field("sales_order", "x_platform_number", "text", Text("平台单号", "Platform order"), longest=60, accelerated=True),
            _field("sales_order", "x_buyer_note", "multiline", Text("买家留言", "Note of the buyer")),
            _field("shipment", "x_parcel_weight", "number", Text("包裹重量（kg）", "Parcel weight (kg)"), places=3, least="0"),
            _field("shipment", "x_express", "text", Text("快递单号", "Tracking number"), longest=40),
            _field("sales_return", "x_return_kind", "choice", Text("退货类型", "Kind of return"), options=(Text("七天无理由", "Seven days"), Text("质量问题", "Defect"), Text("错发漏发", "Sent wrongly"))),
        ),
        "document-checks": (
            _check("sales_order", Text("平台单号提醒", "Platform order number"), 'NOT(ISBLANK({x_platform_number}))', Text("没有平台单号，对账时找不到此单", "Without the platform's number this order cannot be matched"), blocks=False),
        ),
        "print-templates": (
            _label("shipment", Text("包裹标签", "Parcel label"), ("number", "partner", "x_express", "x_parcel_weight")),
        ),
        "dashboards": (
            _board(Text("平台看板", "Platforms"),
                (Text("订单数", "Orders"), _figure(_ask("sales_order", _COUNT)), 4, 3),
                (Text("按平台金额", "By platform"), _chart("bar", _ask("sales_order", {"field": "total_net", "agg": "sum"}, "x_platform", sort="-m0")), 4, 6),
                (Text("退货类型", "Returns"), _chart("pie", _ask("sales_return", _COUNT, "x_return_kind")), 4, 6),
                (Text("最近订单", "Latest orders"), _table("sales_order", (*_NAME_DATE, "x_platform", "x_platform_number"), "-business_date"), 12, 7)),
        ),
    },
    (
        {"name": Text("没有平台单号会提醒", "No number warns"), "kind": "formula", "formula": "NOT(ISBLANK({x_platform_number}))", "expect": "false",
         "document": {"type": "sales_order", "header": {"x_platform_number": None}, "lines": []}},
    ),
)  # fmt: skip

COLD = Trade(
    "pharma", Text("医药食品", "Pharma and food"),
    Text("储存条件、批准文号、证照效期、到货温度与检验报告；超温拒收；冷链验收审批；验收单；效期看板", "Storage, approval numbers, licences, arrival temperatures and reports; too warm is refused; approval of cold goods; acceptance paper; board of expiry"),
    {
        "own-fields": (
            _field("items", "x_storage", "choice", Text("储存条件", "Storage"), options=(Text("常温", "Room"), Text("阴凉", "Cool"), Text("冷藏", "Cold"), Text("冷冻", "Frozen"))),
            _field("items", "x_approval_number", "text", Text("批准文号/生产许可", "Approval number"), longest=60),
            _field("partners", "x_licence_until", "date", Text("许可证有效期至", "Licence valid until")),
            _field("goods_receipt", "x_transport", "choice", Text("运输方式", "Transport"), options=(Text("冷藏车", "Refrigerated lorry"), Text("保温箱", "Insulated box"), Text("普通车", "Ordinary lorry"))),
            _field("goods_receipt:line", "x_arrival_temp", "number", Text("到货温度（℃）", "Arrival temperature (°C)"), places=1, least="-40", most="60", accelerated=True,
                   required_when='{line.item.category.name} = "冷藏"', help=Text("分类“冷藏”的商品必填", "Required for items of the category 冷藏")),
            _field("goods_receipt:line", "x_report", "text", Text("检验报告号", "Report number"), longest=60),
            _field("sales_return", "x_stayed_cold", "boolean", Text("全程冷链", "Stayed cold")),
        ),
        "document-checks": (
            _check("goods_receipt", Text("超温拒收", "Too warm"), "MAX({lines.x_arrival_temp}) <= 25", Text("到货温度高于 25 ℃，请拒收", "Arrived above 25 °C: refuse the goods")),
            _check("goods_receipt", Text("检验报告提醒", "Reports"), "COUNT({lines.x_report}) > 0", Text("没有填写检验报告号", "No report number is entered"), blocks=False),
        ),
        "workflows": (
            _flow("goods_receipt", Text("冷链验收", "Cold goods"), "MAX({lines.x_arrival_temp}) > 8", Text("高于 8 ℃ 质检确认", "Above 8 °C: quality agrees"), "inspector"),
        ),
        "print-templates": (
            _paper("goods_receipt", Text("到货验收单", "Acceptance"), "a4", ("business_date", "partner", "x_transport"), ("quantity", "lot", "expiry_date", "x_arrival_temp", "x_report"), Text("收货", "Received by"), _QUALITY, _WAREHOUSE),
        ),
        "dashboards": (
            _board(Text("效期与温度", "Expiry and temperature"),
                (Text("最高到货温度", "Warmest arrival"), _figure(_ask("goods_receipt:line", {"field": "lines.x_arrival_temp", "agg": "max"}, filters=[_POSTED])), 4, 3),
                (Text("按储存条件", "By storage"), _chart("pie", _ask("items", _COUNT, "x_storage")), 4, 6),
                (Text("按运输方式", "By transport"), _chart("bar", _ask("goods_receipt", _COUNT, "x_transport")), 4, 6),
                (Text("批号效期", "Lots by expiry"), {**_table("stock", ("item", "lot", "lot.expiry_date", "warehouse", "quantity"), "lot.expiry_date"), "filters": [["lot.expiry_date", "isnull", False]]}, 12, 7)),
        ),
    },
    (
        {"name": Text("9.1 ℃ 须质检确认", "9.1 °C needs quality"), "kind": "formula", "formula": "MAX({lines.x_arrival_temp}) > 8", "expect": "true",
         "document": {"type": "goods_receipt", "header": {}, "lines": [{"x_arrival_temp": "9.1"}, {"x_arrival_temp": "4"}]}},
        {"name": Text("30 ℃ 拒收", "30 °C is refused"), "kind": "formula", "formula": "MAX({lines.x_arrival_temp}) <= 25", "expect": "false",
         "document": {"type": "goods_receipt", "header": {}, "lines": [{"x_arrival_temp": "30"}]}},
    ),
)  # fmt: skip

TRADES = (MAKING, WHOLESALE, SHOPS, COLD)
