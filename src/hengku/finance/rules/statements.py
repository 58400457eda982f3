"""资产负债表 and 利润表 of both standards: which accounts make up which line. Pure: balances by account code in, lines out.

Every account goes to exactly one line, so that the statement balances whatever the chart: what no line names goes to the last line
of its section ("other").
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from hengku.finance.types import AccountClass
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.masterdata.types import AccountingStandard


@dataclass(frozen=True, slots=True)
class LineSpec:
    """codes: accounts (with all below them) that make up the line. section: A, L or E of the balance sheet. other: takes what no
    line of its section names."""

    label: Text
    section: str
    codes: tuple[str, ...]
    other: bool = False


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line of a statement. level 0: a total."""

    label: Text
    level: int
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class AccountAmount:
    """An account's balances (debits less credits), one per column of the statement."""

    code: str
    account_class: AccountClass
    amounts: tuple[Decimal, ...]


def _line(section: str, zh: str, en: str, codes: str = "", *, other: bool = False) -> LineSpec:
    return LineSpec(Text(zh, en), section, tuple(codes.split()), other)


_SBE = (
    _line("A", "货币资金", "Cash and bank", "1001 1002 1012"),
    _line("A", "短期投资", "Short-term investments", "1101"),
    _line("A", "应收票据", "Notes receivable", "1121"),
    _line("A", "应收账款", "Receivables", "1122"),
    _line("A", "预付账款", "Prepayments", "1123"),
    _line("A", "应收股利和利息", "Dividends and interest receivable", "1131 1132"),
    _line("A", "其他应收款", "Other receivables", "1221"),
    _line("A", "存货", "Inventories", "1401 1402 1403 1404 1405 1406 1407 1408 1411 1421 4001 4101 4401 4403"),
    _line("A", "长期投资", "Long-term investments", "1501 1511"),
    _line("A", "固定资产净值", "Fixed assets, net", "1601 1602"),
    _line("A", "在建工程、工程物资和清理", "Construction and disposals", "1604 1605 1606"),
    _line("A", "生产性生物资产", "Biological assets", "1621 1622"),
    _line("A", "无形资产", "Intangible assets", "1701 1702"),
    _line("A", "开发支出", "Development expenditure", "4301"),
    _line("A", "长期待摊费用", "Deferred expenses", "1801"),
    _line("A", "其他资产", "Other assets", "1901", other=True),
    _line("L", "短期借款", "Short-term loans", "2001"),
    _line("L", "应付票据", "Notes payable", "2201"),
    _line("L", "应付账款", "Payables", "2202"),
    _line("L", "预收账款", "Advances received", "2203"),
    _line("L", "应付职工薪酬", "Payroll payable", "2211"),
    _line("L", "应交税费", "Taxes payable", "2221"),
    _line("L", "应付利息和利润", "Interest and profit payable", "2231 2232"),
    _line("L", "其他应付款", "Other payables", "2241"),
    _line("L", "长期借款和应付款", "Long-term debt", "2501 2701"),
    _line("L", "其他负债", "Other liabilities", "2401", other=True),
    _line("E", "实收资本", "Paid-in capital", "3001"),
    _line("E", "资本公积", "Capital reserve", "3002"),
    _line("E", "盈余公积", "Surplus reserve", "3101"),
    _line("E", "未分配利润", "Retained earnings", "3103 3104", other=True),
)
_CAS = (
    _line("A", "货币资金", "Cash and bank", "1001 1002 1012"),
    _line("A", "交易性金融资产", "Trading financial assets", "1101"),
    _line("A", "应收票据和融资", "Notes receivable", "1121 1124"),
    _line("A", "应收账款", "Receivables", "1122 1231"),
    _line("A", "预付款项", "Prepayments", "1123"),
    _line("A", "其他应收款", "Other receivables", "1131 1132 1221"),
    _line("A", "存货", "Inventories", "1401 1402 1403 1404 1405 1406 1407 1408 1411 1421 1471 5001 5101 5201"),
    _line("A", "合同资产", "Contract assets", "1481"),
    _line("A", "持有待售资产", "Assets held for sale", "1491 1492"),
    _line("A", "债权投资", "Debt investments", "1504 1505"),
    _line("A", "长期应收款", "Long-term receivables", "1531 1532"),
    _line("A", "长期股权和权益工具投资", "Equity investments", "1511 1512 1513"),
    _line("A", "投资性房地产", "Investment property", "1521"),
    _line("A", "固定资产", "Fixed assets", "1601 1602 1603 1606"),
    _line("A", "在建工程", "Construction in progress", "1604 1605"),
    _line("A", "使用权资产", "Right-of-use assets", "1704 1705 1706"),
    _line("A", "无形资产和商誉", "Intangible assets and goodwill", "1701 1702 1703 1711"),
    _line("A", "开发支出", "Development expenditure", "1731 5301"),
    _line("A", "长期待摊费用", "Deferred expenses", "1801"),
    _line("A", "递延所得税资产", "Deferred tax assets", "1811"),
    _line("A", "其他资产", "Other assets", "1901", other=True),
    _line("L", "短期借款", "Short-term loans", "2001"),
    _line("L", "应付票据", "Notes payable", "2201"),
    _line("L", "应付账款", "Payables", "2202"),
    _line("L", "预收款项和合同负债", "Advances and contract liabilities", "2203 2204"),
    _line("L", "应付职工薪酬", "Payroll payable", "2211"),
    _line("L", "应交税费", "Taxes payable", "2221"),
    _line("L", "其他应付款", "Other payables", "2231 2232 2241"),
    _line("L", "长期借款和应付债券", "Long-term debt", "2501 2502"),
    _line("L", "租赁负债", "Lease liabilities", "2510"),
    _line("L", "长期应付款", "Long-term payables", "2701 2702 2711"),
    _line("L", "预计负债", "Provisions", "2801"),
    _line("L", "递延所得税负债", "Deferred tax liabilities", "2901"),
    _line("L", "其他负债", "Other liabilities", "2401", other=True),
    _line("E", "实收资本（股本）", "Paid-in capital", "4001 4106"),
    _line("E", "资本公积", "Capital reserve", "4002 4201"),
    _line("E", "其他综合收益", "Other comprehensive income", "4003"),
    _line("E", "盈余公积", "Surplus reserve", "4101"),
    _line("E", "未分配利润", "Retained earnings", "4103 4104", other=True),
)
_SHEETS: Mapping[AccountingStandard, tuple[LineSpec, ...]] = {
    AccountingStandard.SBE: _SBE,
    AccountingStandard.CAS: _CAS,
}
_SECTION_OF = {
    AccountClass.ASSET: "A",
    AccountClass.COMMON: "A",
    AccountClass.COST: "A",
    AccountClass.LIABILITY: "L",
    AccountClass.EQUITY: "E",
    AccountClass.PROFIT_LOSS: "E",
}
_TOTALS = {
    "A": Text("资产总计", "Total assets"),
    "L": Text("负债合计", "Total liabilities"),
    "E": Text("所有者权益合计", "Total equity"),
}
_BOTH = Text("负债和所有者权益总计", "Total liabilities and equity")


