"""What other rooms say to the ledger and hear from it. Plain data, no Django."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from hengku.masterdata.types import CostMethod, StockStatus


class MovementType(StrEnum):
    """Why stock moved; the columns of 收发存 (domain specification 9.1). Name tells the direction for our stock."""

    OPENING = "OPENING"  # 期初
    ARRIVAL = "ARRIVAL"  # 到货 (into the arrival area, or back from it: not ours yet)
    PURCHASE = "PURCHASE"  # 采购入库
    PURCHASE_RETURN = "PURCHASE_RETURN"  # 采购退货 (negative in)
    SALE = "SALE"  # 销售出库
    SALE_RETURN = "SALE_RETURN"  # 销售退货 (negative out)
    TRANSFER = "TRANSFER"  # 调拨
    TRANSIT_LOSS = "TRANSIT_LOSS"  # 调拨损耗
    BIN_MOVE = "BIN_MOVE"  # 库位移动
    STATUS_CHANGE = "STATUS_CHANGE"  # 状态转换
    OTHER_IN = "OTHER_IN"  # 其他入库
    OTHER_OUT = "OTHER_OUT"  # 其他出库
    SCRAP = "SCRAP"  # 报废
    MATERIAL_ISSUE = "MATERIAL_ISSUE"  # 领料
    MATERIAL_RETURN = "MATERIAL_RETURN"  # 退料 (negative out)
    COUNT_GAIN = "COUNT_GAIN"  # 盘盈
    COUNT_LOSS = "COUNT_LOSS"  # 盘亏
    COST_ADJUSTMENT = "COST_ADJUSTMENT"  # 成本调整
    LOAN = "LOAN"  # 借出与归还
    CONSIGNMENT = "CONSIGNMENT"  # 寄售出库与退回
    CONSIGNMENT_SALE = "CONSIGNMENT_SALE"  # 代销结算
    CUSTODY = "CUSTODY"  # 代管与借入的收退
    CUSTODY_USE = "CUSTODY_USE"  # 代管消耗
    ASSEMBLY = "ASSEMBLY"  # 组装与拆卸
    CONVERSION = "CONVERSION"  # 形态转换
    LOT_CHANGE = "LOT_CHANGE"  # 批号调整


class ClaimEvent(StrEnum):
    """What happens to reservations beside being shipped. RELEASED: the demand was closed, withdrawn or the lock lifted. EXPIRED: its
    time was over. TAKEN, GIVEN: re-allocation. PEGGED, ARRIVED, UNPEGGED: claims on goods to come."""

    RELEASED = "RELEASED"
    EXPIRED = "EXPIRED"
    TAKEN = "TAKEN"
    GIVEN = "GIVEN"
    PEGGED = "PEGGED"
    ARRIVED = "ARRIVED"
    UNPEGGED = "UNPEGGED"


class CostKind(StrEnum):
    """Kinds of cost entries. OWN brings its amount; ISSUE is calculated; DELTA corrects an ISSUE after a replay;
    COVER trues up a negative pool; RESIDUAL clears money left at quantity 0; ADJUSTMENT is amount only; REVALUATION puts goods on
    hand on a new standard cost."""

    OWN = "OWN"
    ISSUE = "ISSUE"
    DELTA = "DELTA"
    COVER = "COVER"
    RESIDUAL = "RESIDUAL"
    ADJUSTMENT = "ADJUSTMENT"
    REVALUATION = "REVALUATION"


class CostBasis(StrEnum):
    """Where an entry's amount comes from (R8): GIVEN by the document · POOL: priced by the method, again at every replay ·
    AVERAGE: the pool's unit once, then fixed (盘盈, unlinked customer return) · SHARE: pro rata of the source entry (linked
    return, transfer in) · CARRY: all of the source entry, opposite sign · SPLIT: a part of the source entry by weight, the last
    one takes the rest (拆卸, C4) · MIRROR: reversal of the source entry · SYSTEM: rule."""

    GIVEN = "GIVEN"
    POOL = "POOL"
    AVERAGE = "AVERAGE"
    SHARE = "SHARE"
    CARRY = "CARRY"
    SPLIT = "SPLIT"
    MIRROR = "MIRROR"
    SYSTEM = "SYSTEM"


@dataclass(frozen=True, slots=True)
class Spot:
    """One end of a move: place, bin, status. Bin only inside warehouses; status matters only where we keep a balance."""

    place_id: int
    bin_id: int | None = None
    status: StockStatus = StockStatus.AVAILABLE


@dataclass(frozen=True, slots=True)
class MoveRequest:
    """One quantity to move, in base units, > 0, source != target.

    making: number, within the posting, of goods made out of other goods (组装, 拆卸, 形态转换, 代管消耗): what its moves take out of
    our pools, with its fee, becomes the value of what its moves bring in, shared out by weight (C4).

    line_id: the document line it belongs to (plain number, no key upwards). amount: own cost without deductible tax for
    documents that bring their amount (R2); None = calculated by the cost method, or carried (inside one scope).
    returns_line_id: the posted line whose cost a linked return takes back pro rata (R3); for moves out of TRANSIT (调入单,
    调拨损耗) it must be the 调出单 line, whose amount they share.
    demand_line_id: the order line whose reservations this move consumes.

    lot_id None on goods managed by lot: the posting chooses (3.5), the linked line's lots first, else first expired first out.
    lots: the lots and quantities somebody chose, adding up to the quantity. min_life_days: what the goods must still have left,
    the expiry day included. any_status: stock of any status may be taken, usable stock first. package_id: the goods stand in this
    package where they are and where they come.
    """

    line_id: int
    item_id: int
    quantity: Decimal
    source: Spot
    target: Spot
    lot_id: int | None = None
    owner_id: int | None = None
    project_id: int | None = None
    second_quantity: Decimal | None = None
    amount: Decimal | None = None
    returns_line_id: int | None = None
    demand_line_id: int | None = None
    lots: tuple["LotPart", ...] = ()
    min_life_days: int = 0
    any_status: bool = False
    making: int | None = None
    weight: Decimal = Decimal(1)
    package_id: int | None = None


@dataclass(frozen=True, slots=True)
class LotPart:
    """A part of a line that is of one lot, in base units."""

    lot_id: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class AmountRequest:
    """An amount without quantity (成本调整 R7): into the pool of `place_id` and item, or receipt-linked through adjusts_line_id.

    adjusts_quantity: the part of that receipt the amount is about (the invoiced part), None = all of it, 0 = nothing is shared
    out: all stays in stock as long as there is any.
    """

    line_id: int
    item_id: int
    place_id: int
    amount: Decimal
    lot_id: int | None = None
    adjusts_line_id: int | None = None
    adjusts_quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class StandardRequest:
    """A new standard cost of an item (标准成本调整) from the posting's business date on, > 0, up to 6 places."""

    line_id: int
    item_id: int
    unit_cost: Decimal


