"""Words of sales: names of its documents and fields, and what it says when it refuses."""

from hengku.kernel.texts import Text
from hengku.ledger.types import ClaimEvent
from hengku.masterdata.types import StockStatus

SALES_ORDER = Text("销售订单", "Sales order")
SHIPMENT = Text("销售出库单", "Shipment")
SALES_RETURN = Text("销售退货单", "Sales return")

QUOTATION = Text("销售报价单", "Quotation")
QUOTATION_HELP = Text(
    "给客户的报价，有有效期；不影响库存。客户接受后下推销售订单，可分几次，剩余数量自动扣减。",
    "An offer to a customer, valid until a day; it does not touch stock. Once accepted it becomes sales orders, in parts if need "
    "be; what is left is kept.",
)
DELIVERY_NOTICE = Text("发货通知单", "Delivery notice")
DELIVERY_NOTICE_HELP = Text(
    "通知仓库发货。下达后订单的预留转到通知单（指定批号、库位的就锁定到批号、库位），出库后自动关闭；取消或手工关闭时预留退回订单。",
    "Tells the warehouse what to ship. Released, it takes over the order's reservation (of the very lot and bin where named); it "
    "closes when shipped. Cancelled or closed by hand, the reservation goes back to the order.",
)
VALID_UNTIL = Text("有效期至", "Valid until")
INQUIRY_NUMBER = Text("询价单号", "Inquiry number")
TERMS = Text("付款条件", "Terms of payment")

SALES_ORDER_HELP = Text(
    "客户的需求。审核时按“商品＋仓库”预留现有可用量，不够的部分记为缺货；反审核、关闭、作废会释放预留。",
    "What a customer wants. Approval reserves what is available per item and warehouse, the rest stays a backorder; "
    "withdrawing, closing or voiding releases it.",
)
SHIPMENT_HELP = Text(
    "货物离开仓库交给客户，按计价方法结转成本，并消耗订单的预留。可由销售订单下推，也可直接录入。",
    "Goods leave for the customer at the cost of the costing method and use up the order's reservation. Made from a sales "
    "order or entered directly.",
)
SALES_RETURN_HELP = Text(
    "客户退回的货。关联出库单时按原出库成本入库，不关联时按当前平均成本；良品入可用，其余入待检或不合格。",
    "Goods a customer brings back: at the shipment's own cost when linked, at the current average when not. Good ones become "
    "available, others go on hold or are rejected.",
)

SHIP_TO = Text("收货地址", "Ship to")
PROMISED_DATE = Text("承诺交期", "Promised date")
PRIORITY = Text("优先级", "Priority")
PRIORITY_HELP = Text("数字小的先预留，默认 100", "The smaller number reserves first; 100 by default")
RESERVE_INCOMING = Text("占用在途", "Reserve goods to come")
RESERVE_INCOMING_HELP = Text(
    "现货不足的部分占用采购订单和调拨在途的数量，到货即转为库存预留",
    "What is not in stock claims open purchase orders and transfers on the way; it becomes a reservation as they arrive",
)
ORDER_GONE = Text("订单撤回或关闭", "The order was withdrawn or closed")
CLOSED_SHORT = Text("订单行已发完", "The order line is done")
COMES_NO_MORE = Text("在途来源已关闭或减少", "What was to come was closed or became less")
PAY_MINUTES = Text("付款时限(分钟)", "Minutes to pay")
PAY_MINUTES_HELP = Text(
    "审核后超过这么多分钟未确认收款，自动释放预留；留空不限",
    "Unless confirmed as paid so many minutes after approval, its reservation is released; empty = no limit",
)
TOLERANCE = Text("超发比例", "Over-shipment")
TOLERANCE_HELP = Text(
    "本行允许多发的比例，0.05 = 5%；不填按商品、账簿的规定",
    "How much more than ordered may be shipped for this line, 0.05 = 5 %; empty = as the item or the book says",
)
CUSTOMER_ORDER = Text("客户订单号", "Customer's order number")
TRACKING_NUMBER = Text("物流单号", "Tracking number")
ZERO_PRICE_REASON = Text("赠品/零价原因", "Gift / reason for no price")
RETURN_REASON = Text("退货原因", "Reason of return")
RETURN_COST = Text("退回单位成本", "Unit cost of the return")
RETURN_COST_HELP = Text(
    "每基本单位；账簿的“无源退货成本”为手工填写、且没有来源出库单时必填",
    "Per base unit; needed without a shipment where the book wants costs of such returns by hand",
)
CONDITION = Text("商品状况", "Condition")
CONDITIONS = {
    StockStatus.AVAILABLE: Text("良品", "Good"),
    StockStatus.HOLD: Text("待检", "To be inspected"),
    StockStatus.REJECTED: Text("不良", "Damaged"),
}
CONDITION_SCRAP = Text("报废", "Scrap")
SCRAPPED_ON_RETURN = Text("退货报废", "Scrapped when returned")
REASON_UNWANTED = Text("客户不要", "Not wanted any more")
REASON_DAMAGED = Text("运输破损", "Damaged on the way")

