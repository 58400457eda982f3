"""科目规则: which account a key means for an item, a warehouse and a partner, and which mapping wins over which."""

from hengku.finance.queries.fitting import fitting
from hengku.finance.rules.keys import KEYS
from hengku.kernel.texts import Text
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.reports.queries.explain_rows import by_row
from hengku.reports.rules.columns import ITEM, PARTNER, WAREHOUSE
from hengku.reports.types import ReportQuestion, ReportResult, ReportSpec, Row

KEY = FieldSpec(
    "key", Text("用途", "Key"), FieldType.ENUM, default="GOODS",
    choices=tuple(Choice(key, Text(f"{key} {label.zh}", f"{key} {label.en}")) for key, label in KEYS.items()),
)  # fmt: skip
COLUMNS = (
    FieldSpec("code", Text("科目编码", "Code"), width=110), FieldSpec("name", Text("科目名称", "Account"), width=220),
    FieldSpec("category", Text("商品分类", "Category"), width=140), FieldSpec("warehouse", Text("仓库", "Warehouse"), width=140),
    FieldSpec("partner", Text("往来单位", "Partner"), width=160),
    FieldSpec("wins", Text("采用", "Taken"), FieldType.BOOLEAN, width=80),
)  # fmt: skip


def run(question: ReportQuestion) -> ReportResult:
    """Every mapping that fits, the one that wins first."""
    asked = question.parameters
    found = fitting(
        book_id=question.book_id, key=asked["key"], item_id=asked["item"], warehouse_id=asked["warehouse"],
        partner_id=asked["partner"],
    )  # fmt: skip
    rows: list[Row] = [
        {
            **{name: one[name] for name in ("category", "warehouse", "partner", "wins")},
            "code": one["account"]["code"],
            "name": one["account"]["name"],
            "_drill": {"path": f"/records/account-mappings/{one['id']}"},
        }
        for one in found
    ]
    return ReportResult(rows, {}, len(rows))


ACCOUNT_RULES = ReportSpec(
    name="account_rules",
    label=Text("科目规则", "Account rules"),
    group="finance",
    help=Text(
        "一种用途在某商品、仓库、往来单位下适用的科目对照：条件多的优先，其次往来单位、仓库、分类；第一行被采用",
        "The account mappings that fit a key for an item, warehouse and partner: more conditions win, then partner, warehouse, category; "
        "the first row is taken",
    ),
    parameters=(KEY, ITEM, WAREHOUSE, PARTNER),
    columns=lambda _parameters: COLUMNS,
    run=run,
    explain=by_row(run, lambda _parameters: COLUMNS, {}),
    resource="account-mappings",
)
