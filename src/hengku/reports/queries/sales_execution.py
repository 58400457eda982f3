"""销售订单执行: what was promised to whom, what left, what is still to go."""

from hengku.kernel.texts import Text
from hengku.reports.queries.explain_rows import by_row
from hengku.reports.queries.explain_trade import ORDER_RULES
from hengku.reports.queries.orders import order_lines
from hengku.reports.rules import execution
from hengku.reports.rules.columns import PARTNER
from hengku.reports.types import ReportQuestion, ReportResult, ReportSpec

CUSTOMER = PARTNER.but(name="customer", label=Text("客户", "Customer"))
COLUMNS = execution.columns(CUSTOMER, Text("已发", "Shipped"), mask=None)


def run(question: ReportQuestion) -> ReportResult:
    return order_lines(question=question, order_type="sales_order", role="customer")


SALES_EXECUTION = ReportSpec(
    name="sales_execution",
    label=Text("销售订单执行", "Sales order execution"),
    group="sales",
    help=Text(
        "已审核的销售订单逐行：订购、已发、退货、草稿中、剩余；剩余 = 订购 − 下游有效数量",
        "Approved sales orders by line: ordered, shipped, returned, in drafts, remaining = ordered − live targets",
    ),
    parameters=execution.parameters(CUSTOMER),
    columns=lambda _parameters: COLUMNS,
    run=run,
    explain=by_row(run, lambda _parameters: COLUMNS, ORDER_RULES, pages=True),
    resource="sales_order",
)
