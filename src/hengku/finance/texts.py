"""Words of the books: labels of accounts and vouchers, and what finance says when it refuses."""

from hengku.finance.types import AccountClass, Auxiliary, Side, VoucherKind
from hengku.kernel.texts import Text

MESSAGES = {
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
    "voucher_gap": Text("凭证 {number} 断号", "Voucher number {number} is missing"),
    "opening_unbalanced": Text(
        "期初余额借贷相差 {difference}", "Opening balances differ by {difference} between debit and credit"
    ),
    "second_person_required": Text("需要第二人确认", "A second person must confirm"),
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
AUXILIARIES = {
    Auxiliary.PARTNER: Text("往来单位", "Partner"),
    Auxiliary.ITEM: Text("存货", "Item"),
    Auxiliary.DOCUMENT: Text("单据", "Document"),
    Auxiliary.DEPARTMENT: Text("部门", "Department"),
}
KINDS = {
    VoucherKind.NORMAL: Text("业务", "Business"),
    VoucherKind.DELTA: Text("成本差异", "Cost difference"),
    VoucherKind.REVERSAL: Text("红字冲销", "Reversal"),
    VoucherKind.CLOSING: Text("期末", "Closing"),
    VoucherKind.MANUAL: Text("手工", "Manual"),
}
