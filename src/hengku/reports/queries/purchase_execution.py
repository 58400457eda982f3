"""采购订单执行: what was ordered from whom, what came, what is still to come."""

from hengku.kernel.texts import Text
from hengku.reports.queries.explain_rows import by_row
from hengku.reports.queries.explain_trade import ORDER_RULES
from hengku.reports.queries.orders import order_lines
from hengku.reports.rules import execution
from hengku.reports.rules.columns import PARTNER
from hengku.reports.types import ReportQuestion, ReportResult, ReportSpec

SUPPLIER = PARTNER.but(name="supplier", label=Text("供应商", "Supplier"))
COLUMNS = execution.columns(SUPPLIER, Text("已收", "Received"), mask="purchase_price")


def run(question: ReportQuestion) -> ReportResult:
    return order_lines(question=question, order_type="purchase_order", role="supplier")


PURCHASE_EXECUTION = ReportSpec(
    name="purchase_execution",
    label=Text("采购订单执行", "Purchase order execution"),
    group="purchasing",
    help=Text(
        "已审核的采购订单逐行：订购、已收、退货、草稿中、剩余；剩余 = 订购 − 下游有效数量",
        "Approved purchase orders by line: ordered, received, returned, in drafts, remaining = ordered − live targets",
    ),
    parameters=execution.parameters(SUPPLIER),
    columns=lambda _parameters: COLUMNS,
    run=run,
    explain=by_row(run, lambda _parameters: COLUMNS, ORDER_RULES, pages=True),
    resource="purchase_order",
)