PRICE_SOURCES = {
    "partner": Text("{name} 的协议价", "Agreed with {name}"),
    "group": Text("客户分组 {name} 的价格", "Price of the customer group {name}"),
    "list": Text("价格表{name}", "Price list{name}"),
}
PRICE_FROM = Text("，{minimum} 起", ", from {minimum}")
PRICE_VALID = Text("，{first} 至 {last} 有效", ", valid {first} to {last}")
PRICE_LAST = Text("最近一次成交价", "Last price")
PRICE_OF_COMPONENTS = Text("组成商品价格之和", "What the components cost together")
PRICE_NONE = Text("没有价格", "No price is known")

CLAIM_EVENTS = {
    ClaimEvent.RELEASED: Text("释放", "Released"),
    ClaimEvent.EXPIRED: Text("到期释放", "Expired"),
    ClaimEvent.TAKEN: Text("被调走", "Taken away"),
    ClaimEvent.GIVEN: Text("调入", "Given"),
    ClaimEvent.PEGGED: Text("占用在途", "Claims goods to come"),
    ClaimEvent.ARRIVED: Text("到货转预留", "Arrived and reserved"),
    ClaimEvent.UNPEGGED: Text("在途占用取消", "Waits no more"),
}

MESSAGES = {
    "over_shipment_bad": Text(
        "超发比例应在 0 到 1 之间，例如 5% 填 0.05", "Over-shipment lies between 0 and 1; 5 % is 0.05"
    ),
    "promised_before_order": Text(
        "承诺交期 {promised} 早于订单日期 {ordered}，请核对",
        "Promised {promised} is before the order date {ordered}; please check",
    ),
    "ships_available_only": Text(
        "只能发“可用”的商品；待检、冻结或不合格的请先做状态转换",
        "Only available goods can be shipped; change the status of held, blocked or rejected ones first",
    ),
    "return_cost_missing": Text(
        "没有来源出库单，请填写退回单位成本",
        "There is no shipment to take the cost from: enter the unit cost of the return",
    ),
    "return_condition": Text(
        "商品状况只能是良品、待检、不良或报废",
        "Returned goods are good, to be inspected, damaged or scrap, nothing else",
    ),
    "return_needs_inspection": Text(
        "{item} 要求检验：退回的货请先按“待检”入库，再下推来料检验单判定合格或不合格（明显损坏的可直接选不良或报废）",
        "{item} is inspected: take it back “to be inspected”, then let an inspection decide (what is plainly broken may be damaged or "
        "scrap at once)",
    ),
    "below_floor_price": Text(
        "第 {line} 行售价 {price} 低于最低售价 {floor}；可特批的角色：{who}",
        "Line {line}: {price} is below the floor price {floor}; may be released by: {who}",
    ),
    "quotation_expired": Text(
        "报价单 {number} 已于 {valid_until} 过期，请确认仍按原价成交",
        "Quotation {number} was valid until {valid_until}; please confirm that its prices still hold",
    ),
    "valid_until_passed": Text(
        "有效期 {valid_until} 早于报价日期 {date}",
        "Valid until {valid_until} is before the date of the quotation, {date}",
    ),
    "order_not_open": Text(
        "订单 {number} 不是已审核未关闭的状态，不能预留",
        "Order {number} is not approved and open; nothing can be reserved",
    ),
}
