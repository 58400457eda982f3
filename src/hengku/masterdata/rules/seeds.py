"""What a new account set starts with; rooms above offer their number rules and reason codes here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hengku.kernel.texts import Text

DOCUMENT_PATTERN = "{prefix}-{yyyyMM}-{seq:4}"


@dataclass(frozen=True, slots=True)
class NumberRuleSeed:
    """target: document type or resource; pattern as in rules.numbering."""

    target: str
    prefix: str
    pattern: str = DOCUMENT_PATTERN


@dataclass(frozen=True, slots=True)
class ReasonSeed:
    """purpose: the document type the reason belongs to; empty = all."""

    code: str
    name: Text
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class UnitSeed:
    code: str
    name: Text
    precision: int = 0
    aliases: tuple[str, ...] = ()


_number_rules: list[Callable[[], Iterable[NumberRuleSeed]]] = []
_reasons: list[Callable[[], Iterable[ReasonSeed]]] = []


def offer_number_rules(source: Callable[[], Iterable[NumberRuleSeed]]) -> None:
    """Let `source` name further number rules; it is asked at seeding, when every room has offered its types."""
    _number_rules.append(source)


def offer_reasons(source: Callable[[], Iterable[ReasonSeed]]) -> None:
    """Let `source` name further reason codes; asked at seeding."""
    _reasons.append(source)


BookChange = Callable[[int], None]
"""Hears the id of a book that was made, changed, or is about to be removed."""
_book_starts: list[BookChange] = []
_book_changes: list[BookChange] = []
_book_ends: list[BookChange] = []


def offer_book_care(*, start: BookChange, change: BookChange, end: BookChange) -> None:
    """Let a room keep what belongs to a book in step with it; each runs in the same transaction and may refuse."""
    _book_starts.append(start)
    _book_changes.append(change)
    _book_ends.append(end)


def book_started(book_id: int) -> None:
    for care in _book_starts:
        care(book_id)


def book_changed(book_id: int) -> None:
    for care in _book_changes:
        care(book_id)


def book_ends(book_id: int) -> None:
    for care in _book_ends:
        care(book_id)


def number_rules() -> list[NumberRuleSeed]:
    """All number rules, the first offer of a target wins."""
    found: dict[str, NumberRuleSeed] = {}
    for rule in (*RECORD_RULES, *(rule for source in _number_rules for rule in source())):
        found.setdefault(rule.target, rule)
    return list(found.values())


def reasons() -> list[ReasonSeed]:
    """All reason codes, the first offer of a code wins."""
    found: dict[str, ReasonSeed] = {}
    for reason in (*REASONS, *(reason for source in _reasons for reason in source())):
        found.setdefault(reason.code, reason)
    return list(found.values())


RECORD_RULES = (
    NumberRuleSeed("items", "SP", "{prefix}{seq:6}"),
    NumberRuleSeed("partners", "WL", "{prefix}{seq:5}"),
    NumberRuleSeed("item-categories", "FL", "{prefix}{seq:3}"),
    NumberRuleSeed("brands", "PP", "{prefix}{seq:4}"),
    NumberRuleSeed("warehouses", "CK", "{prefix}{seq:2}"),
    NumberRuleSeed("units", "DW", "{prefix}{seq:3}"),
    NumberRuleSeed("reason-codes", "YY", "{prefix}{seq:3}"),
    NumberRuleSeed("books", "ZB", "{prefix}{seq:2}"),
    NumberRuleSeed("lots", "", "{yyyyMMdd}-{seq:3}"),
    NumberRuleSeed("packages", "LPN", "{prefix}{yyMM}{seq:5}"),
)

UNITS = (
    UnitSeed("EA", Text("个", "piece"), 0, ("個", "each", "pcs", "pc", "ea")),
    UnitSeed("ZHI", Text("只", "item"), 0, ("隻",)),
    UnitSeed("JIAN", Text("件", "unit"), 0, ("units",)),
    UnitSeed("CTN", Text("箱", "carton"), 0, ("carton", "case", "ctn")),
    UnitSeed("BTL", Text("瓶", "bottle"), 0, ("bottle", "btl")),
    UnitSeed("BAG", Text("袋", "bag"), 0, ("bag",)),
    UnitSeed("BOX", Text("盒", "box"), 0, ("box",)),
    UnitSeed("PKG", Text("包", "pack"), 0, ("pack", "package", "pkg")),
    UnitSeed("TIN", Text("听", "can"), 0, ("罐", "tin")),
    UnitSeed("BARREL", Text("桶", "barrel"), 0, ("barrel", "bucket")),
    UnitSeed("STRIP", Text("条", "strip"), 0, ("strip",)),
    UnitSeed("STICK", Text("支", "stick"), 0, ("枝", "stick")),
    UnitSeed("GEN", Text("根", "rod"), 0, ("rod",)),
    UnitSeed("SHEET", Text("张", "sheet"), 0, ("sheet",)),
    UnitSeed("PAIR", Text("双", "pair"), 0, ("对", "pair")),
    UnitSeed("SET", Text("套", "set"), 0, ("set",)),
    UnitSeed("TAI", Text("台", "machine"), 0, ("machine",)),
    UnitSeed("BEN", Text("本", "volume"), 0, ("book", "册")),
    UnitSeed("JUAN", Text("卷", "roll"), 0, ("roll",)),
    UnitSeed("BA", Text("把", "bunch"), 0, ("bunch", "扎")),
    UnitSeed("BEI", Text("杯", "cup"), 0, ("cup",)),
    UnitSeed("DOZEN", Text("打", "dozen"), 0, ("dozen",)),
    UnitSeed("KG", Text("千克", "kg"), 3, ("公斤", "kgs", "kilogram")),
    UnitSeed("JIN", Text("斤", "jin"), 3, ("市斤",)),
    UnitSeed("G", Text("克", "g"), 2, ("gram",)),
    UnitSeed("T", Text("吨", "t"), 6, ("ton", "公吨")),
    UnitSeed("M", Text("米", "m"), 3, ("meter", "metre")),
    UnitSeed("L", Text("升", "l"), 3, ("liter", "litre", "公升")),
    UnitSeed("ML", Text("毫升", "ml"), 0, ()),
    UnitSeed("M2", Text("平方米", "m²"), 3, ("㎡", "平米")),
    UnitSeed("M3", Text("立方米", "m³"), 3, ("立方", "方")),
)

REASONS = (
    ReasonSeed("GIFT", Text("赠品", "Gift")),
    ReasonSeed("SAMPLE", Text("样品", "Sample")),
    ReasonSeed("OWN_USE", Text("自用领用", "Own use"), "other_out"),
    ReasonSeed("DONATION", Text("捐赠", "Donation"), "other_out"),
    ReasonSeed("FOUND", Text("无票入库", "Received without papers"), "other_in"),
    ReasonSeed("EXPIRED", Text("过期报废", "Expired"), "scrap"),
    ReasonSeed("DAMAGED", Text("破损报废", "Damaged"), "scrap"),
    ReasonSeed("LOST_IN_TRANSIT", Text("运输丢失", "Lost in transit"), "transit_loss"),
    ReasonSeed("BROKEN_IN_TRANSIT", Text("运输破损", "Broken in transit"), "transit_loss"),
    ReasonSeed("QUALITY_HOLD", Text("质量待检", "Quality hold"), "status_change"),
    ReasonSeed("QUALITY_RELEASE", Text("检验放行", "Released by inspection"), "status_change"),
    ReasonSeed("CUSTOMER_RETURN", Text("客户退货", "Returned by customer"), "sales_return"),
    ReasonSeed("WRONG_GOODS", Text("发错货", "Wrong goods")),
    ReasonSeed("QUALITY_FAULT", Text("质量问题", "Quality fault")),
    ReasonSeed("COUNT_DIFFERENCE", Text("盘点差异", "Count difference")),
    ReasonSeed("PRICE_DIFFERENCE", Text("进价差异", "Purchase price difference"), "cost_adjustment"),
    ReasonSeed("MISTAKE", Text("录入错误", "Entered by mistake")),
    ReasonSeed("OTHER", Text("其他", "Other")),
)
