"""Words of purchasing: names of its documents and fields, and what it says when it refuses."""

from hengku.kernel.texts import Text

PURCHASE_REQUISITION = Text("采购申请单", "Purchase requisition")
RFQ = Text("询价单", "Request for quotation")
BLANKET_ORDER = Text("采购框架协议", "Blanket order")
PURCHASE_ORDER = Text("采购订单", "Purchase order")
RECEIVING_NOTICE = Text("收料通知单", "Receiving notice")
INCOMING_INSPECTION = Text("来料检验单", "Incoming inspection")
GOODS_RECEIPT = Text("采购入库单", "Goods receipt")
PURCHASE_RETURN = Text("采购退货单", "Purchase return")

PURCHASE_REQUISITION_HELP = Text(
    "部门要买什么、何时要用。审核后由采购下推询价单或采购订单，也可按供应商合并转订单；已转的数量不会再转。",
    "What a department needs and by when. Once approved it becomes a request for quotation or orders, merged by supplier; "
    "what was ordered is not ordered again.",
)
RFQ_HELP = Text(
    "向几家供应商询价，把报价录在一起比较，逐行定标后按供应商生成采购订单，中标价进采购价目。",
    "Ask several suppliers, compare their quotes side by side, award line by line: orders per supplier are made and the "
    "awarded quote becomes the supplier's price.",
)
BLANKET_ORDER_HELP = Text(
    "与供应商约定一段时间的数量和价格，不直接收货；每次要货下推采购订单，不超协议数量、金额和有效期。",
    "Quantity and price agreed for a period. Nothing is received against it: every call-off is a purchase order, within its "
    "quantity, amount and validity.",
)
RECEIVING_NOTICE_HELP = Text(
    "货到了但还没有入库：下达后货在到货待检区，不算现存量，也没有价值。检验合格后下推采购入库单。",
    "Goods are here but not yet received: released, they stand in the arrival area, neither on hand nor valued. Receive them "
    "once they are inspected.",
)
INCOMING_INSPECTION_HELP = Text(
    "判定来料：合格、让步接收、拒收。到货待检区的拒收数量退回供应商；已入库待检的，合格转可用，拒收转不合格。",
    "Decide on incoming goods: accepted, accepted by concession, refused. Refused goods go back from the arrival area; goods "
    "already received on hold become available or rejected.",
)
PURCHASE_ORDER_HELP = Text(
    "向供应商订货的承诺。审核后才能收货；到期不再收的行或整单用“手工关闭”放掉在途。",
    "A commitment to buy. Goods can be received once it is approved; close it manually to give up what will not come.",
)
GOODS_RECEIPT_HELP = Text(
    "货物归我们所有的那一刻：数量进仓库，成本按本行不含税金额（小规模纳税人按价税合计）。可由采购订单下推，也可直接录入。",
    "The moment the goods become ours: quantity enters the warehouse, at the line's amount without tax (with tax for a "
    "small-scale taxpayer). Made from a purchase order or entered directly.",
)
PURCHASE_RETURN_HELP = Text(
    "退给供应商。关联入库单时按原入库成本退，不关联时按当前平均成本退。",
    "Goods back to the supplier: at the receipt's own cost when linked to it, at the current average when not.",
)

REQUESTER = Text("申请人", "Requester")
DEPARTMENT = Text("需求部门", "Department")
URGENCY = Text("紧急程度", "Urgency")
URGENCIES = {"NORMAL": Text("普通", "Normal"), "URGENT": Text("紧急", "Urgent")}
NEEDED_DATE = Text("需求日期", "Needed by")
SUGGESTED_SUPPLIER = Text("建议供应商", "Suggested supplier")
BUDGET_PRICE = Text("预算单价", "Budget price")
PURPOSE = Text("用途", "Purpose")
DEADLINE = Text("报价截止", "Quotes until")
VALID_FROM = Text("有效期起", "Valid from")
VALID_TO = Text("有效期止", "Valid to")
LIMIT_AMOUNT = Text("金额上限", "Amount limit")
LIMIT_AMOUNT_HELP = Text(
    "全部要货订单的不含税金额不超过它；不填只管数量",
    "All call-offs together stay within it, without tax; empty = only quantities are limited",
)
ARRIVED_QUANTITY = Text("到货数量", "Arrived")
INSPECTOR = Text("检验员", "Inspector")
REPORT_NUMBER = Text("检验报告号", "Report number")
ACCEPTED_QUANTITY = Text("合格数量", "Accepted")
CONCESSION_QUANTITY = Text("让步接收数量", "By concession")
REFUSED_QUANTITY = Text("拒收数量", "Refused")
PLAN = Text("检验方案", "Plan")
SAMPLE_SIZE = Text("样本量", "Sample")
DEFECTS = Text("不良数", "Defects")
DEFECT_REASON = Text("不良原因", "Reason")
DECIDE = Text("判定", "Decide")
PLAN_EXEMPT = Text("免检", "No inspection")
PLAN_FULL = Text("全检", "Every unit")
PLAN_SAMPLING = Text(
    "GB/T 2828.1 一次正常 II AQL {aql}：抽 {n}，Ac {ac} Re {re}",
    "GB/T 2828.1 single normal II AQL {aql}: sample {n}, Ac {ac} Re {re}",
)

