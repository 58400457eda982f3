"""What the ledger offers the house: messages and the invariants of stock and cost."""

from hengku.identity.rules.attempts import offer_noted
from hengku.kernel.errors import offer_messages
from hengku.kernel.texts import Text
from hengku.ledger.operations.packing import require_one_place
from hengku.ledger.queries import (
    check_cost,
    check_history,
    check_layers,
    check_lots,
    check_making,
    check_month_cost,
    check_stock,
)
from hengku.ledger.queries.usage import ARCHIVE_USAGES, standards_in_use
from hengku.ledger.texts import MESSAGES
from hengku.masterdata.operations.item_value import STANDARD_USAGE
from hengku.masterdata.rules.packages import offer_placing
from hengku.masterdata.rules.usage import Usage, offer_usage
from hengku.metadata.rules.invariants import Invariant, offer_invariant
from hengku.metadata.rules.registry import offer_rights

INVARIANTS = (
    Invariant("I01", Text("库存账等于库存余额", "Ledger legs equal balances"), check_stock.ledger_equals_balances),
    Invariant("I02", Text("每种物料的全部移动合计为零", "All legs sum to zero"), check_stock.everything_sums_to_zero),
    Invariant("I03", Text("每笔移动有出有入", "Every move has two legs"), check_stock.moves_are_whole),
    Invariant("I04", Text("没有不允许的负库存", "No forbidden negative stock"), check_stock.nothing_is_negative),
    Invariant("I05", Text("预留不超过可用库存", "Reservations are covered"), check_stock.reservations_fit),
    Invariant(
        "I05p", Text("包装里的货都在库存里", "Packages hold what is there"), check_lots.packages_hold_what_is_there
    ),
    Invariant("I06", Text("可用量等于现存减不可用减预留", "Available is derived"), check_stock.available_is_derived),
    Invariant("I07", Text("序列号只在一处", "A serial number is in one place"), check_lots.serials_are_in_one_place),
    Invariant(
        "I09",
        Text("双计量的两个数量同有同无", "Both quantities of catch weight come and go together"),
        check_stock.both_quantities_belong_together,
    ),
    Invariant("I10", Text("批号与商品、日期一致", "Lots agree with item and dates"), check_lots.lots_are_sound),
    Invariant(
        "I11", Text("未发出不可用或过期的货", "Nothing unusable was issued"), check_lots.nothing_unusable_was_issued
    ),
    Invariant("I12", Text("成本池等于成本分录合计", "Pools equal their entries"), check_cost.entries_equal_pools),
    Invariant("I13", Text("数量为零时金额为零", "Quantity zero holds no money"), check_cost.empty_pools_hold_no_money),
    Invariant("I14", Text("已结账期间没有负金额", "Closed periods are sound"), check_cost.closed_periods_are_sound),
    Invariant(
        "I14x",
        Text("有库存就没有负金额", "Goods are worth something"),
        check_cost.goods_are_worth_something,
        exception=True,
    ),
    Invariant(
        "I15", Text("出库成本可以重算", "Issue costs can be re-performed"), check_cost.issues_can_be_performed_again
    ),
    Invariant(
        "I15m",
        Text("全月平均可以重算", "Month averages can be re-performed"),
        check_month_cost.months_can_be_costed_again,
    ),
    Invariant(
        "I16",
        Text("先进先出的层与批号等于成本池", "Layers and lots equal their pools"),
        check_layers.layers_are_their_pools,
    ),
    Invariant(
        "I20",
        Text("组装、拆卸、转换：转入金额 = 转出金额 + 费用", "Goods made are worth what went into them and the fee"),
        check_making.made_goods_are_worth_what_went_in,
    ),
    Invariant("I28", Text("冲销是原单的镜像", "Reversals mirror their original"), check_history.reversals_mirror),
    Invariant("I29", Text("冲销与原单合计为零", "Reversal and original cancel"), check_history.reversals_cancel),
    Invariant(
        "I30", Text("已结账期间没有变动", "Closed periods stay closed"), check_history.closed_periods_stay_closed
    ),
    Invariant(
        "I31", Text("本期期末等于下期期初", "Closing equals next opening"), check_history.closing_is_the_next_opening
    ),
    Invariant("I37", Text("每张单据只过账一次", "Every document posts once"), check_history.postings_are_unique),
)


def register() -> None:
    offer_messages(MESSAGES)
    offer_noted("period_closed")
    offer_rights("stock", ("view", "export", "print", "check"))
    offer_rights("periods", ("view", "close", "reopen"))
    for invariant in INVARIANTS:
        offer_invariant(invariant)
    offer_usage(STANDARD_USAGE, Usage(Text("标准成本", "standard cost"), standards_in_use))
    for resource, usage in ARCHIVE_USAGES:
        offer_usage(resource, usage)
    offer_placing(require_one_place)
