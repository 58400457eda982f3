"""Words of fund accounts, expenses and other income."""

from hengku.kernel.texts import Text

EXPENSE = Text("费用单", "Expense")
EXPENSE_HELP = Text(
    "房租、差旅、办公等费用：从资金账户当时付，或者先挂应付以后付款核销；专用发票的税额可以抵扣",
    "Rent, travel, office: paid from a fund account at once, or owed and paid later; the tax of a special invoice is deducted",
)
OTHER_INCOME = Text("其他收入单", "Other income")
OTHER_INCOME_HELP = Text(
    "废品、出租、利息等收入：当时收进资金账户，或者先挂应收",
    "Scrap, rent, interest: into a fund account at once, or owed to us",
)
FUND_TRANSFER = Text("转账单", "Fund transfer")
FUND_TRANSFER_HELP = Text(
    "资金账户之间转款、存取现金；手续费计入财务费用",
    "Between fund accounts, cash paid in or drawn; the fee is finance expense",
)
MESSAGES = {
    "fund_account_taken": Text(
        "科目 {account} 已是另一个资金账户的科目", "Account {account} belongs to another fund account already"
    ),
    "fund_code_taken": Text("资金账户编码 {name} 已存在", "There is a fund account {name} already"),
    "fund_default_taken": Text(
        "该类型已有默认账户，请先取消它", "There is a default account of this kind: unset it first"
    ),
    "fund_in_use": Text(
        "资金账户 {name} 已有收支，不能这样改", "Fund account {name} has entries: this cannot be changed"
    ),
    "fund_not_here": Text("请选择本账簿启用的资金账户", "Choose an active fund account of this book"),
    "fund_currency": Text(
        "资金账户 {name} 的币别是 {currency}，和单据不同",
        "Fund account {name} is kept in {currency}, the document is not",
    ),
    "fund_same": Text("转出和转入账户不能相同", "Money goes from one fund account to another"),
    "entries_bad": Text(
        "明细格式不对：每行要有收支项目和大于零的金额", "Each entry needs a category and an amount above zero"
    ),
    "spending_category_bad": Text("请选择这类单据的收支项目", "Choose a category of this kind of document"),
    "owed_to_nobody": Text(
        "没有选资金账户就是挂账，请填往来单位", "Without a fund account it is owed: name the partner"
    ),
}
