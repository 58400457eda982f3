"""Words of purchasing: names of its documents and fields, and what it says when it refuses."""

from hengku.kernel.texts import Text

PURCHASE_ORDER = Text("采购订单", "Purchase order")
GOODS_RECEIPT = Text("采购入库单", "Goods receipt")
PURCHASE_RETURN = Text("采购退货单", "Purchase return")

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

MESSAGES = {
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
