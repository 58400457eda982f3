"""How vouchers are written out for other systems (domain specification 5.7): which columns, in which order, in which file. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hengku.kernel.money import round_half_up
from hengku.kernel.texts import Text


class FileKind(StrEnum):
    """XLSX: a sheet with titles. TEXT: comma-separated lines without titles, CRLF."""

    XLSX = "XLSX"
    TEXT = "TEXT"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a voucher with everything a column may ask for. partner_kind: customer or supplier; codes and names are "" where
    the account keeps no such auxiliary."""

    date: date
    word: str
    number: int
    attachments: int
    seq: int
    summary: str
    account: str
    account_name: str
    debit: Decimal
    credit: Decimal
    quantity: Decimal | None
    unit: str
    maker: str
    reviewer: str
    partner_kind: str = ""
    partner: str = ""
    partner_name: str = ""
    item: str = ""
    item_name: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """title as the other system knows it; value: a name of VALUES, or a fixed text after "="."""

    title: str
    value: str


@dataclass(frozen=True, slots=True)
class Layout:
    """head: a line before everything else of a text file. sheet: its name."""

    code: str
    name: Text
    kind: FileKind
    columns: tuple[Column, ...]
    encoding: str = "utf-8"
    head: str = ""
    sheet: str = "Sheet1"


def _amount(value: Decimal) -> str:
    return f"{value:.2f}"


def _price(entry: Entry) -> str:
    amount = entry.debit or entry.credit
    return f"{round_half_up(amount / entry.quantity, 6):f}" if entry.quantity else ""


def _objects(entry: Entry) -> str:
    """核算项目: 类别---代码---名称, several on lines of their own."""
    kinds = {"customer": "客户", "supplier": "供应商"}
    found = [(kinds.get(entry.partner_kind, ""), entry.partner, entry.partner_name)] if entry.partner else []
    found += [("存货", entry.item, entry.item_name)] if entry.item else []
    found += [("部门", entry.department, entry.department)] if entry.department else []
    return "\n".join("---".join(one) for one in found)


def _of_kind(kind: str, field: str) -> Callable[[Entry], str]:
    return lambda entry: str(getattr(entry, field)) if entry.partner_kind == kind else ""


VALUES: Mapping[str, Callable[[Entry], str]] = {
    "date": lambda entry: entry.date.isoformat(),
    "year": lambda entry: str(entry.date.year),
    "period": lambda entry: str(entry.date.month),
    "word": lambda entry: entry.word,
    "number": lambda entry: str(entry.number),
    "attachments": lambda entry: str(entry.attachments),
    "seq": lambda entry: str(entry.seq),
    "seq0": lambda entry: str(entry.seq - 1),
    "summary": lambda entry: entry.summary,
    "account": lambda entry: entry.account,
    "account_name": lambda entry: entry.account_name,
    "debit": lambda entry: _amount(entry.debit),
    "credit": lambda entry: _amount(entry.credit),
    "amount": lambda entry: _amount(entry.debit or entry.credit),
    "quantity": lambda entry: f"{entry.quantity.normalize():f}" if entry.quantity else "",
    "quantity0": lambda entry: f"{entry.quantity.normalize():f}" if entry.quantity else "0",
    "unit": lambda entry: entry.unit,
    "price": _price,
    "maker": lambda entry: entry.maker,
    "reviewer": lambda entry: entry.reviewer or "NONE",
    "customer": _of_kind("customer", "partner"),
    "customer_name": _of_kind("customer", "partner_name"),
    "supplier": _of_kind("supplier", "partner"),
    "supplier_name": _of_kind("supplier", "partner_name"),
    "item": lambda entry: entry.item,
    "item_name": lambda entry: entry.item_name,
    "department": lambda entry: entry.department,
    "objects": _objects,
}
"""Everything a column can show."""


def _columns(*pairs: str) -> tuple[Column, ...]:
    return tuple(Column(*pair.split("|", 1)) for pair in pairs)


