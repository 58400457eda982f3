"""Words of manufacturing: names of its documents and fields, and what it says when it refuses."""

from hengku.documents.rules.usage import NAMES
from hengku.kernel.texts import Text
from hengku.manufacturing.types import IssueKind, ReturnKind

PRODUCTION_ORDER = Text("生产订单", "Production order")
PRODUCTION_ORDERS = Text("生产订单", "Production orders")
MATERIAL_ISSUE = Text("领料单", "Material issue")
MATERIAL_RETURN = Text("退料单", "Material return")

PRODUCTION_ORDER_HELP = Text(
    "要生产什么、多少。下达之后可以领料，材料成本归集到这张订单；结案之后不能再领料、退料。",
    "What is to be made and how much. Once released, material is issued to it and its cost gathers here; once closed nothing is "
    "issued or brought back any more.",
)
MATERIAL_ISSUE_HELP = Text(
    "从仓库领用材料，按计价方法结转成本。用途决定记入的科目：生产进生产成本（可指定生产订单），其余进相应费用。",
    "Material taken from a warehouse at the cost of the costing method. Its use decides the account: production goes to work in "
    "process (of a production order, if named), anything else to its expense.",
)
MATERIAL_RETURN_HELP = Text(
    "由领料单下推：多领或不良的材料退回仓库，按原领料成本冲减。良品入可用，不良入不合格。",
    "Made from a material issue: material comes back to the warehouse at the cost it was issued at. Good material becomes "
    "available, bad material is rejected.",
)

PRODUCT = Text("产品", "Product")
RELEASE = Text("下达", "Release")
WITHDRAW_RELEASE = Text("撤回下达", "Withdraw release")
CLOSE = Text("结案", "Close")
RUNNING = Text("未结案", "Not closed")
USAGE = Text("用途", "Use")
KIND = Text("领料类型", "Kind of issue")
RETURN_KIND = Text("退料类型", "Kind of return")
SOURCE_LINE = Text("领料行", "Issue line")
RETURN_STATUS_HELP = Text(
    "不填按退料类型：良品入可用，不良入不合格", "Empty = by kind: good is available, bad is rejected"
)
ORDER_HELP = Text(
    "只用于生产用途；订单须已下达且未结案", "For production only; the order must be released and not closed"
)

USAGES = NAMES
ISSUE_KINDS = {
    IssueKind.ISSUE: Text("领料", "Issue"),
    IssueKind.SUPPLEMENT: Text("补料", "Supplement"),
    IssueKind.OVER_ISSUE: Text("超领", "Over-issue"),
}
RETURN_KINDS = {
    ReturnKind.GOOD_RETURN: Text("良品退料", "Good material"),
    ReturnKind.BAD_MATERIAL: Text("来料不良", "Bad material"),
    ReturnKind.BAD_WORK: Text("作业不良", "Spoiled at work"),
}
REASONS = (
    ("ISSUE_SPOILED", "material_issue", Text("作业报废补料", "Replaces spoiled material")),
    ("RETURN_SURPLUS", "material_return", Text("多领退回", "Issued too much")),
    ("RETURN_DEFECT", "material_return", Text("材料不良", "Defective material")),
)
"""(code, document type, name) of reasons a new account set starts with."""

MESSAGES = {
    "order_not_released": Text(
        "生产订单 {order} 还没有下达，不能领料：请先下达",
        "Production order {order} is not released yet: release it first",
    ),
    "order_closed": Text(
        "生产订单 {order} 已结案，不能再领料、退料：需要时先重新打开",
        "Production order {order} is closed; reopen it before material is issued or brought back",
    ),
    "order_of_another_book": Text(
        "生产订单 {order} 属于另一个账簿", "Production order {order} belongs to another book"
    ),
    "order_for_production_only": Text(
        "只有用途为“生产”时才能填生产订单：请改用途或清空订单",
        "A production order goes with the use “production” only: change the use or leave the order empty",
    ),
    "order_has_material": Text(
        "生产订单 {order} 已有领料：{documents}。请先作废或冲销它们",
        "Material was issued to production order {order}: {documents}. Void or reverse these first",
    ),
    "return_of_several_orders": Text(
        "一张退料单只能退同一用途、同一生产订单的领料：请分开退",
        "One return brings back material of one use and one production order only: make separate returns",
    ),
    "bad_material_not_available": Text(
        "不良材料不能退回“可用”：请改状态或改退料类型",
        "Bad material does not become available: change the status or the kind of return",
    ),
}
