"""Enumerations (stored as UPPER_CASE symbols) and drafts of the master data. Plain Python, so that rules may use them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class PlaceKind(StrEnum):
    """Where stock can be (domain specification 3.1). Every move is from a place to a place."""

    WAREHOUSE = "WH"  # 仓库
    ARRIVAL = "ARR"  # 到货待检区
    TRANSIT = "TRANSIT"  # 调拨在途
    SUBCONTRACTOR = "SUBCON"  # 委外商库存
    CONSIGNMENT = "CONSIGN"  # 寄售在外
    LOAN = "LOAN"  # 借出在外
    PRODUCTION = "PROD"  # 生产
    ASSEMBLY = "ASM"  # 组装
    SUPPLIER = "SUP"  # 供应商
    CUSTOMER = "CUS"  # 客户
    PARTNER = "PARTNER"  # 外部货主
    ADJUSTMENT = "ADJ"  # 调整
    SCRAP = "SCRAP"  # 报废
    DESTROYED = "DESTROYED"  # 已销毁
    OPENING = "OPEN"  # 期初


VALUED_KINDS = frozenset(
    {PlaceKind.WAREHOUSE, PlaceKind.TRANSIT, PlaceKind.SUBCONTRACTOR, PlaceKind.CONSIGNMENT, PlaceKind.LOAN}
)
"""Places whose stock is our asset."""

BALANCE_KINDS = VALUED_KINDS | {PlaceKind.ARRIVAL}
"""Places with a balance row; the others are the world outside and would only be a lock everybody waits for."""


class StockStatus(StrEnum):
    """库存状态; only AVAILABLE is allocatable (domain specification 3.1)."""

    AVAILABLE = "AVAILABLE"  # 可用
    HOLD = "HOLD"  # 待检
    BLOCKED = "BLOCKED"  # 冻结
    REJECTED = "REJECTED"  # 不合格
    NEAR_EXPIRY = "NEAR_EXPIRY"  # 近效期锁定
    EXPIRED = "EXPIRED"  # 已过期
    RECALL = "RECALL"  # 召回


class CostMethod(StrEnum):
    MOVING_AVERAGE = "MOVING_AVERAGE"  # 移动加权平均
    MONTH_AVERAGE = "MONTH_AVERAGE"  # 全月一次加权平均
    FIFO = "FIFO"  # 先进先出
    SPECIFIC = "SPECIFIC"  # 个别计价
    STANDARD = "STANDARD"  # 标准成本


class Inspection(StrEnum):
    """来料检验: what happens to goods of this item when they arrive."""

    EXEMPT = "EXEMPT"  # 免检
    FULL = "FULL"  # 全检
    SAMPLING = "SAMPLING"  # 按 AQL 抽检


AQLS = ("0.010", "0.015", "0.025", "0.040", "0.065", "0.10", "0.15", "0.25", "0.40", "0.65", "1.0", "1.5", "2.5", "4.0", "6.5",
        "10")  # fmt: skip
"""Preferred acceptance quality limits of GB/T 2828.1, in percent nonconforming."""


class InventoryKey(StrEnum):
    """存货类别: the account key under which an item's value stands."""

    GOODS = "GOODS"  # 库存商品
    RAW = "RAW"  # 原材料
    TURNOVER = "TURNOVER-MAT"  # 周转材料


class CostingScope(StrEnum):
    BOOK = "BOOK"  # 总仓核算
    GROUP = "GROUP"  # 按仓库组核算
    WAREHOUSE = "WAREHOUSE"  # 分仓核算


class AccountingStandard(StrEnum):
    SBE = "SBE"  # 小企业会计准则
    CAS = "CAS"  # 企业会计准则


class TaxpayerType(StrEnum):
    GENERAL = "GENERAL"  # 一般纳税人
    SMALL_SCALE = "SMALL_SCALE"  # 小规模纳税人


class Backdating(StrEnum):
    """May documents of earlier days be entered, and do they change the cost of what came after?"""

    REPLAY = "REPLAY"  # 允许，重算其后成本
    NO_REPLAY = "NO_REPLAY"  # 允许，按现行成本，不改历史
    FORBID = "FORBID"  # 不允许


class UnlinkedReturnCost(StrEnum):
    """What goods cost that a customer returns without naming the shipment."""

    CURRENT_AVERAGE = "CURRENT_AVERAGE"  # 现行均价
    LATEST_RECEIPT = "LATEST_RECEIPT"  # 最近入库价
    MANUAL = "MANUAL"  # 手工填写


class GiftCost(StrEnum):
    """What gifts cost that come with goods we pay for: their share of the price paid for the same item, or nothing."""

    SPREAD = "SPREAD"
    ZERO = "ZERO"


class Business(StrEnum):
    """What a book's company does; decides what purchase freight is by default."""

    MANUFACTURER = "MANUFACTURER"
    TRADER = "TRADER"


class VoucherGrouping(StrEnum):
    """What one voucher states: a document, or all documents of a day and kind, or those of one partner (domain specification 5.3)."""

    DOCUMENT = "DOCUMENT"  # 逐单
    DAY = "DAY"  # 按日
    PARTNER = "PARTNER"  # 按日、往来单位


class EstimateMode(StrEnum):
    """What becomes of the estimate of goods received without an invoice (domain specification 4.7)."""

    REVERSE_ON_INVOICE = "REVERSE_ON_INVOICE"  # 单到冲回
    MONTH_START_REVERSAL = "MONTH_START_REVERSAL"  # 月初回冲
    DIFFERENCE_ON_INVOICE = "DIFFERENCE_ON_INVOICE"  # 单到补差


