"""Words of warehousing as plain data."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from hengku.masterdata.types import StockStatus


class LossCause(StrEnum):
    """Why goods were lost; decides nothing by itself, but says what an insurer or the tax office will ask."""

    NORMAL = "NORMAL"  # 正常损耗
    EXPIRY = "EXPIRY"  # 过期
    THEFT = "THEFT"  # 被盗
    POOR_CUSTODY = "POOR_CUSTODY"  # 保管不善
    DISASTER = "DISASTER"  # 自然灾害
    PROCESS_FAULT = "PROCESS_FAULT"  # 加工不良
    RECALL = "RECALL"  # 召回
    TRANSIT = "TRANSIT"  # 运输
    VENDOR = "VENDOR"  # 对方责任
    SAMPLE = "SAMPLE"  # 取样
    BREAKAGE = "BREAKAGE"  # 破损


class Role(StrEnum):
    """What a line of an assembly or disassembly is."""

    PRODUCT = "PRODUCT"  # 成品
    COMPONENT = "COMPONENT"  # 组件


class CountMethod(StrEnum):
    """STATIC: nothing moves in the scope until the count is finished. DYNAMIC: work goes on, moves are rolled forward."""

    STATIC = "STATIC"  # 静态盘点
    DYNAMIC = "DYNAMIC"  # 动态盘点


class Uncounted(StrEnum):
    """What stock nobody counted is taken for."""

    KEEP_BOOK = "KEEP_BOOK"  # 未盘视为账存
    ZERO = "ZERO"  # 未盘视为0


class EntryMode(StrEnum):
    """SET: this is how much is there. ADD: this much more was found (a scanner that beeps per piece)."""

    SET = "SET"
    ADD = "ADD"


@dataclass(frozen=True, slots=True, order=True)
class CountKey:
    """What is counted apart: an item in a bin, by lot and status. bin_id and lot_id 0 = none (so that keys sort)."""

    warehouse_id: int
    bin_id: int
    item_id: int
    lot_id: int
    status: StockStatus


@dataclass(frozen=True, slots=True)
class Leg:
    """One end of a move at a place we count, signed, with when it was recorded."""

    key: CountKey
    quantity: Decimal
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a counter told us. quantity in base units, round 1 = first count."""

    key: CountKey
    round: int
    mode: EntryMode
    quantity: Decimal
    counted_at: datetime
    counted_by_id: int | None


@dataclass(frozen=True, slots=True)
class Counted:
    """What a key was counted to in the end. rounds: the result of each round; counted_at: when the last word fell."""

    quantity: Decimal
    counted_at: datetime
    counted_by_id: int | None
    rounds: dict[int, Decimal] = field(default_factory=dict)
    counters: dict[int, frozenset[int | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """One key judged: difference = counted − (snapshot + moved). moved = what happened between snapshot and counting.

    amount: what the difference is worth at the current average, None when nothing is known.
    """

    key: CountKey
    snapshot: Decimal
    moved: Decimal
    counted: Decimal
    amount: Decimal | None = None

    @property
    def book(self) -> Decimal:
        """What the books said at the moment of counting."""
        return self.snapshot + self.moved

    @property
    def difference(self) -> Decimal:
        return self.counted - self.book


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Above any of these a second count by another person is obligatory; None = no limit of this kind. percent as a fraction."""

    quantity: Decimal | None = None
    percent: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CountReport:
    """盘点差异: how right the books were."""

    lines: int
    lines_without_difference: int
    book_quantity: Decimal
    absolute_difference: Decimal
    net_difference: Decimal
    net_amount: Decimal
    absolute_amount: Decimal
    quantity_error_percent: Decimal | None
    line_accuracy_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class CountStart:
    """A count to begin: scope (empty choices mean all), method, limits. Ids; percent as a fraction; amounts in book currency."""

    book_id: int
    business_date: date
    warehouse_ids: tuple[int, ...]
    method: CountMethod = CountMethod.DYNAMIC
    blind: bool = True
    zone_ids: tuple[int, ...] = ()
    bin_ids: tuple[int, ...] = ()
    category_ids: tuple[int, ...] = ()
    brand_ids: tuple[int, ...] = ()
    item_ids: tuple[int, ...] = ()
    limits: Thresholds = Thresholds()
    uncounted: Uncounted = Uncounted.KEEP_BOOK
    handler: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """One thing a counter says. key: the device's own name for it, so that sending it twice records it once.

    The item comes from a barcode (with the barcode's unit) or by id; the bin by code or id; the warehouse is needed only when
    the plan covers several. text: "12" or "3箱+2瓶". counted_at: when it was counted, for devices that were offline.
    """

    sheet_id: int
    key: str
    text: str
    counted_at: datetime
    barcode: str = ""
    item_id: int | None = None
    warehouse_id: int | None = None
    bin_code: str = ""
    bin_id: int | None = None
    lot_id: int | None = None
    status: StockStatus = StockStatus.AVAILABLE
    round: int = 1
    mode: EntryMode = EntryMode.SET
