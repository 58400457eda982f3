"""Words of the books: labels of accounts and vouchers, and what finance says when it refuses."""

from hengku.finance.rules.odd_costs import Cause
from hengku.finance.types import AccountClass, Basis, CostElement, InvoiceType, Purpose, Side, VoucherKind
from hengku.kernel.texts import Text

MESSAGES = {
    "voucher_not_reviewed": Text("凭证 {number} 没有审核", "Voucher {number} is not reviewed"),
    "voucher_exported": Text(
        "{month} 的凭证已导出，不能反审核", "The vouchers of {month} were exported: reviews stay as they are"
    ),
    "fx_not_revalued": Text(
        "{count} 笔 {currencies} 往来还没有按期末汇率调汇",
        "{count} debts in {currencies} still stand at their old rates",
    ),
    "closing_rate_missing": Text("缺少期末汇率：{currencies}", "The month's last rate is missing: {currencies}"),
    "link_unknown": Text(
        "链接无效、已收回或已过期，请向对方索取新链接。",
        "This link is wrong, was taken back or is over; ask for a new one.",
    ),
    "already_answered": Text(
        "已经答复过；要更改请联系对方。", "This was answered already; to change it, ask the sender."
    ),
    "link_wait": Text("打开次数过多，请 {minutes} 分钟后再试。", "Opened too often; try again in {minutes} min."),
    "credit_exceeded": Text(
        "客户 {partner} 超信用额度：额度 {limit}，已用 {exposure}（应收 {receivable}、已发未开票 {shipped}、未发订单 {orders}、"
        "预收 {advances}），本单 {amount}，超出 {over}；可特批的角色：{who}",
        "{partner} is beyond the credit limit: limit {limit}, used {exposure} (receivable {receivable}, shipped not invoiced "
        "{shipped}, open orders {orders}, advances {advances}), this document {amount}, {over} too much; may be released by: {who}",
    ),
    "counter_payment_differs": Text(
        "应收 {total}，收到 {paid}；请核对收款金额或抹零",
        "To be paid {total}, received {paid}; check the amounts or the rounding",
    ),
    "credit_overdue": Text(
        "客户 {partner} 有应收逾期 {overdue} 天，超过信用期 {days} 天；可特批的角色：{who}",
        "{partner} has a receivable {overdue} days overdue, {days} are allowed; may be released by: {who}",
    ),
    "account_code_taken": Text("科目编码 {account} 已存在", "There is an account {account} already"),
    "account_has_lines": Text(
        "科目 {account} 已有凭证分录，不能这样改；请另建科目",
        "Account {account} has entries; make another account instead",
    ),
    "account_has_children": Text(
        "科目 {account} 有下级科目，请选择末级科目", "Account {account} has sub-accounts: choose one of them"
    ),
    "account_parent_bad": Text(
        "上级科目不对：必须是同一账簿的科目，且不能是自己的下级",
        "The parent must be an account of the same book and not below this one",
    ),
    "account_used_by_mapping": Text(
        "科目 {account} 被科目对照使用（{keys}），不能删除或停用",
        "Account {account} is mapped to ({keys}) and cannot be removed or switched off",
    ),
    "key_unknown": Text("没有这个科目键：{key}", "There is no account key {key}"),
    "mapping_moves_value": Text(
        "这样改会使存货金额与总账不符（{accounts}）；有库存金额时不能改存货科目的对照",
        "Stock and general ledger would differ ({accounts}); inventory accounts cannot be mapped anew while there is value",
    ),
    "opening_is_stock": Text(
        "科目 {account} 的期初余额就是期初库存，请录入期初库存单",
        "The opening balance of {account} is the opening stock: enter opening stock documents",
    ),
    "opening_closed": Text("已结过账，期初余额不能再改", "A period is closed already: opening balances are fixed"),
    "voucher_unbalanced": Text(
        "凭证至少两行，且借贷要相等：借方 {debit}，贷方 {credit}",
        "A voucher has two lines or more and balances: debit {debit}, credit {credit}",
    ),
    "voucher_line_account": Text("请选择科目", "Choose an account"),
    "voucher_line_one_side": Text("每行只填借方或贷方之一，且不为零", "Fill debit or credit, not both, and not zero"),
    "voucher_line_amount": Text("金额最多两位小数", "At most two decimal places"),
    "voucher_line_auxiliary": Text("科目 {account} 需要填写辅助核算", "Account {account} needs its auxiliary"),
    "voucher_stock_account": Text(
        "科目 {account} 由业务单据自动核算，不能手工记账；请用相应的单据",
        "Account {account} is kept by documents; nobody writes on it by hand: use the document",
    ),
    "voucher_of_document": Text(
        "凭证 {number} 由单据产生，请冲销单据", "Voucher {number} comes from a document: reverse the document"
    ),
    "voucher_reviewed": Text("凭证 {number} 已审核", "Voucher {number} is reviewed already"),
    "open_documents": Text(
        "{type} {number}（{date}）还没有过账，请先过账或作废",
        "{type} {number} of {date} is not posted: post or void it first",
    ),
    "open_orders": Text("{type} {number}（{date}）还是草稿", "{type} {number} of {date} is still a draft"),
    "cost_missing": Text(
        "{type} {number}（{date}）还没有凭证，缺少科目：{keys}",
        "{type} {number} of {date} has no voucher; keys without an account: {keys}",
    ),
    "tie_out_failed": Text(
        "科目 {account}：存货 {stock}，总账 {ledger}，未生成凭证 {waiting}，相差 {difference}",
        "Account {account}: stock {stock}, ledger {ledger}, not vouchered {waiting}, difference {difference}",
    ),
    "variance_run_exists": Text(
        "本期已有差异分摊单 {number}，请先冲销",
        "There is variance run {number} for the month already: reverse it first",
    ),
    "method_change_preview": Text(
        "{item} {name}：{before} → {after}，数量 {quantity}，金额 {amount} → {worth}，差额 {difference}（进材料成本差异）",
        "{item} {name}: {before} → {after}, quantity {quantity}, amount {amount} → {worth}, difference {difference} (cost variance)",
    ),
    "write_down_not_sbe": Text(
        "《小企业会计准则》不计提存货跌价准备（资产按成本计量）；实际发生损失时再处理",
        "The standard for small businesses knows no write-down (assets stand at cost): book losses when they happen",
    ),
    "write_down_item_twice": Text("同一商品只能有一行", "One line per item"),
    "write_down_price": Text("请填写预计售价，不小于 0", "Enter the expected price, 0 or more"),
    "write_down_used": Text(
        "{item} {name} 的跌价准备已结转或转回，不能冲销这张单据",
        "The write-down of {item} {name} was carried out or taken back since: this document cannot be reversed",
    ),
    "nothing_to_write_down": Text(
        "没有要计提、转回或结转的跌价准备", "There is nothing to write down, to take back or to carry out"
    ),
    "variances_not_shared": Text(
        "{item} {name} 的材料成本差异还没有分摊（结账时自动分摊）：差异 {pool}，差异率 {rate}%",
        "Cost variances of {item} {name} are not shared out yet (the close does it): variance {pool}, rate {rate}%",
    ),
    "voucher_gap": Text("凭证 {number} 断号", "Voucher number {number} is missing"),
    "receipts_not_invoiced": Text(
        "{date} {type} {number} 未到票 {amount}，{then}",
        "{type} {number} of {date} has no invoice yet: {amount}, {then}",
    ),
    "opening_unbalanced": Text(
        "期初余额借贷相差 {difference}", "Opening balances differ by {difference} between debit and credit"
    ),
    "second_person_required": Text("需要第二人确认", "A second person must confirm"),
    "filed_period": Text(
        "{month} 的凭证已导出，不能反结账", "The vouchers of {month} were exported: it cannot be reopened"
    ),
    "layout_unknown": Text("没有导出格式“{layout}”", "There is no layout “{layout}”"),
    "layout_bad": Text("列的取值“{value}”不存在", "A column has no value “{value}”"),
    "nothing_to_export": Text("{month} 没有凭证", "{month} has no vouchers"),
    "vouchers_not_reviewed": Text(
        "还有 {count} 张凭证未审核（{first} 起），先审核再导出",
        "{count} vouchers are not reviewed (from {first}): review them first",
    ),
    "foreign_has_no_tax": Text(
        "境外发票没有国内增值税，税率填 0", "A foreign invoice has no domestic VAT: its tax rate is 0"
    ),
    "invoice_needs_source": Text(
        "请从入库单、出库单或退货单生成发票行", "Make invoice lines from receipts, shipments or returns"
    ),
    "source_not_posted_yet": Text(
        "{number} 还没有过账，不能单独开票；请一起过账", "{number} is not posted: post it first, or both together"
    ),
    "matched": Text("{number} 已经核销，请先取消核销", "{number} is settled against others: take that back first"),
    "amount_not_positive": Text("金额必须大于零", "The amount must be above zero"),
    "match_bad": Text(
        "核销明细每行要有单据和大于 0 的金额", "Every line of what is settled needs a document and an amount above 0"
    ),
    "match_not_open": Text("{number} 没有这个单位的未结算金额", "{number} has nothing open with this partner"),
    "match_difference": Text(
        "{item}：{agreed} 约定 {quantity} 应为 {expected}，发票 {invoiced}，差 {difference}，超过容差 {tolerance}。请与供应商核对单价，"
        "或变更订单；确属约定的由有权放行的人确认（{who}）",
        "{item}: {quantity} at the price of {agreed} comes to {expected}, the invoice says {invoiced}: {difference} is beyond the "
        "tolerance of {tolerance}. Clear the price with the supplier or change the order; who may release it: {who}",
    ),
    "match_exceeds": Text(
        "{number} 还可核销 {remaining}，本次 {requested}", "{number}: {remaining} left to settle, {requested} asked for"
    ),
    "match_currencies": Text("两个项目的币种不同", "The two items are in different currencies"),
    "match_sides": Text("这两笔不能互相核销", "These two cannot settle each other"),
    "match_undone": Text("该核销已取消", "Taken back already"),
    "charge_bad": Text(
        "费用明细每行要有费用、分摊依据和大于 0 的金额；税率如 9% 或 0.09",
        "Every charge needs what it is, how it is shared out and an amount above 0; a tax rate is written 9% or 0.09",
    ),
    "charge_owed_to_nobody": Text("请填供应商，或者付款科目", "Name the supplier, or the account it was paid from"),
    "charge_no_weights": Text(
        "不能按{basis}分摊：所选行没有数值", "Cannot share by {basis}: the lines chosen have none"
    ),
    "settlement_bad": Text(
        "处理明细每行要有承担方式和金额；由个人或单位赔偿的还要有往来单位",
        "Every line needs who bears it and an amount; what a person or partner pays needs the partner",
    ),
    "nothing_to_settle": Text("没有待处理的损溢金额", "There is no loss or gain to settle"),
    "settlement_exceeds": Text(
        "处理金额 {requested} 超过损失 {remaining}", "{requested} is more than the loss of {remaining}"
    ),
    "uninvoiced": Text(
        "{type} {number} 第 {line} 行暂估 {amount}，发票未到",
        "{type} {number} line {line}: {amount} without an invoice",
    ),
    "standard_fixed": Text(
        "已有凭证，不能再改会计准则；请新建账簿", "There are vouchers: the standard is fixed; make a new book"
    ),
}