PAYMENT_TERMS = Text("付款条件", "Payment terms")
DELIVERY_ADDRESS = Text("交货地址", "Delivery address")
CONTRACT_NUMBER = Text("合同号", "Contract number")
DELIVERY_DATE = Text("交期", "Delivery date")
TOLERANCE = Text("超收比例", "Over-receipt")
TOLERANCE_HELP = Text(
    "本行允许多收的比例，0.05 = 5%；不填按商品、账簿的规定",
    "How much more than ordered may come for this line, 0.05 = 5 %; empty = as the item or the book says",
)
DELIVERY_NOTE = Text("送货单号", "Delivery note")
ZERO_PRICE_REASON = Text("赠品/零价原因", "Gift / reason for no price")
RETURN_REASON = Text("退货原因", "Reason of return")

REASON_GIFT = Text("赠品入库", "Gift from the supplier")
REASON_DEFECT = Text("来料不良", "Defective goods")
REASON_SURPLUS = Text("多送退回", "Surplus sent back")

REASON_BROKEN = Text("破损", "Broken")
REASON_WRONG_GOODS = Text("与订单不符", "Not what was ordered")

MESSAGES = {
    "blanket_not_valid": Text(
        "{date} 不在框架协议 {number} 的有效期 {from} 至 {to} 内",
        "{date} is outside the validity of blanket order {number}, {from} to {to}",
    ),
    "blanket_amount_exceeded": Text(
        "框架协议 {number} 金额上限 {limit}，还可要货 {remaining}，本单 {requested}",
        "Blanket order {number} is limited to {limit}: {remaining} is left, this order takes {requested}",
    ),
    "rfq_not_open": Text(
        "{number} 未审核或已关闭，不能录报价或定标", "{number} is not approved or closed: no quotes, no award"
    ),
    "quote_price": Text("报价必须大于 0", "A quoted price is more than 0"),
    "quote_awarded": Text("已中标的报价不能修改", "A quote that was awarded stays as it is"),
    "no_quote": Text("该供应商对这一行没有报价", "This supplier gave no quote for this line"),
    "award_exceeds": Text(
        "定标数量合计 {requested}，超过该行未定标的 {remaining}",
        "{requested} awarded, but only {remaining} of the line is open",
    ),
    "below_minimum_quantity": Text(
        "定标 {quantity}，低于供应商起订量 {minimum}", "{quantity} is below the supplier's minimum of {minimum}"
    ),
    "quote_expired": Text("报价已于 {date} 过期", "The quote ended on {date}"),
    "inspection_empty": Text("请填写合格、让步接收或拒收数量", "Enter how much was accepted, conceded or refused"),
    "inspection_quantity_bad": Text("检验数量不能为负", "Quantities of an inspection are not negative"),
    "inspection_needs_source": Text(
        "请由收料通知单或待检的采购入库单下推", "Make the inspection from a receiving notice or from a receipt on hold"
    ),
    "concession_needs_reason": Text("让步接收请填写原因", "Say why these goods are accepted by concession"),
    "not_on_hold": Text(
        "{number} 第 {line} 行不是按“待检”入库，不需要判定",
        "{number} line {line} was not received on hold; there is nothing to decide",
    ),
    "sample_refuses": Text(
        "样本中不良 {defects}，达到拒收数 Re {re}：应整批拒收，或填让步接收数量并注明原因",
        "{defects} defects in the sample reach Re {re}: refuse the lot, or accept it by concession and say why",
    ),
    "sample_too_small": Text(
        "样本量 {sample} 少于方案要求的 {n}", "The sample of {sample} is smaller than the plan's {n}"
    ),
    "inspection_required": Text(
        "{item} 来料要检验：已判合格 {accepted}，本次入库 {requested}。请先下推收料通知单做来料检验，或按“待检”状态入库",
        "{item} is inspected on arrival: {accepted} accepted, {requested} received here. Inspect it from a receiving notice first, "
        "or receive it on quality hold",
    ),
    "price_required": Text(
        "{item} 没有单价：请填写单价（看不到价格的请采购来填），赠品或样品请在“赠品/零价原因”里注明",
        "{item} has no price: enter it (or let purchasing do so), or say in “Gift / reason for no price” why it is free",
    ),
    "tolerance_bad": Text(
        "超收比例应在 0 到 1 之间，例如 5% 填 0.05", "Over-receipt lies between 0 and 1; 5 % is 0.05"
    ),
    "delivery_before_order": Text(
        "交期 {delivery} 早于订单日期 {ordered}，请核对",
        "Delivery {delivery} is before the order date {ordered}; please check",
    ),
    "receipt_status": Text(
        "采购入库只能入“可用”或“待检”", "Goods are received as available or on quality hold, nothing else"
    ),
}
