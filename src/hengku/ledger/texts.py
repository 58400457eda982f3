"""What the ledger says to people: every refusal says why and what to do."""

from hengku.kernel.texts import Text

STOCK = Text("库存", "stock")
RESERVED = Text("预留", "reserved")

MESSAGES = {
    "lock_reason_missing": Text("锁库要写原因", "Say why the stock is kept back"),
    "package_holds_less": Text(
        "包装 {package} 里的 {item} 只有 {available}，要取 {requested}",
        "Package {package} holds {available} of {item}, not {requested}",
    ),
    "goods_are_packed": Text(
        "{item} 散放的只有 {available}，要取 {requested}，其余在包装 {package} 里：请扫包装号，或先拆包",
        "{available} of {item} stand loose, {requested} are wanted; the rest is in package {package}: scan it, or unpack it first",
    ),
    "not_enough_loose": Text(
        "{item} 散放的只有 {available}，不能装入 {requested}",
        "{available} of {item} stand loose there, {requested} cannot be packed",
    ),
    "package_in_two_places": Text(
        "包装 {package} 会分在两处：请整包移动，或先取出",
        "Package {package} would stand in two places: move all of it, or take goods out first",
    ),
    "insufficient_stock": Text(
        "库存不足：{item} {name} 需要 {requested}，当日可用 {available}。请减少数量、先入库，或在仓库/物料上允许负库存。",
        "Not enough stock: {item} {name} needs {requested}, available on that date {available}. "
        "Reduce the quantity, receive goods first, or allow negative stock for the warehouse or item.",
    ),
    "second_missing": Text("{item}：要填件数", "{item}: say how many pieces"),
    "second_left": Text(
        "{item}：这样会剩下重量 {weight}、件数 {second}，两者只能一起为零：改数量或件数",
        "{item}: {weight} by weight and {second} pieces would be left; both become zero together: change weight or pieces",
    ),
    "period_closed": Text(
        "会计期间 {month} 已结账，不能登记日期为 {date} 的单据。请改用当前期间的日期，或由财务反结账后再试。",
        "Period {month} is closed, so nothing can be posted on {date}. Use a date in an open period, or ask finance to reopen it.",
    ),
    "before_start_month": Text(
        "{date} 早于账簿启用期间 {month}。请使用启用期间及以后的日期。",
        "{date} is before the book's first period {month}. Use a date in or after it.",
    ),
    "future_date": Text(
        "业务日期 {date} 晚于今天 {today}。请改为今天或以前的日期。",
        "The business date {date} is after today, {today}. Use today or an earlier date.",
    ),
    "backdate_not_allowed": Text(
        "业务日期 {date} 倒填了 {days} 天，账簿第一次结账以后只允许倒填 {allowed} 天。"
        "请改用较近的日期，或由主管在账簿设置中放宽“可倒填天数”。",
        "{date} is {days} days back and the book, once its first month is closed, allows {allowed}. Use a later date, "
        "or let a manager raise “Days to back-date” in the book's settings.",
    ),
    "lot_required": Text(
        "{item} {name} 按批号管理，请填写批号。", "{item} {name} is managed by lot: enter the lot number."
    ),
    "lots_do_not_add_up": Text(
        "所选批号合计 {lots}，与行数量 {quantity} 不符。请调整各批数量。",
        "The lots add up to {lots}, the line says {quantity}. Change the quantities of the lots.",
    ),
    "lot_not_of_source": Text(
        "来源行没有发出（或已全部退回）{item} {name} 的批号 {lot}，还可退 {remaining}。请核对批号。",
        "The source line has {remaining} of lot {lot} of {item} {name} left to take back. Check the lot.",
    ),
    "expired_lot": Text(
        "{item} {name} 的批号 {lot} 有效期至 {expiry}，业务日期已过期。请改用其他批号，过期品请报废。",
        "Lot {lot} of {item} {name} expired on {expiry}, before the business date. Use another lot; scrap what has expired.",
    ),
    "min_life_not_met": Text(
        "{item} {name} 的批号 {lot}（有效期至 {expiry}）剩余天数不足要求的 {days} 天。请换一个批号，或与客户约定放宽。",
        "Lot {lot} of {item} {name} (expires {expiry}) has less than the {days} days left that were agreed. "
        "Use another lot, or agree on less.",
    ),
    "serials_required": Text(
        "{item} {name} 按序列号管理：请填写每一件的序列号（扫码、粘贴或范围）。",
        "{item} {name} is managed by serial number: name every one (scan, paste, or a range).",
    ),
    "serial_is_one": Text(
        "序列号 {serial} 只能是 1 个基本单位。", "Serial number {serial} stands for exactly one base unit."
    ),
    "serial_twice": Text(
        "序列号 {serial} 在单据里出现了两次。", "Serial number {serial} stands on the document twice."
    ),
    "serial_on_hand": Text(
        "序列号 {serial}（{item} {name}）已经在库，不能再次入库。",
        "Serial number {serial} ({item} {name}) is in stock already.",
    ),
    "serial_sold": Text(
        "序列号 {serial}（{item} {name}）已售出，只能通过销售退货入库。",
        "Serial number {serial} ({item} {name}) was sold; it comes back by a sales return only.",
    ),
    "serial_not_there": Text(
        "序列号 {serial}（{item} {name}）不在该客户处，不能从那里退回。请核对序列号。",
        "Serial number {serial} ({item} {name}) is not with this customer. Check the number.",
    ),
    "recalled_lot": Text(
        "{item} {name} 的批号 {lot} 正在召回，不能出库。",
        "Lot {lot} of {item} {name} is under recall and stays where it is.",
    ),
    "status_not_available": Text(
        "{item} {name} 的状态是“{status}”，不能出库给客户。请先做状态转换，或改发可用库存。",
        "{item} {name} is in status {status} and cannot go to a customer. Change its status first, or ship available stock.",
    ),
    "exceeds_source": Text(
        "数量 {requested} 超过来源单据剩余的 {remaining}。请减少数量。",
        "{requested} is more than the {remaining} left on the source document. Reduce the quantity.",
    ),
    "source_not_posted": Text(
        "来源行没有已过账的成本。请先过账来源单据。", "The source line has no posted cost. Post its document first."
    ),
    "cost_required": Text(
        "{item} {name} 还没有任何成本可参考。请在行上填写单位成本或金额。",
        "{item} {name} has no cost to go by yet. Enter a unit cost or amount on the line.",
    ),
    "standard_missing": Text(
        "{item} {name} 按标准成本计价，但还没有标准成本。请先在物料上填写标准成本，或过账一张标准成本调整单。",
        "{item} {name} is kept at standard cost and has none yet. Enter one on the item, or post a standard cost revision.",
    ),
    "method_change_day": Text(
        "计价方法只能从未结账的第一个期间的第一天（{date}）起变更",
        "The method changes on the first day of the oldest open month ({date}) only",
    ),
    "method_change_posted": Text(
        "{item} {name} 在 {date} 及以后已有 {count} 笔成本记录；请在下一个期间开始、过账任何单据之前变更",
        "{item} {name} has {count} cost entries on or after {date}: change the method at the start of a month, before anything is posted",
    ),
    "method_change_outside": Text(
        "{item} {name} 有在途、借出、寄售或委外的存货，先收回或结清再变更",
        "Goods of {item} {name} are on the way, lent, on consignment or at a subcontractor: settle that first",
    ),
    "method_change_same": Text(
        "{item} {name} 没有存货记录，或已经用这种方法",
        "{item} {name} has no stock records, or is costed this way already",
    ),
    "method_change_negative": Text(
        "{item} {name} 结存为负，先处理再变更", "{item} {name} is below zero: settle that first"
    ),
    "method_change_lots": Text(
        "{item} {name} 不按批号管理，不能个别计价", "{item} {name} is not managed by lot: it cannot be costed by lot"
    ),
    "method_change_used": Text(
        "变更之后已有 {count} 笔成本记录，不能冲销；请在下一个期间再变更一次",
        "{count} cost entries were made under the new method: change it again at the next month instead",
    ),
    "method_changed_since": Text(
        "商品的计价方法已于 {date} 变更，以前的单据不能冲销；请用退货单或成本调整单",
        "The item is costed by another method since {date}: use a return or an adjustment instead of a reversal",
    ),
    "method_changed_after": Text(
        "{date} 起有计价方法变更单，先冲销它再反结账",
        "A costing method change dated {date} stands: reverse it before reopening",
    ),
    "not_standard_costed": Text(
        "{item} {name} 不按标准成本计价，不能调整标准成本。", "{item} {name} is not kept at standard cost."
    ),
    "standard_changed_since": Text(
        "{item} {name} 在这个核算范围还没有收发，而标准成本在 {date} 已经调整过，不能再补录更早的单据。请把业务日期改为 {date} 或以后。",
        "{item} {name} had no movements in this cost scope when its standard changed on {date}: nothing earlier can be entered there. "
        "Use that date or a later one.",
    ),
    "value_below_zero": Text(
        "{item} {name} 的库存金额会变成负数：最多可调减 {largest}。请减少调整金额。",
        "The stock of {item} {name} would be worth less than nothing: take off {largest} at most.",
    ),
    "same_place": Text(
        "调出与调入的仓库、库位和状态相同，没有可移动的数量。请改选目标。",
        "Source and target are the same warehouse, bin and status. Choose another target.",
    ),
    "warehouse_not_in_book": Text(
        "该仓库不属于此账簿。请在账簿设置中加入仓库，或改选仓库。",
        "The warehouse is not used by this book. Add it to the book, or choose another one.",
    ),
    "cost_does_not_settle": Text(
        "单据之间互相引用成本，无法重算。请检查倒填日期的退货和调拨。",
        "Documents take their cost from each other in a circle. Check back-dated returns and transfers.",
    ),
    "not_posted": Text("单据没有过账记录，无需冲销。", "The document has no posting to reverse."),
    "already_reversed": Text("该单据已经冲销过一次。", "This document has been reversed already."),
    "reversal_of_reversal": Text(
        "冲销单不能再冲销。请重新录入正确的单据。", "A reversal cannot be reversed. Enter the right document instead."
    ),
    "still_referenced": Text(
        "还有退货或调入单引用本单的成本。请先冲销这些下游单据。",
        "Returns or transfers still take their cost from this document. Reverse those first.",
    ),
    "reversal_before_original": Text(
        "冲销日期 {date} 早于原单日期 {original}。请改用原单日期或以后的日期。",
        "The reversal's date {date} is before the original's {original}. Use that date or a later one.",
    ),
    "period_not_in_order": Text(
        "请先结账 {month}，期间要按顺序结账。", "Close {month} first: periods close one after the other."
    ),
    "period_not_over": Text("{month} 还没有结束，不能结账。", "{month} is not over yet and cannot be closed."),
    "period_already_closed": Text("{month} 已经结账。", "{month} is closed already."),
    "period_not_closed": Text("{month} 没有结账，无需反结账。", "{month} is not closed."),
    "period_not_last": Text(
        "只能反结账最近一个已结账期间 {month}。", "Only the last closed period, {month}, can be reopened."
    ),
    "reopen_needs_reason": Text("反结账必须填写原因。", "Reopening a period needs a reason."),
    "reopen_needs_second_person": Text(
        "反结账需要另一人确认。请由第二位有权限的人员确认。", "Reopening needs a second person to confirm."
    ),
    "negative_pool": Text(
        "{item} {name} 在核算范围 {scope} 结存为 {quantity} / {amount}，不能结账。请先补录入库或调整成本。",
        "{item} {name} stands at {quantity} / {amount} in cost scope {scope}: the period cannot close. "
        "Receive the missing goods or adjust the cost first.",
    ),
    "nothing_to_reserve": Text(
        "{item} {name} 可预留 {available}，不足 {requested}。请减少数量或先补货。",
        "{item} {name} has {available} to reserve, {requested} were asked. Reduce the quantity or replenish first.",
    ),
}