def balance_sheet(standard: AccountingStandard, accounts: Iterable[AccountAmount]) -> list[StatementLine]:
    """Lines of the balance sheet, each section with its total. Results not yet carried forward are part of retained earnings, and so
    is what the opening balances lack to balance."""
    specs = _SHEETS[standard]
    accounts = list(accounts)
    columns = len(accounts[0].amounts) if accounts else 2
    sums: dict[int, list[Decimal]] = {number: [ZERO] * columns for number in range(len(specs))}
    for account in accounts:
        number = _line_of(specs, account)
        for column, amount in enumerate(account.amounts):
            sums[number][column] += amount if specs[number].section == "A" else -amount
    lines: list[StatementLine] = []
    totals: dict[str, list[Decimal]] = {}
    for section in ("A", "L", "E"):
        numbers = [number for number, spec in enumerate(specs) if spec.section == section]
        if section == "E":
            last = numbers[-1]
            for column in range(columns):
                equity = sum((sums[number][column] for number in numbers), ZERO)
                sums[last][column] += totals["A"][column] - totals["L"][column] - equity
        lines += [StatementLine(specs[number].label, 1, tuple(sums[number])) for number in numbers]
        totals[section] = [sum((sums[number][column] for number in numbers), ZERO) for column in range(columns)]
        lines.append(StatementLine(_TOTALS[section], 0, tuple(totals[section])))
    both = tuple(low + high for low, high in zip(totals["L"], totals["E"], strict=True))
    return [*lines, StatementLine(_BOTH, 0, both)]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """Where a row of the balance sheet comes from. line: the accounts of one line (of section; rest: what balances the sheet).
    Without line: the total of the sections."""

    label: Text
    sections: tuple[str, ...]
    line: int | None = None
    rest: bool = False