class InvoiceDifference(StrEnum):
    """Where the difference between invoice and estimate goes (R7): the share still on hand to stock and the rest to cost of sales
    or to where the goods were used; or all of it to stock."""

    ON_HAND_SHARE = "ON_HAND_SHARE"
    ALL_TO_STOCK = "ALL_TO_STOCK"
    FOLLOW_USE = "FOLLOW_USE"  # 跟随耗用


class SalesControl(StrEnum):
    """What happens when an order or a shipment goes beyond what the book allows (credit, floor price)."""

    OFF = "OFF"  # 不检查
    WARN = "WARN"  # 提示
    APPROVAL = "APPROVAL"  # 特批
    BLOCK = "BLOCK"  # 拒绝


class RevenueTiming(StrEnum):
    """When goods sold become revenue: as they leave, or with their invoice (until then they are goods shipped)."""

    AT_ISSUE = "AT_ISSUE"
    AT_INVOICE = "AT_INVOICE"


class PurchaseFreight(StrEnum):
    """Freight and other charges on purchases: part of the goods' cost, or selling expense; BY_BUSINESS: expense for traders under
    SBE, cost for everybody else. Duty is cost always."""

    BY_BUSINESS = "BY_BUSINESS"
    CAPITALISE = "CAPITALISE"
    EXPENSE = "EXPENSE"


class CloseWarnings(StrEnum):
    """What the warnings of a close do: somebody confirms them, or they stop it."""

    CONFIRM = "CONFIRM"
    BLOCK = "BLOCK"


class Lifecycle(StrEnum):
    """Draft -> active -> 停采 no purchase -> 停售 no sale -> archived."""

    DRAFT = "DRAFT"  # 草稿
    ACTIVE = "ACTIVE"  # 启用
    NO_PURCHASE = "NO_PURCHASE"  # 停采
    NO_SALE = "NO_SALE"  # 停售
    ARCHIVED = "ARCHIVED"  # 归档


class LifeUnit(StrEnum):
    """Unit of a shelf life 保质期."""

    DAY = "DAY"  # 天
    MONTH = "MONTH"  # 月
    YEAR = "YEAR"  # 年


class PackageKind(StrEnum):
    CARTON = "CARTON"  # 箱
    PALLET = "PALLET"  # 托盘
    OTHER = "OTHER"  # 其他


class Tracking(StrEnum):
    NONE = "NONE"  # 不管理
    LOT = "LOT"  # 批号
    SERIAL = "SERIAL"  # 序列号
    LOT_SERIAL = "LOT_SERIAL"  # 批号+序列号: every unit has a number, and belongs to a lot


SERIALS = frozenset({Tracking.SERIAL, Tracking.LOT_SERIAL})
"""Every unit is named on every move."""
DATED = frozenset({Tracking.LOT, Tracking.LOT_SERIAL})
"""Goods that may have expiry dates."""


class WeakSerials(StrEnum):
    """When serial numbers are noted of goods that are not managed by them; stock does not know them."""

    NONE = ""
    OUT = "OUT"  # 出库登记
    IN = "IN"  # 入库登记


class NegativePolicy(StrEnum):
    """负库存: default forbid; allowed per warehouse or item, at once or after a warning, never for lots and serials."""

    INHERIT = "INHERIT"  # 按上级
    FORBID = "FORBID"  # 禁止
    WARN = "WARN"  # 提示
    ALLOW = "ALLOW"  # 允许


class BinType(StrEnum):
    STORAGE = "STORAGE"  # 存储
    PICKING = "PICKING"  # 拣货
    RECEIVING = "RECEIVING"  # 收货
    INSPECTION = "INSPECTION"  # 待检
    REJECTED = "REJECTED"  # 不合格
    RETURNS = "RETURNS"  # 退货
    STAGING = "STAGING"  # 暂存


class PriceKind(StrEnum):
    PURCHASE = "PURCHASE"  # 采购价
    SALE = "SALE"  # 销售价
    RETAIL = "RETAIL"  # 零售价
    WHOLESALE = "WHOLESALE"  # 批发价
    MEMBER = "MEMBER"  # 会员价
    FLOOR = "FLOOR"  # 最低售价


@dataclass(frozen=True, slots=True)
class UnitRatio:
    """1 `unit_id` = numerator/denominator base units, exact."""

    unit_id: int
    numerator: int
    denominator: int = 1


@dataclass(frozen=True, slots=True)
class BarcodeEntry:
    """A barcode selects the item in `unit_id` (None = base unit)."""

    code: str
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class PartnerCodeEntry:
    """What a supplier or customer calls the item."""

    partner_id: int
    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item as entered: its own columns by attribute (`category_id`, not `category`), and its nested lists.

    None = the list stays as it is (for a new item: empty).
    """

    values: Mapping[str, object]
    units: tuple[UnitRatio, ...] | None = None
    barcodes: tuple[BarcodeEntry, ...] | None = None
    partner_codes: tuple[PartnerCodeEntry, ...] | None = None
    components: "tuple[ComponentEntry, ...] | None" = None


@dataclass(frozen=True, slots=True)
class KitPart:
    """A component: quantity in its base units per base unit of the kit; reference_price per base unit, 0 = none known."""

    item_id: int
    base_unit_id: int
    quantity: Decimal
    reference_price: Decimal


@dataclass(frozen=True, slots=True)
class ComponentEntry:
    """One component of a kit: base units per base unit of the kit; reference_price per base unit shares the kit's price out."""

    component_id: int
    quantity: Decimal
    reference_price: Decimal | None = None
