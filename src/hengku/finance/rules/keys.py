"""Account keys: what templates name instead of account codes, because a code means different things in the two standards."""

from hengku.kernel.texts import Text

INVENTORY_KEYS = ("RAW", "GOODS", "TURNOVER-MAT")
"""Keys an item's 存货类别 may be."""
STOCK_KEYS = frozenset({*INVENTORY_KEYS, "SUBCON", "SHIPPED"})
"""Keys whose accounts carry the value of stock; only value events write on them."""
KEPT_KEYS = STOCK_KEYS | {"PPV", "IMPAIR", "AP-EST", "AP", "AR", "PREPAID", "ADV-R"}
"""Keys whose accounts are kept by value events or subledgers: nobody writes on them by hand."""

KEYS: dict[str, Text] = {
    "CASH": Text("库存现金", "Cash"),
    "BANK": Text("银行存款", "Bank"),
    "OTHER-MONEY": Text("其他货币资金", "Other money"),
    "NOTE-R": Text("应收票据", "Notes receivable"),
    "AR": Text("应收账款", "Receivables"),
    "PREPAID": Text("预付账款", "Prepayments"),
    "OTHER-R": Text("其他应收款", "Other receivables"),
    "BAD-DEBT": Text("坏账准备", "Bad debt provision"),
    "PURCH": Text("在途物资", "Goods invoiced, not received"),
    "RAW": Text("原材料", "Raw materials"),
    "PPV": Text("材料成本差异", "Cost variance"),
    "GOODS": Text("库存商品", "Goods"),
    "SHIPPED": Text("发出商品", "Goods shipped"),
    "MARKUP": Text("商品进销差价", "Retail markup"),
    "SUBCON": Text("委托加工物资", "Goods at subcontractors"),
    "TURNOVER-MAT": Text("周转材料", "Turnover materials"),
    "IMPAIR": Text("存货跌价准备", "Inventory write-down"),
    "PENDING-PL": Text("待处理财产损溢", "Losses and gains pending"),
    "NOTE-P": Text("应付票据", "Notes payable"),
    "AP": Text("应付货款", "Payables"),
    "AP-EST": Text("暂估应付款", "Estimated payables"),
    "ADV-R": Text("预收账款/合同负债", "Advances received"),
    "PAYROLL": Text("应付职工薪酬", "Payroll payable"),
    "VAT-IN": Text("进项税额", "Input VAT"),
    "VAT-PAID": Text("已交税金", "VAT paid"),
    "VAT-TRANSFER": Text("转出未交增值税", "VAT transferred"),
    "VAT-OUT": Text("销项税额", "Output VAT"),
    "VAT-IN-OUT": Text("进项税额转出", "Input VAT transferred out"),
    "VAT-UNPAID": Text("未交增值税", "VAT unpaid"),
    "VAT-PENDING": Text("待认证进项税额", "Input VAT pending"),
    "VAT-OUT-PEND": Text("待转销项税额", "Output VAT pending"),
    "VAT-SMALL": Text("应交增值税（小规模）", "VAT of small taxpayers"),
    "OTHER-P": Text("其他应付款", "Other payables"),
    "CAPITAL": Text("实收资本", "Paid-in capital"),
    "PROFIT": Text("本年利润", "Profit of the year"),
    "RETAINED": Text("未分配利润", "Retained earnings"),
    "WIP": Text("生产成本", "Work in progress"),
    "WIP-MATERIAL": Text("生产成本—直接材料", "WIP material"),
    "WIP-LABOUR": Text("生产成本—直接人工", "WIP labour"),
    "WIP-OVERHEAD": Text("生产成本—制造费用", "WIP overhead"),
    "OVERHEAD": Text("制造费用", "Overhead"),
    "R&D": Text("研发支出", "Research and development"),
    "REV": Text("主营业务收入", "Revenue"),
    "OREV": Text("其他业务收入", "Other revenue"),
    "NONOP-IN": Text("营业外收入", "Non-operating income"),
    "COGS": Text("主营业务成本", "Cost of sales"),
    "OCOGS": Text("其他业务成本", "Other cost of sales"),
    "TAX-SUR": Text("税金及附加", "Taxes and surcharges"),
    "SELL": Text("销售费用", "Selling expenses"),
    "ADMIN": Text("管理费用", "Administration expenses"),
    "FIN": Text("财务费用", "Finance expenses"),
    "NONOP-OUT": Text("营业外支出", "Non-operating expenses"),
    "IMPAIR-LOSS": Text("资产减值损失", "Impairment losses"),
    "PRIOR-YEAR": Text("以前年度损益调整", "Prior-year adjustments"),
}
"""Every key with its name; domain specification 5.1."""