@dataclass(frozen=True, slots=True)
class PostingRequest:
    """Everything one document posts. request_key is the natural key ("goods_receipt:123:post"): the same key posts once.
    fees: (making, amount) of what was paid for making goods of others."""

    request_key: str
    book_id: int
    document_id: int
    document_type: str
    movement_type: MovementType
    business_date: date
    moves: tuple[MoveRequest, ...] = ()
    amounts: tuple[AmountRequest, ...] = ()
    fees: tuple[tuple[int, Decimal], ...] = ()
    standards: tuple[StandardRequest, ...] = ()


@dataclass(frozen=True, slots=True)
class MethodChange:
    """An item is costed by another method from the posting's day on. variance: what its goods really cost beyond their standard, when
    they come from standard costing."""

    line_id: int
    item_id: int
    method: CostMethod
    variance: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class MethodChangeRequest:
    """What a change of costing methods posts, or takes back."""

    request_key: str
    book_id: int
    document_id: int
    document_type: str
    business_date: date
    changes: tuple[MethodChange, ...] = ()


@dataclass(frozen=True, slots=True)
class PostingResult:
    """posting_id, and per document line the value taken from (negative) or brought into (positive) our pools."""

    posting_id: int
    line_amounts: dict[int, Decimal]


@dataclass(frozen=True, slots=True)
class ReversalRequest:
    """Mirror of a posted document with its original quantities and amounts; line_ids maps original line -> reversal line."""

    request_key: str
    book_id: int
    original_document_id: int
    document_id: int
    document_type: str
    business_date: date
    line_ids: dict[int, int]


@dataclass(frozen=True, slots=True)
class ReservationRequest:
    """A claim of a demand line on stock of a warehouse place. Soft when bin_id and lot_id are None."""

    book_id: int
    item_id: int
    place_id: int
    demand_line_id: int
    document_id: int
    quantity: Decimal
    bin_id: int | None = None
    lot_id: int | None = None
    priority: int = 100
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Peg:
    """A claim of a demand line on goods to come with a supply line; `open` base units of it are not there yet."""

    id: int
    book_id: int
    item_id: int
    demand_line_id: int
    document_id: int
    supply_line_id: int
    open: Decimal
    priority: int
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class StockLock:
    """Stock to be kept back by hand, of the very bin and lot when named; until: when it is free again by itself."""

    book_id: int
    item_id: int
    place_id: int
    quantity: Decimal
    reason: str
    bin_id: int | None = None
    lot_id: int | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Availability:
    """on_hand OH, unusable U, reserved R, available = OH - U - R (domain specification 3.3), in base units."""

    on_hand: Decimal
    unusable: Decimal
    reserved: Decimal

    @property
    def available(self) -> Decimal:
        return self.on_hand - self.unusable - self.reserved
