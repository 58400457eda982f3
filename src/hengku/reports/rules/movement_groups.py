"""What people call the ways in and out of 收发存."""

from hengku.kernel.texts import Text

GROUP_LABELS: dict[str, Text] = {
    "opening_entry": Text("期初建账", "Opening entry"),
    "purchase": Text("采购", "Purchase"),
    "transfer_in": Text("调入", "Transfer in"),
    "gain": Text("盘盈", "Count gain"),
    "other_in": Text("其他入库", "Other in"),
    "adjustment": Text("调整", "Adjustment"),
    "sale": Text("销售", "Sale"),
    "material": Text("领用", "Material"),
    "transfer_out": Text("调出", "Transfer out"),
    "loss": Text("盘亏", "Count loss"),
    "scrap": Text("报废", "Scrap"),
    "other_out": Text("其他出库", "Other out"),
}
