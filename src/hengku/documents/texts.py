"""Words of the documents room: states, labels, refusals. Terms as in the domain specification."""

from hengku.documents.types import DocumentState, Execution, LinkKind, Settlement
from hengku.kernel.texts import Text

STATE_LABELS = {
    DocumentState.DRAFT: Text("草稿", "Draft"),
    DocumentState.SUBMITTED: Text("待审", "Submitted"),
    DocumentState.APPROVED: Text("已审核", "Approved"),
    DocumentState.POSTED: Text("已过账", "Posted"),
    DocumentState.REVERSED: Text("已冲销", "Reversed"),
    DocumentState.VOID: Text("已作废", "Void"),
}
STATE_COLORS = {
    DocumentState.DRAFT: "grey",
    DocumentState.SUBMITTED: "blue",
    DocumentState.APPROVED: "blue",
    DocumentState.POSTED: "green",
    DocumentState.REVERSED: "red",
    DocumentState.VOID: "grey",
}
EXECUTION_LABELS = {
    Execution.NONE: Text("未执行", "Not started"),
    Execution.PARTIAL: Text("部分执行", "Partial"),
    Execution.DONE: Text("已完成", "Completed"),
    Execution.OVER: Text("超额执行", "Exceeded"),
    Execution.STOPPED: Text("已关闭", "Closed"),
}
EXECUTION_COLORS = {
    Execution.NONE: "grey",
    Execution.PARTIAL: "amber",
    Execution.DONE: "green",
    Execution.OVER: "amber",
    Execution.STOPPED: "grey",
}
SETTLEMENT_LABELS = {
    Settlement.NONE: Text("未结算", "Not settled"),
    Settlement.PARTIAL: Text("部分结算", "Partly settled"),
    Settlement.DONE: Text("已结算", "Settled"),
}
SETTLEMENT_COLORS = {Settlement.NONE: "grey", Settlement.PARTIAL: "amber", Settlement.DONE: "green"}
LINK_LABELS = {
    LinkKind.EXECUTE: Text("执行", "Carried out"),
    LinkKind.RETURN: Text("退回", "Returned"),
    LinkKind.REFER: Text("依据", "Based on"),
    LinkKind.REFUSE: Text("检验", "Inspected"),
    LinkKind.INVOICE: Text("开票", "Invoiced"),
    LinkKind.REVERSE: Text("冲销", "Reversed"),
}
EVENT_LABELS = {
    "create": Text("新建", "Created"),
    "edit": Text("修改", "Edited"),
    "revise": Text("变更", "Changed after approval"),
    "print": Text("打印", "Printed"),
    "reversal": Text("冲销生成", "Created by reversal"),
    "comment": Text("评论", "Commented"),
    "attach": Text("上传附件", "File attached"),
}

LINES = Text("明细.", "Lines: ")
"""Before the name of a line's field where fields of documents are listed."""

EDIT_WORDS = {
    "line": Text("第 {line} 行", "Line {line}"),
    "nothing": Text("（空）", "(empty)"),
    "yes": Text("是", "yes"),
    "no": Text("否", "no"),
}

LABELS = {
    "number": Text("单据编号", "Number"),
    "type": Text("单据类型", "Type"),
    "state": Text("状态", "State"),
    "execution": Text("执行状态", "Execution"),
    "settlement": Text("结算状态", "Settlement"),
    "total_quantity": Text("合计数量", "Total quantity"),
    "total_net": Text("金额合计", "Net total"),
    "total_tax": Text("税额合计", "Tax total"),
    "total_amount": Text("价税合计", "Total"),
    "created_by": Text("制单人", "Made by"),
    "created_at": Text("制单时间", "Made at"),
    "posted_at": Text("过账时间", "Posted at"),
    "business_date": Text("业务日期", "Business date"),
    "partner": Text("往来单位", "Partner"),
    "warehouse": Text("仓库", "Warehouse"),
    "to_warehouse": Text("调入仓库", "To warehouse"),
    "book": Text("账簿", "Book"),
    "total": Text("价税合计", "Total incl. tax"),
    "net": Text("金额", "Net"),
    "tax": Text("税额", "Tax"),
    "executed_quantity": Text("已执行数量", "Carried out"),
    "returned_quantity": Text("已退数量", "Returned"),
    "remaining_quantity": Text("剩余数量", "Remaining"),
    "cost_amount": Text("成本金额", "Cost"),
    "unit_cost": Text("单位成本", "Unit cost"),
    "line_no": Text("行号", "Line"),
    "source": Text("来源", "Source"),
    "spec": Text("规格型号", "Specification"),
    "documents": Text("单据", "Documents"),
}
PRINT_LABELS = {"a4": Text("A4 单据", "A4"), "triplicate": Text("三联单", "Triplicate")}
KIT_PRINT = ("kits", Text("A4（组合装一行）", "A4 (kits as one line)"))
"""For types that sell kits."""

