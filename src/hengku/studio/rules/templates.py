"""Ready-made dashboards: what a trading company asks first. A template is copied, so that everybody may change theirs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hengku.kernel.texts import Text
from hengku.studio.rules.widgets import stacked

Widget = dict[str, Any]
_EFFECTIVE = ["state", "in", ["POSTED", "REVERSED"]]
"""Posted documents and reversed ones: a reversal's mirror cancels its original."""
_ORDERED = ["state", "eq", "APPROVED"]


@dataclass(frozen=True, slots=True)
class Template:
    """needs: the dataset without which the template says nothing."""

    code: str
    name: Text
    help: Text
    needs: str
    widgets: tuple[tuple[Text, Mapping[str, Any], int, int], ...]
    """Title, settings, width and height."""


def _ask(
    dataset: str, *measures: Mapping[str, Any], by: Sequence[Any] = (), within: str = "", **more: Any
) -> dict[str, Any]:
    filters = list(more.pop("filters", [_EFFECTIVE]))
    if within:
        filters.append(["business_date", "within", within])
    dimensions = [{"field": one} if isinstance(one, str) else {"field": one[0], "grain": one[1]} for one in by]
    return {"dataset": dataset, "dimensions": dimensions, "measures": list(measures), "filters": filters, **more}


def _sum(field: str) -> dict[str, str]:
    return {"field": field, "agg": "sum"}


_COUNT = {"agg": "count"}


def _figure(question: Mapping[str, Any], compare: str | None = "previous") -> dict[str, Any]:
    return {"kind": "figure", "question": question, "compare": compare}