CLASSES = {
    AccountClass.ASSET: Text("资产", "Assets"),
    AccountClass.LIABILITY: Text("负债", "Liabilities"),
    AccountClass.COMMON: Text("共同", "Common"),
    AccountClass.EQUITY: Text("所有者权益", "Equity"),
    AccountClass.COST: Text("成本", "Cost"),
    AccountClass.PROFIT_LOSS: Text("损益", "Profit and loss"),
}
SIDES = {Side.DEBIT: Text("借", "Debit"), Side.CREDIT: Text("贷", "Credit")}
KINDS = {
    VoucherKind.NORMAL: Text("业务", "Business"),
    VoucherKind.DELTA: Text("成本差异", "Cost difference"),
    VoucherKind.REVERSAL: Text("红字冲销", "Reversal"),
    VoucherKind.CLOSING: Text("期末", "Closing"),
    VoucherKind.MANUAL: Text("手工", "Manual"),
}

INVOICE_TYPES = {
    InvoiceType.SPECIAL: Text("专用发票", "Special (deductible)"),
    InvoiceType.ORDINARY: Text("普通发票", "Ordinary"),
    InvoiceType.FOREIGN: Text("境外发票", "Foreign"),
}
PURPOSES = {
    Purpose.GOODS: Text("货款", "Goods"),
    Purpose.PREPAYMENT: Text("预付/预收", "Advance"),
    Purpose.REFUND: Text("退款", "Refund"),
}
METHODS = {
    "BANK": Text("银行存款", "Bank"),
    "CASH": Text("现金", "Cash"),
    "OTHER-MONEY": Text("其他货币资金", "Other money"),
    "NOTE-P": Text("应付票据", "Note payable"),
    "NOTE-R": Text("应收票据", "Note receivable"),
}
COST_ELEMENTS = {
    CostElement.FREIGHT: Text("运费", "Freight"),
    CostElement.INSURANCE: Text("保险费", "Insurance"),
    CostElement.DUTY: Text("关税", "Duty"),
    CostElement.HAULAGE: Text("装卸搬运费", "Haulage"),
    CostElement.LABOUR: Text("人工", "Labour"),
    CostElement.OVERHEAD: Text("间接费用", "Overhead"),
    CostElement.PROCESSING: Text("加工费", "Processing"),
    CostElement.OTHER: Text("其他", "Other"),
}
BASES = {
    Basis.AMOUNT: Text("按金额", "By amount"),
    Basis.QUANTITY: Text("按数量", "By quantity"),
    Basis.WEIGHT: Text("按重量", "By weight"),
    Basis.VOLUME: Text("按体积", "By volume"),
    Basis.MANUAL: Text("手工", "By hand"),
}
BEARERS = {
    "OTHER-R": Text("赔偿（其他应收款）", "Compensation (other receivables)"),
    "BANK": Text("残值收入（银行）", "Salvage, to the bank"),
    "CASH": Text("残值收入（现金）", "Salvage, in cash"),
    "RAW": Text("残料入库（原材料）", "Salvage, kept as raw material"),
    "PAYROLL": Text("从工资扣（应付职工薪酬）", "Deducted from wages"),
}
"""Account keys that a form offers for who bears a loss."""
PURCHASE_INVOICE = Text("采购发票", "Purchase invoice")
PURCHASE_INVOICE_HELP = Text(
    "供应商开来的发票：冲销暂估，确认应付和进项税；与暂估的差额按账簿设置进存货或成本",
    "What the supplier charges: the estimate goes, payables and input tax come; the difference goes to stock or cost",
)
SALES_INVOICE = Text("销售发票", "Sales invoice")
SALES_INVOICE_HELP = Text("开给客户的发票：确认收入、销项税和应收", "What we charge: revenue, output tax, receivables")
PAYMENT = Text("付款单", "Payment")
PAYMENT_HELP = Text(
    "付给供应商的货款、预付款和退款，可同时核销发票", "Money to a supplier; may settle invoices at once"
)
MONEY_RECEIPT = Text("收款单", "Money received")
MONEY_RECEIPT_HELP = Text(
    "收到客户的货款、预收款和退款，可同时核销发票", "Money from a customer; may settle invoices at once"
)
LANDED_COST = Text("采购费用单", "Landed cost")
LANDED_COST_HELP = Text(
    "把运费、保险、关税等分摊到入库行：在库部分进存货，其余进成本",
    "Shares freight, insurance or duty out over receipt lines: what is on hand to stock, the rest to cost of sales",
)
LOSS_SETTLEMENT = Text("损溢处理单", "Loss settlement")
ODD_CAUSES = {
    Cause.NEGATIVE_QUANTITY: Text("负结存", "Below zero"),
    Cause.NEGATIVE_AMOUNT: Text("有数量，金额为负", "Goods with a negative amount"),
    Cause.NO_VALUE: Text("有数量，没有金额", "Goods without value"),
    Cause.OUT_OF_BAND: Text("单位成本偏离最近入库价 50% 以上", "Unit cost more than 50 % off the latest receipt"),
    Cause.MONEY_CLEARED: Text("数量为零的余额，已自动清零", "Money without goods, cleared by itself"),
    Cause.PROVISIONAL: Text("暂定成本，结账时确定", "Provisional, final at the close"),
    Cause.NO_BASE: Text("全月平均没有可平均的数量或金额", "A month with nothing to average"),
    Cause.NOT_INVOICED: Text("入库超过 60 天未到票", "Received more than 60 days ago, no invoice"),
}
ODD_ADVICE = {
    Cause.NEGATIVE_QUANTITY: Text(
        "发出早于入库或漏记入库：补录入库单；确属盘盈或无来源，可生成其他入库单补足（按最近成本）",
        "Goods left before they came, or a receipt is missing: enter it; where there is none, another receipt at the last cost covers it",
    ),
    Cause.NEGATIVE_AMOUNT: Text(
        "退货、发票差异或调整取走的金额多于现有成本：生成成本调整单调到最近入库价，或核对原单据",
        "Returns, invoice differences or adjustments took more than there was: adjust to the latest receipt, or check the papers",
    ),
    Cause.NO_VALUE: Text(
        "入库没有价格：补入发票，或生成成本调整单", "Received without a price: enter the invoice, or adjust the cost"
    ),
    Cause.OUT_OF_BAND: Text(
        "先核对最近的入库价与单位换算；确认无误再生成成本调整单",
        "Check price and unit of the latest receipts first; then adjust the cost",
    ),
    Cause.MONEY_CLEARED: Text("已记入主营业务成本，核对来源即可", "It went to cost of sales; see where it came from"),
    Cause.PROVISIONAL: Text(
        "结账（或试算）时按全月平均算出", "The close (or its preview) works it out by the month's average"
    ),
    Cause.NO_BASE: Text(
        "本月有发出，没有期初和入库：补录入库，或按上月单价结转",
        "Issues without opening or receipts: enter the receipts, or leave it at last month's unit cost",
    ),
    Cause.NOT_INVOICED: Text(
        "向供应商催票；发票到后由此生成采购发票", "Ask the supplier; when the invoice comes, draft it from here"
    ),
}
METHOD_CHANGE = Text("计价方法变更单", "Costing method change")
METHOD_CHANGE_HELP = Text(
    "从未结账的第一个期间的第一天起改用新的计价方法：存货按当时的结存转入；改为标准成本时差额进材料成本差异，由标准成本改出时差异随存货转入",
    "A new costing method from the first day of the oldest open month on: stock goes over at what it stands at; the difference to a "
    "standard is a cost variance, and variances of goods that leave standard costing go with them",
)
NEW_METHOD = Text("新计价方法", "New method")
WRITE_DOWN = Text("存货跌价准备单", "Inventory write-down")
WRITE_DOWN_HELP = Text(
    "期末按成本与可变现净值孰低计提或转回跌价准备（企业会计准则）；已售部分的准备随之结转，结账时自动结转",
    "Writes goods down to what they can bring at a period's end, or takes it back as they recover (CAS); what was sold carries "
    "its part out, the close does it by itself",
)
EXPECTED_PRICE = Text("预计售价", "Expected price")
EXPECTED_PRICE_HELP = Text("每基本单位，不含税", "Per base unit, without tax")
COMPLETION_COST = Text("预计完工成本", "Cost to complete")
SELLING_COST = Text("预计销售费用及税金", "Selling cost and taxes")
PER_UNIT_HELP = Text("每基本单位", "Per base unit")
BY_CATEGORY = Text("按类别", "By category")
BY_CATEGORY_HELP = Text(
    "同一商品类别内，盈余与亏损相抵后再计提",
    "Items of one category make up for each other before anything is written down",
)
VARIANCE_RUN = Text("差异分摊单", "Variance run")
VARIANCE_RUN_HELP = Text(
    "月末把按标准成本核算的商品的材料成本差异，按差异率分摊给业务日期所在期间的发出；结账时自动生成",
    "Shares the cost variances of items at standard cost out to what was issued in the month of the business date; "
    "the close makes it",
)
LOSS_SETTLEMENT_HELP = Text(
    "批准报废、盘亏、盘盈、在途损耗：由谁承担，其余按会计准则处理",
    "Approves scrap, count differences and transit losses: who bears them; the rest as the standard says",
)
SIDE_LABELS = {
    "AR": Text("应收", "Receivable"),
    "AP": Text("应付", "Payable"),
    "ADV-R": Text("预收", "Advance received"),
    "PREPAID": Text("预付", "Prepaid"),
}
