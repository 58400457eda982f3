"""Words of the reports."""

from hengku.kernel.texts import Text
from hengku.ledger.types import MovementType

MESSAGES: dict[str, Text] = {
    "unknown_parameter": Text("没有参数“{name}”", "There is no parameter “{name}”"),
    "parameter_required": Text("请填写“{label}”", "Please fill in “{label}”"),
    "bad_value": Text("“{label}”的值“{value}”无法识别", "“{value}” is not a value for “{label}”"),
    "record_not_found": Text("“{label}”里没有“{value}”", "There is no “{value}” in “{label}”"),
    "report_format": Text(
        "报表没有格式“{format}”，请用 json、xlsx、csv 或 pdf", "Reports come as json, xlsx, csv or pdf, not “{format}”"
    ),
    "report_too_long_for_paper": Text(
        "报表有 {rows} 行，超过 PDF 的 {most} 行。请缩小范围，或导出 xlsx、csv",
        "The report has {rows} rows, a PDF holds {most}. Narrow it down, or export xlsx or csv",
    ),
    "unknown_layout": Text(
        "没有打印版式“{layout}”，请用 a4、triplicate 或 delivery",
        "There is no layout “{layout}”; use a4, triplicate or delivery",
    ),
    "date_order": Text("开始日期晚于结束日期，请改正", "The first day is after the last one; please correct it"),
}

REPORT_WORDS: dict[str, Text] = {
    "item_code": Text("商品编码", "Item code"),
    "item_name": Text("商品名称", "Item name"),
    "item_spec": Text("规格型号", "Spec"),
    "total": Text("合计", "Total"),
    "opening": Text("期初结存", "Opening balance"),
    "average_difference": Text("库间均价差额", "Average shared between warehouses"),
    "cost_delta": Text("成本重算差额", "Cost corrected by replay"),
    "cost_cover": Text("负库存补差", "Negative stock covered"),
    "cost_residual": Text("余额调整", "Residual cleared"),
    "cost_adjustment": Text("成本调整", "Cost adjustment"),
    "printed": Text("打印：{name} {at}", "Printed: {name} {at}"),
    "rows": Text("共 {rows} 行", "{rows} rows"),
}

PAPER: dict[str, Text] = {
    "number": Text("单号", "No."),
    "uppercase": Text("合计金额（大写）", "Total in words"),
    "lowercase": Text("小写", "In figures"),
    "remarks": Text("备注", "Remarks"),
    "total": Text("合计", "Total"),
    "delivery_note": Text("送货单", "Delivery note"),
    "business_date": Text("业务日期", "Business date"),
    "source": Text("来源单据", "Source"),
    "currency": Text("币种", "Currency"),
    "reverses": Text("冲销单据", "Reverses"),
    "contact": Text("联系人", "Contact"),
    "address": Text("收货地址", "Deliver to"),
    "item_code": Text("商品编码", "Item code"),
    "item_name": Text("商品名称", "Item name"),
    "item_spec": Text("规格型号", "Spec"),
    "unit": Text("单位", "Unit"),
    "quantity": Text("数量", "Quantity"),
    "price": Text("单价", "Price"),
    "tax_rate": Text("税率", "Tax rate"),
    "net": Text("金额", "Net"),
    "tax": Text("税额", "Tax"),
    "amount": Text("价税合计", "Amount"),
    "cost_amount": Text("成本金额", "Cost amount"),
    "sign_maker": Text("制单", "Made by"),
    "sign_approver": Text("审核", "Approved by"),
    "sign_keeper": Text("仓管", "Keeper"),
    "sign_other": Text("经手人签字", "Signature"),
    "sign_recipient": Text("收货人签字", "Received by"),
    "copy_stub": Text("第一联 存根", "1 File"),
    "copy_customer": Text("第二联 客户", "2 Customer"),
    "copy_supplier": Text("第二联 供应商", "2 Supplier"),
    "copy_warehouse": Text("第二联 仓库", "2 Warehouse"),
    "copy_accounts": Text("第三联 财务", "3 Accounts"),
    "copy_receipt": Text("第三联 回单", "3 Receipt"),
    "stamp_draft": Text("草稿", "Draft"),
    "stamp_submitted": Text("待审", "Submitted"),
    "stamp_void": Text("已作废", "Void"),
    "stamp_reversed": Text("已冲销", "Reversed"),
    "stamp_reversal": Text("红字", "Reversal"),
    "print_count": Text("打印次数：{count}", "Printed {count} times"),
    "printed": Text("打印：{name} {at}", "Printed: {name} {at}"),
}

MOVEMENT_LABELS: dict[MovementType, Text] = {
    MovementType.OPENING: Text("期初", "Opening"),
    MovementType.ARRIVAL: Text("到货", "Arrival"),
    MovementType.PURCHASE: Text("采购入库", "Purchase receipt"),
    MovementType.PURCHASE_RETURN: Text("采购退货", "Purchase return"),
    MovementType.SALE: Text("销售出库", "Sales issue"),
    MovementType.SALE_RETURN: Text("销售退货", "Sales return"),
    MovementType.TRANSFER: Text("调拨", "Transfer"),
    MovementType.TRANSIT_LOSS: Text("调拨损耗", "Transit loss"),
    MovementType.BIN_MOVE: Text("库位移动", "Bin move"),
    MovementType.STATUS_CHANGE: Text("状态转换", "Status change"),
    MovementType.OTHER_IN: Text("其他入库", "Other in"),
    MovementType.OTHER_OUT: Text("其他出库", "Other out"),
    MovementType.SCRAP: Text("报废", "Scrap"),
    MovementType.MATERIAL_ISSUE: Text("领料", "Material issue"),
    MovementType.MATERIAL_RETURN: Text("退料", "Material return"),
    MovementType.COUNT_GAIN: Text("盘盈", "Count gain"),
    MovementType.COUNT_LOSS: Text("盘亏", "Count loss"),
    MovementType.COST_ADJUSTMENT: Text("成本调整", "Cost adjustment"),
}