INVARIANT_TITLES = {
    "I08": Text("基本数量等于录入数量乘换算率", "Base quantity is entered quantity × factor"),
    "I26": Text("单据编号连续", "Document numbers have no gap"),
    "I28d": Text("冲销单与原单逐行相反", "Reversal documents mirror their originals"),
    "I32": Text("执行数量不超过订单与容差", "Execution stays within order and tolerance"),
    "I33": Text("剩余数量等于数量减下游", "Remaining is quantity less live targets"),
    "I35": Text("金额、税额与合计一致", "Amounts, tax and totals agree"),
}

MESSAGES = {
    "in_approval": Text("{number} 正在审批，只能由审批流推进", "{number} is in approval; only its flow moves it on"),
    "needs_approval": Text(
        "{number} 须按审批流“{flow}”提交审批", "{number} must be submitted for approval (flow “{flow}”)"
    ),
    "approvers_needed": Text("请选择节点“{name}”的审批人", "Choose who approves at “{name}”"),
    "field_not_open": Text("当前节点不能修改字段 {field}", "This node does not open field {field}"),
    "node_check_failed": Text("节点校验未通过：{message}", "The node's check: {message}"),
    "posted_not_withdrawn": Text(
        "{number} 已过账，不能撤回；可以冲销", "{number} is posted and cannot be withdrawn; it can be reversed"
    ),
    "nothing_to_retry": Text("没有需要重试的过账", "There is no posting to try again"),
    "not_in_batch": Text(
        "该节点要求填写字段或签名，不能批量审批", "This node wants fields filled in or a signature; not in a batch"
    ),
    "check_failed": Text("{message}（校验规则：{name}）", "{message} (check: {name})"),
    "check_warns": Text("{message}（校验规则：{name}；确认后可继续）", "{message} (check: {name}; confirm to go on)"),
    "kit_not_stocked": Text(
        "{item} 是组合装，没有自己的库存，只能在销售报价、订单、发货、出库和退货里使用（保存时拆成组成商品）；其他单据请直接录组成商品",
        "{item} is a kit without stock of its own: it can be quoted, ordered, shipped and returned, where it becomes its components; "
        "elsewhere enter the components",
    ),
    "form_code_bad": Text(
        "代码以 u_ 开头，后面用小写字母、数字和下划线，最多 30 个字符",
        "A code is u_ and then small letters, digits and underscores, at most 30",
    ),
    "form_fixed": Text("表单的代码与流水号前缀定下后不能改", "Code and prefix of a form stay as they are"),
    "form_used": Text(
        "“{form}”已有 {count} 张单据，不能删除：请停用它",
        "“{form}” has {count} documents and cannot be deleted: archive it",
    ),
    "form_rows_used": Text("表单已有单据，明细不能取消", "The form has documents: its rows stay"),
    "form_archived": Text("“{form}”已停用，不能新建", "“{form}” is archived: no new ones"),
    "push_target_bad": Text("不能下推成 {target}", "No draft of {target} can be made from a form"),
    "push_each_bad": Text(
        "表单没有明细字段，只能整单下推一行", "The form has no row fields: it makes one line for the whole form"
    ),
    "push_field_bad": Text(
        "{source} 不能填入 {field}：没有这个字段或类型不合",
        "{source} does not go into {field}: unknown or of another kind",
    ),
    "push_field_missing": Text("请说明 {field} 取自哪个字段", "Say where {field} comes from"),
    "one_form_at_a_time": Text("自定义表单一次只能下推一张", "Drafts are made from one form at a time"),
    "push_twice": Text("{target} 已有一条下推规则", "There is a mapping to {target} already"),
    "required_quantity": Text("请填写 {item} 的数量。", "Enter a quantity for {item}."),
    "no_lines": Text("单据没有明细行：至少录入一行商品。", "The document has no lines: enter at least one item."),
    "unknown_reference": Text(
        "“{field}”中的 {id} 不存在或您无权查看：重新选择。",
        "“{field}” {id} does not exist or you may not see it: choose again.",
    ),
    "item_not_active": Text(
        "商品 {item} 未启用：先在商品档案中启用，或换一个商品。",
        "Item {item} is not active: activate it or choose another item.",
    ),
    "item_not_purchasable": Text(
        "商品 {item} 已停采：恢复采购，或换一个商品。",
        "Item {item} is no longer purchased: allow purchasing again or choose another.",
    ),
    "item_not_saleable": Text(
        "商品 {item} 已停售：恢复销售，或换一个商品。",
        "Item {item} is no longer sold: allow selling again or choose another.",
    ),
    "item_differs": Text(
        "商品与来源 {number} 第 {line} 行不同：保持一致，或另起一行不选来源。",
        "The item differs from {number} line {line}: keep it, or enter a line without source.",
    ),
    "line_unit_not_of_item": Text(
        "商品 {item} 没有这个单位：在商品档案中增加换算，或换一个单位。",
        "Item {item} does not have this unit: add its ratio to the item or choose another unit.",
    ),
    "second_not_kept": Text("{item} 不按件数记：清空件数", "{item} keeps no pieces: leave them empty"),
    "weight_out_of_tolerance": Text(
        "{item}：{second} 件应重 {least} 至 {most}，实际 {weight} 超出容差",
        "{item}: {second} pieces weigh {least} to {most}; {weight} is outside the tolerance",
    ),
    "not_whole_unit": Text(
        "{item}：数量 {quantity} 换算后不是整数个基本单位：改为能整除的数量。",
        "{item}: {quantity} is not a whole number of base units: enter a quantity that is.",
    ),
    "quantity_not_positive": Text("{item} 的数量必须大于 0。", "The quantity of {item} must be greater than 0."),
    "price_negative": Text("{item} 的单价不能为负。", "The price of {item} cannot be negative."),
    "warehouse_not_active": Text(
        "仓库 {warehouse} 已停用：换一个仓库。", "Warehouse {warehouse} is not active: choose another."
    ),
    "bin_not_in_warehouse": Text(
        "库位 {bin} 不在仓库 {warehouse} 中：重新选择库位。",
        "Bin {bin} is not in warehouse {warehouse}: choose another bin.",
    ),
    "bin_not_active": Text("库位 {bin} 已停用：重新选择库位。", "Bin {bin} is not active: choose another bin."),
    "not_a_supplier": Text(
        "{partner} 不是供应商：在往来单位中勾选“供应商”，或换一个。",
        "{partner} is not a supplier: mark it as one or choose another.",
    ),
    "not_a_customer": Text(
        "{partner} 不是客户：在往来单位中勾选“客户”，或换一个。",
        "{partner} is not a customer: mark it as one or choose another.",
    ),
    "partner_blocked": Text(
        "{partner} 已停用：解除停用，或换一个。", "{partner} is blocked: unblock it or choose another."
    ),
    "partner_differs": Text(
        "往来单位与来源 {number} 不一致：分开制单。", "The partner differs from {number}: make separate documents."
    ),
    "source_type": Text(
        "{number} 不能生成“{type}”：选择允许的来源。",
        "{number} cannot be the source of a {type}: choose an allowed source.",
    ),
    "source_of_another_book": Text("{number} 属于另一个账簿。", "{number} belongs to another book."),
    "source_stopped": Text(
        "来源 {number} 已手工关闭：先重新打开。", "The source {number} was closed manually: reopen it first."
    ),
    "source_not_effective": Text(
        "来源 {number} 还没有生效或已被冲销：先审核/过账，或选择其他来源。",
        "The source {number} is not in effect: approve or post it first, or choose another.",
    ),
    "tolerance_exceeded": Text(
        "{item}：{number} 第 {line} 行订 {ordered}，容差 {tolerance}%，还可执行 {remaining}，本次 {taken}。"
        "请改为不超过 {remaining}，或由有“超量”权限的角色（{who}）确认。",
        "{item}: {number} line {line} orders {ordered}, tolerance {tolerance} %; {remaining} may still be carried out, "
        "{taken} entered. Enter at most {remaining}, or let a role with the right to exceed confirm it ({who}).",
    ),
    "rate_missing": Text("{currency} 单据要填汇率", "A document in {currency} needs a rate of exchange"),
    "line_discount_bad": Text(
        "折扣额 {discount} 应在 0 和本行金额 {whole} 之间",
        "A discount of {discount} is not between 0 and what the line is worth, {whole}",
    ),
    "order_discount_bad": Text(
        "整单折扣 {discount} 应在 0 与各行合计 {whole} 之间：改小折扣。",
        "The order discount {discount} must lie between 0 and the lines' worth {whole}: enter less.",
    ),
    "tax_out_of_tolerance": Text(
        "税额 {tax} 与计算值 {expected} 相差超过 {tolerance}：核对税率与发票。",
        "Tax {tax} differs from the calculated {expected} by more than {tolerance}: check rate and invoice.",
    ),
    "state": Text(
        "{type} {number} 现在是“{state}”，不能{transition}：刷新后再看可用的操作。",
        "{type} {number} is “{state}” now; “{transition}” is not possible: refresh to see what is.",
    ),
    "reason_required": Text("{transition}需要填写原因。", "“{transition}” needs a reason."),
    "downstream_exists": Text(
        "{number} 已有下游单据 {documents}：先处理它们（从最新的开始）。",
        "{number} has documents made from it: {documents}. Undo them first, newest first.",
    ),
    "is_reversal": Text(
        "{number} 是冲销单，不能再冲销：录入新的单据。",
        "{number} is a reversal and cannot be reversed: enter a new document.",
    ),
    "already_stopped": Text("{number} 已经关闭。", "{number} is closed already."),
    "not_stopped": Text("{number} 没有关闭，不需要重新打开。", "{number} is not closed; there is nothing to reopen."),
    "type_is_fixed": Text(
        "{number} 的类型和账簿不能更改：新建一张单据。", "Type and book of {number} cannot change: make a new document."
    ),
    "not_revisable": Text(
        "{number} 是“{state}”，只有已审核且未关闭的订单可以变更",
        "{number} is “{state}”; only orders that are approved and not closed can be changed",
    ),
    "below_executed": Text(
        "第 {line} 行已下推 {linked}，不能改为 {quantity}",
        "{linked} of line {line} was already made into other documents; it cannot become {quantity}",
    ),
    "revision_line_in_use": Text(
        "第 {line} 行已下推 {linked}，不能删除或换商品；不再要的部分请改小数量或关闭订单",
        "{linked} of line {line} was already made into other documents: it can neither go nor change its item; lower its quantity "
        "or close the order",
    ),
    "revision_partner": Text(
        "{number} 已有下游单据，不能更换往来单位", "{number} has documents made from it; its partner stays"
    ),
    "not_a_draft": Text(
        "{number} 现在是“{state}”，只能修改草稿。", "{number} is “{state}” now; only drafts can be edited."
    ),
    "fraction_bad": Text("应在 0 到 1 之间，例如 13% 填 0.13。", "This lies between 0 and 1; 13% is 0.13."),
    "date_out_of_reach": Text(
        "日期 {date} 太远：请填 {first} 到 {last} 之间的日期。",
        "{date} is too far away: enter a date from {first} to {last}.",
    ),
    "line_amount_too_large": Text(
        "数量 × 单价的金额太大：一行最大 {max}。", "Quantity × price is too large: at most {max} a line."
    ),
    "document_too_large": Text(
        "整单合计太大：数量合计最大 {quantity}，金额合计最大 {amount}。分成几张单据。",
        "The totals are too large: at most {quantity} in quantity and {amount} in money. Make several documents.",
    ),
    "different_partners": Text(
        "所选单据的往来单位不同：分开下推。", "The chosen documents have different partners: push them separately."
    ),
    "different_books": Text(
        "所选单据属于不同账簿：分开下推。", "The chosen documents belong to different books: push them separately."
    ),
    "nothing_left": Text("{number} 没有剩余数量可以下推。", "Nothing is left of {number}."),
    "no_target": Text("{type}不能下推为{target}。", "A {type} cannot be turned into a {target}."),
}

APPROVAL_NEWS = {
    "todo": Text("{type} {number} 等您审批", "{type} {number} waits for your approval"),
    "urged": Text("{type} {number} 催您尽快审批", "You are asked to decide on {type} {number} soon"),
    "reminded": Text("{type} {number} 的审批快到时限", "Time is running out for your decision on {type} {number}"),
    "copied": Text("{type} {number} 抄送给您", "{type} {number} was copied to you"),
    "approved": Text("{type} {number} 审批通过", "{type} {number} was approved"),
    "rejected": Text("{type} {number} 被驳回", "{type} {number} was rejected"),
    "returned": Text("{type} {number} 退回给您修改", "{type} {number} was returned to you"),
    "withdrawn": Text("{type} {number} 的审批已撤回", "The approval of {type} {number} was withdrawn"),
    "terminated": Text("{type} {number} 的审批已终止", "The approval of {type} {number} was ended"),
    "post_failed": Text("{type} {number} 审批通过但未能过账", "{type} {number} was approved but could not be posted"),
}
"""What people are told of approvals, by kind of event."""