def sheet_rows(standard: AccountingStandard) -> list[SheetRow]:
    """One for every row that balance_sheet gives, in its order."""
    found: list[SheetRow] = []
    for section in ("A", "L", "E"):
        numbers = [number for number, spec in enumerate(_SHEETS[standard]) if spec.section == section]
        found += [
            SheetRow(_SHEETS[standard][number].label, (section,), number, section == "E" and number == numbers[-1])
            for number in numbers
        ]
        found.append(SheetRow(_TOTALS[section], (section,)))
    return [*found, SheetRow(_BOTH, ("L", "E"))]


def sheet_line_of(standard: AccountingStandard, code: str, account_class: AccountClass) -> int:
    """Number of the line an account goes to."""
    return _line_of(_SHEETS[standard], AccountAmount(code, account_class, ()))


def _line_of(specs: tuple[LineSpec, ...], account: AccountAmount) -> int:
    for number, spec in enumerate(specs):
        if any(account.code.startswith(code) for code in spec.codes):
            return number
    section = _SECTION_OF[account.account_class]
    return next(number for number, spec in enumerate(specs) if spec.section == section and spec.other)


@dataclass(frozen=True, slots=True)
class ResultSpec:
    """A line of the profit statement. sign: +1 income, -1 expense, as they enter the result; total: a running result."""

    label: Text
    codes: tuple[str, ...] = ()
    sign: int = 1
    total: bool = False


def _result(zh: str, en: str, codes: str = "", sign: int = 1, *, total: bool = False) -> ResultSpec:
    return ResultSpec(Text(zh, en), tuple(codes.split()), sign, total)


_RESULTS: Mapping[AccountingStandard, tuple[ResultSpec, ...]] = {
    AccountingStandard.SBE: (
        _result("营业收入", "Revenue", "5001 5051"),
        _result("减：营业成本", "Less: cost of sales", "5401 5402", -1),
        _result("税金及附加", "Taxes and surcharges", "5403", -1),
        _result("销售费用", "Selling expenses", "5601", -1),
        _result("管理费用", "Administration expenses", "5602", -1),
        _result("财务费用", "Finance expenses", "5603", -1),
        _result("加：投资收益", "Plus: investment income", "5111"),
        _result("营业利润", "Operating profit", total=True),
        _result("加：营业外收入", "Plus: non-operating income", "5301"),
        _result("减：营业外支出", "Less: non-operating expenses", "5711", -1),
        _result("利润总额", "Profit before tax", total=True),
        _result("减：所得税费用", "Less: income tax", "5801", -1),
        _result("净利润", "Net profit", total=True),
    ),
    AccountingStandard.CAS: (
        _result("营业收入", "Revenue", "6001 6041 6051"),
        _result("减：营业成本", "Less: cost of sales", "6401 6402", -1),
        _result("税金及附加", "Taxes and surcharges", "6403", -1),
        _result("销售费用", "Selling expenses", "6601", -1),
        _result("管理费用", "Administration expenses", "6602", -1),
        _result("财务费用", "Finance expenses", "6603", -1),
        _result("资产和信用减值损失", "Impairment losses", "6701 6721", -1),
        _result("加：公允价值变动和投资收益", "Plus: fair value changes and investment income", "6101 6111"),
        _result("资产处置收益", "Gains on disposals", "6115"),
        _result("营业利润", "Operating profit", total=True),
        _result("加：营业外收入", "Plus: non-operating income", "6301"),
        _result("减：营业外支出", "Less: non-operating expenses", "6711", -1),
        _result("利润总额", "Profit before tax", total=True),
        _result("减：所得税费用", "Less: income tax", "6801", -1),
        _result("净利润", "Net profit", total=True),
    ),
}


def result_codes(standard: AccountingStandard) -> list[ResultSpec]:
    """One for every row that profit_statement gives, in its order."""
    return list(_RESULTS[standard])


def profit_statement(standard: AccountingStandard, accounts: Iterable[AccountAmount]) -> list[StatementLine]:
    """Lines of the profit statement from the turnover (debits less credits) of the result accounts."""
    accounts = list(accounts)
    columns = len(accounts[0].amounts) if accounts else 2
    running = [ZERO] * columns
    lines: list[StatementLine] = []
    for spec in _RESULTS[standard]:
        if spec.total:
            lines.append(StatementLine(spec.label, 0, tuple(running)))
            continue
        mine = [one.amounts for one in accounts if any(one.code.startswith(code) for code in spec.codes)]
        income = [sum((-amounts[column] for amounts in mine), ZERO) for column in range(columns)]
        running = [before + part for before, part in zip(running, income, strict=True)]
        lines.append(StatementLine(spec.label, 1, tuple(part * spec.sign for part in income)))
    return lines
