"""The kinds of records of this room, as list, form, API, export and rights know them."""

from hengku.finance import models
from hengku.finance.operations import accounts, export_vouchers, funds, matching, vouchers
from hengku.finance.queries import open_items
from hengku.finance.queries import vouchers as read
from hengku.finance.rules import account_fields, fund_fields, layout_fields, settlement_fields, voucher_fields
from hengku.kernel.texts import Text
from hengku.metadata.types import ChildSpec, ResourceSpec

VOUCHER_CHILDREN = (
    ChildSpec("lines", Text("分录", "Lines"), voucher_fields.LINE_FIELDS, read.line_rows),
    ChildSpec("documents", Text("单据", "Documents"), voucher_fields.DOCUMENT_FIELDS, read.document_rows),
)

RESOURCES = (
    ResourceSpec(
        "vouchers", Text("记账凭证", "Voucher"), Text("记账凭证", "Vouchers"), models.Voucher, voucher_fields.VOUCHER_FIELDS,
        code_field="number", title_field="summary", default_sort="-id", group="finance", scope={"book": "book_id"},
        create=vouchers.create_voucher, children=VOUCHER_CHILDREN, queryset=read.vouchers,
    ),
    ResourceSpec(
        "open-items", Text("往来明细", "Open item"), Text("往来明细", "Open items"), models.OpenItem,
        settlement_fields.OPEN_ITEM_FIELDS, code_field="side", title_field="side", default_sort="-id", group="finance",
        scope={"book": "book_id"}, queryset=open_items.open_items,
    ),
    ResourceSpec(
        "matches", Text("核销", "Match"), Text("核销记录", "Matches"), models.Match, settlement_fields.MATCH_FIELDS,
        code_field="date", title_field="date", default_sort="-id", group="finance", scope={"book": "book_id"},
        delete=matching.undo_match, queryset=open_items.matches,
    ),
    ResourceSpec(
        "accounts", Text("会计科目", "Account"), Text("会计科目", "Accounts"), models.Account,
        account_fields.ACCOUNT_FIELDS, group="finance", scope={"book": "book_id"},
        create=accounts.create_account, update=accounts.update_account, delete=accounts.delete_account,
    ),
    ResourceSpec(
        "account-mappings", Text("科目对照", "Account mapping"), Text("科目对照", "Account mappings"), models.AccountMapping,
        account_fields.MAPPING_FIELDS, code_field="key", title_field="key", default_sort="key", group="finance",
        scope={"book": "book_id"},
        create=accounts.create_mapping, update=accounts.update_mapping, delete=accounts.delete_mapping,
    ),
    ResourceSpec(
        "voucher-layouts", Text("凭证导出格式", "Voucher layout"), Text("凭证导出格式", "Voucher layouts"), models.VoucherLayout,
        layout_fields.LAYOUT_FIELDS, group="finance",
        create=export_vouchers.create_layout, update=export_vouchers.update_layout, delete=export_vouchers.delete_layout,
    ),
    ResourceSpec(
        "fund-accounts", Text("资金账户", "Fund account"), Text("资金账户", "Fund accounts"), models.FundAccount,
        fund_fields.FUND_FIELDS, default_sort="code", group="finance", scope={"book": "book_id"},
        create=funds.create_fund, update=funds.update_fund, delete=funds.delete_fund,
    ),
    ResourceSpec(
        "spending-categories", Text("收支项目", "Spending category"), Text("收支项目", "Spending categories"),
        models.SpendingCategory, fund_fields.CATEGORY_FIELDS, default_sort="code", group="finance",
        create=funds.create_category, update=funds.update_category, delete=funds.delete_category,
    ),
    ResourceSpec(
        "opening-balances", Text("科目期初余额", "Opening balance"), Text("科目期初余额", "Opening balances"),
        models.OpeningBalance, account_fields.OPENING_FIELDS, code_field="account", title_field="account",
        default_sort="-id", group="finance", scope={"book": "book_id"},
        create=accounts.create_opening, update=accounts.update_opening, delete=accounts.delete_opening,
    ),
)  # fmt: skip