KIS = Layout(
    "kingdee_kis", Text("金蝶 K/3 · KIS 标准格式", "Kingdee K/3, KIS"), FileKind.XLSX,
    _columns(
        "FDate|date", "FYear|year", "FPeriod|period", "FGroupID|word", "FNumber|number", "FAccountNum|account",
        "FAccountName|account_name", "FCurrencyNum|=RMB", "FCurrencyName|=人民币", "FAmountFor|amount", "FDebit|debit",
        "FCredit|credit", "FPreparerID|maker", "FCheckerID|reviewer", "FApproveID|=NONE", "FCashierID|=NONE", "FHandler|=",
        "FSettleTypeID|=*", "FSettleNo|=", "FExplanation|summary", "FQuantity|quantity0", "FMeasureUnitID|unit",
        "FUnitPrice|price", "FReference|=", "FTransDate|date", "FTransNo|=", "FAttachments|attachments", "FSerialNum|number",
        "FObjectName|=", "FParameter|=", "FExchangeRate|=1", "FEntryID|seq0", "FItem|objects", "FPosted|=0",
        "FInternalInd|=", "FCashFlow|=",
    ),
    sheet="Page1",
)  # fmt: skip
CLOUD = Layout(
    "kingdee_cloud", Text("金蝶云星空", "Kingdee Cloud"), FileKind.XLSX,
    _columns(
        "账簿|=", "日期|date", "凭证字|word", "凭证号|number", "摘要|summary", "科目编码|account", "核算维度|objects", "币别|=人民币", "汇率|=1",
        "原币|amount", "借方金额|debit", "贷方金额|credit", "数量|quantity", "单价|price", "制单人|maker",
    ),
)  # fmt: skip
U8 = Layout(
    "yonyou_u8", Text("用友 U8 / T3 / T6 文本", "Yonyou U8, T3, T6"), FileKind.TEXT,
    _columns(
        "制单日期|date", "凭证类别字|word", "凭证号|number", "附单据数|attachments", "摘要|summary", "科目编码|account", "借方金额|debit",
        "贷方金额|credit", "数量|quantity0", "外币金额|=0", "汇率|=0", "制单人|maker", "结算方式|=", "票号|=", "票号发生日期|=", "部门编码|department",
        "个人编码|=", "客户编码|customer", "供应商编码|supplier", "业务员|=", "项目编码|item",
    ),
    encoding="gbk", head="填制凭证,V800",
)  # fmt: skip
TPLUS = Layout(
    "yonyou_tplus", Text("用友 T+ · 好会计", "Yonyou T+"), FileKind.XLSX,
    _columns(
        "凭证日期|date", "凭证字|word", "凭证号|number", "附件数|attachments", "分录序号|seq", "摘要|summary", "科目编码|account",
        "科目名称|account_name", "借方金额|debit", "贷方金额|credit", "客户|customer_name", "供应商|supplier_name", "职员|=", "部门|department",
        "项目|=", "存货|item_name", "数量|quantity", "单价|price", "原币|amount", "币别|=人民币", "汇率|=1", "制单人|maker",
    ),
)  # fmt: skip
LAYOUTS: Mapping[str, Layout] = {one.code: one for one in (KIS, CLOUD, U8, TPLUS)}


class LayoutBad(ValueError):
    """Columns that were sent are none; args: the value that is unknown."""


def columns_from(raw: object) -> tuple[Column, ...]:
    """Columns as sent: [{title, value}]. Raises LayoutBad."""
    if not isinstance(raw, list) or not raw:
        raise LayoutBad("")
    found = []
    for one in raw:
        if not isinstance(one, Mapping) or not str(one.get("title") or ""):
            raise LayoutBad("")
        value = str(one.get("value") or "")
        if value not in VALUES and not value.startswith("="):
            raise LayoutBad(value)
        found.append(Column(str(one["title"]), value))
    return tuple(found)


def cells(layout: Layout, entry: Entry) -> list[str]:
    """One line of the file."""
    return [one.value[1:] if one.value.startswith("=") else VALUES[one.value](entry) for one in layout.columns]


def as_text(layout: Layout, entries: Sequence[Entry]) -> bytes:
    """The whole text file. Commas and line breaks inside a value become full-width ones, for they part values and lines."""
    lines = [layout.head] if layout.head else []
    lines += [",".join(_plain(cell) for cell in cells(layout, entry)) for entry in entries]
    return "".join(f"{line}\r\n" for line in lines).encode(layout.encoding, errors="replace")


def _plain(cell: str) -> str:
    return cell.replace(",", "，").replace("\r", "").replace("\n", "；")
