"""What both execution reports look like; only the words for the partner and for the deed differ."""

from hengku.kernel.texts import Text
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.reports.rules.columns import BUSINESS_DATE, FROM, ITEM, NUMBER, SEARCH, TO, UNIT, WAREHOUSE

EXECUTION = FieldSpec(
    "execution",
    Text("执行状态", "Execution"),
    FieldType.STATE,
    choices=(
        Choice("none", Text("未执行", "Not started"), "default"),
        Choice("partial", Text("部分执行", "Partial"), "warning"),
        Choice("done", Text("已完成", "Done"), "success"),
        Choice("over", Text("超额执行", "Over"), "error"),
        Choice("stopped", Text("已关闭", "Closed"), "default"),
    ),
)
OPEN_ONLY = FieldSpec("open_only", Text("只看未完成", "Open lines only"), FieldType.BOOLEAN, default=False)


def parameters(partner: FieldSpec) -> tuple[FieldSpec, ...]:
    """What people narrow an execution report by."""
    return (FROM, TO, partner.but(name="partner"), WAREHOUSE, ITEM, SEARCH, OPEN_ONLY)


def columns(partner: FieldSpec, done: Text, *, mask: str | None) -> tuple[FieldSpec, ...]:
    """Columns with the type's own word for what is carried out (已收 or 已发). Quantities of different units do not add up."""

    def figure(name: str, label: Text) -> FieldSpec:
        return FieldSpec(name, label, FieldType.QUANTITY)

    def money(name: str, label: Text) -> FieldSpec:
        return FieldSpec(name, label, FieldType.AMOUNT, total=True, mask=mask)

    return (
        NUMBER,
        BUSINESS_DATE,
        partner,
        FieldSpec("line_no", Text("行号", "Line"), FieldType.INTEGER),
        ITEM,
        UNIT,
        FieldSpec("delivery_date", Text("交货日期", "Delivery date"), FieldType.DATE),
        FieldSpec("overdue_days", Text("逾期天数", "Days late"), FieldType.INTEGER),
        figure("ordered_quantity", Text("订购数量", "Ordered")),
        figure("done_quantity", Text(f"{done.zh}数量", f"{done.en}")),
        figure("returned_quantity", Text("退货数量", "Returned")),
        figure("drafted_quantity", Text("未过账数量", "In drafts")),
        figure("remaining_quantity", Text("剩余数量", "Remaining")),
        money("ordered_net", Text("订购金额", "Ordered amount")),
        money("done_net", Text(f"{done.zh}金额", f"{done.en} amount")),
        EXECUTION,
    )