def _chart(chart: str, question: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": "chart", "chart": chart, "question": question}


def _table(dataset: str, fields: Sequence[str], filters: Sequence[Any], sort: str) -> dict[str, Any]:
    return {
        "kind": "table",
        "dataset": dataset,
        "fields": list(fields),
        "filters": list(filters),
        "sort": sort,
        "limit": 20,
    }


def _trade(code: str, document: str, order: str, partner: Text, name: Text, help_: Text) -> Template:
    """The same board for buying and selling."""
    lines, top = f"{document}:line", {"sort": "-m0", "limit": 10}
    return Template(
        code, name, help_, document,
        (
            (Text("本月金额", "This month"), _figure(_ask(document, _sum("total_net"), within="this_month")), 3, 3),
            (Text("本月单数", "Documents this month"), _figure(_ask(document, _COUNT, within="this_month")), 3, 3),
            (Text("今年金额", "This year"), _figure(_ask(document, _sum("total_net"), within="this_year"), "year"), 3, 3),
            (Text("在手订单", "Open orders"), _figure(_ask(order, _sum("total_net"), filters=[_ORDERED, ["execution", "in", ["NONE", "PARTIAL"]]]), None), 3, 3),
            (Text("近 12 个月", "Last 12 months"), _chart("line", _ask(document, _sum("total_net"), by=[("business_date", "month")], within="last_12_months", sort="d0")), 8, 6),
            (Text("按商品分类", "By category"), _chart("pie", _ask(lines, _sum("lines.amount"), by=["lines.item.category"], within="this_year", sort="-m0", limit=8)), 4, 6),
            (Text(f"{partner.zh}前十", f"Top ten {partner.en}"), _chart("hbar", _ask(document, _sum("total_net"), by=["partner"], within="this_year", **top)), 6, 7),
            (Text("商品前十", "Top ten items"), _chart("hbar", _ask(lines, _sum("lines.amount"), by=["lines.item"], within="this_year", **top)), 6, 7),
            (Text("最近单据", "Latest documents"), _table(document, ("number", "business_date", "partner", "state", "total_amount"), (), "-business_date"), 12, 7),
        ),
    )  # fmt: skip


TEMPLATES = (
    _trade("sales", "shipment", "sales_order", Text("客户", "customers"), Text("销售看板", "Sales"),
           Text("出库金额、客户与商品排行、在手订单", "Shipped amounts, top customers and items, open orders")),
    _trade("purchasing", "goods_receipt", "purchase_order", Text("供应商", "suppliers"), Text("采购看板", "Purchasing"),
           Text("入库金额、供应商与商品排行、在途订单", "Received amounts, top suppliers and items, open orders")),
    Template(
        "stock", Text("库存看板", "Stock"), Text("库存数量与价值、状态、临期批号", "Quantity and value, states, lots near expiry"), "stock",
        (
            (Text("库存金额", "Stock value"), _figure({"dataset": "stock_value", "measures": [_sum("amount")], "dimensions": [], "filters": []}, None), 4, 3),
            (Text("有库存的商品", "Items in stock"), _figure({"dataset": "stock", "measures": [{"field": "item", "agg": "count_distinct"}], "dimensions": [], "filters": []}, None), 4, 3),
            (Text("不可用库存行", "Unusable stock"), _figure({"dataset": "stock", "measures": [_COUNT], "dimensions": [], "filters": [["status", "ne", "AVAILABLE"]]}, None), 4, 3),
            (Text("分类金额", "Value by category"), _chart("pie", {"dataset": "stock_value", "measures": [_sum("amount")], "dimensions": [{"field": "item.category"}], "filters": [], "sort": "-m0", "limit": 8}), 6, 7),
            (Text("金额前十商品", "Top ten by value"), _chart("hbar", {"dataset": "stock_value", "measures": [_sum("amount")], "dimensions": [{"field": "item"}], "filters": [], "sort": "-m0", "limit": 10}), 6, 7),
            (Text("仓库 × 状态", "Warehouse by state"), {"kind": "pivot", "question": {"dataset": "stock", "measures": [{"field": "item", "agg": "count_distinct", "label": ""}], "dimensions": [{"field": "warehouse"}, {"field": "status"}], "filters": []}}, 6, 6),
            (Text("批号效期", "Lots by expiry"), _table("stock", ("item", "lot", "lot.expiry_date", "warehouse", "quantity"), [["lot.expiry_date", "isnull", False]], "lot.expiry_date"), 6, 6),
        ),
    ),
    Template(
        "debts", Text("应收应付", "Receivables and payables"), Text("未结算金额、到期、往来单位排行", "What is open, when it is due, with whom"), "open-items",
        (
            (Text("应收未收", "Receivable"), _figure({"dataset": "open-items", "measures": [_sum("open_amount")], "dimensions": [], "filters": [["side", "eq", "AR"]]}, None), 6, 3),
            (Text("应付未付", "Payable"), _figure({"dataset": "open-items", "measures": [_sum("open_amount")], "dimensions": [], "filters": [["side", "eq", "AP"]]}, None), 6, 3),
            (Text("应收到期", "Receivables by due month"), _chart("bar", {"dataset": "open-items", "measures": [_sum("open_amount")], "dimensions": [{"field": "due_date", "grain": "month"}], "filters": [["side", "eq", "AR"], ["open_amount", "gt", "0"]], "sort": "d0"}), 6, 6),
            (Text("应付到期", "Payables by due month"), _chart("bar", {"dataset": "open-items", "measures": [_sum("open_amount")], "dimensions": [{"field": "due_date", "grain": "month"}], "filters": [["side", "eq", "AP"], ["open_amount", "gt", "0"]], "sort": "d0"}), 6, 6),
            (Text("欠款最多的客户", "Who owes most"), _chart("hbar", {"dataset": "open-items", "measures": [_sum("open_amount")], "dimensions": [{"field": "partner"}], "filters": [["side", "eq", "AR"]], "sort": "-m0", "limit": 10}), 6, 7),
            (Text("应付最多的供应商", "Whom we owe most"), _chart("hbar", {"dataset": "open-items", "measures": [_sum("open_amount")], "dimensions": [{"field": "partner"}], "filters": [["side", "eq", "AP"]], "sort": "-m0", "limit": 10}), 6, 7),
        ),
    ),
)  # fmt: skip


def placed(template: Template) -> Iterator[Widget]:
    """The widgets of a template in the reader's language, each in its place."""
    places = stacked([(w, h) for _, _, w, h in template.widgets])
    for at, ((title, settings, w, h), (x, y)) in enumerate(zip(template.widgets, places, strict=True)):
        yield {"id": f"w{at + 1}", "title": str(title), "x": x, "y": y, "w": w, "h": h, **settings}


def datasets_of(widget: Mapping[str, Any]) -> str:
    """The dataset a widget asks; "" for one that asks nothing."""
    question = widget.get("question")
    return str((question if isinstance(question, Mapping) else widget).get("dataset") or "")
