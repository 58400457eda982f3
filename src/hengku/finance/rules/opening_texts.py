"""Words of 开账: opening papers, their checklist, and why it refuses."""

from hengku.kernel.texts import Text

OPENING_DUE = Text("期初往来单", "Opening item")
OPENING_DUE_HELP = Text(
    "启用日之前发生、还没有收付的应收、应付、预收、预付，一张原单一张；以后的收付款可以核销它，账龄按到期日",
    "What was owed before the first day, one per paper: later payments settle it, aging counts from its due date",
)
OPENING_ESTIMATE = Text("期初暂估单", "Opening estimate")
OPENING_ESTIMATE_HELP = Text(
    "启用日之前已入库、发票未到的货；库存在期初库存单里，这里只登记暂估，以后的采购发票冲销它",
    "Goods received before the first day without an invoice: their stock is opening stock, their estimate stands here until "
    "a purchase invoice takes it back",
)
OPENING_AHEAD = Text("期初在途物资单", "Opening goods invoiced ahead")
OPENING_AHEAD_HELP = Text(
    "启用日之前发票已到、货还没到的采购；余额在在途物资科目，以后由它生成的采购入库单按发票金额入账",
    "Goods invoiced before the first day that have not come: they stand on goods on the way until receipts made from this paper "
    "take them over at what was invoiced",
)

MESSAGES = {
    "opening_locked": Text(
        "期初已开账，不能再改；需要修改请先反开账",
        "The openings are locked: reopen them first (反开账) to change anything",
    ),
    "opening_not_before_start": Text(
        "日期 {date} 晚于启用日 {start}：期初单据的日期应在启用日或之前",
        "{date} is after the first day {start}: opening papers are dated on it or before",
    ),
    "opening_amount_zero": Text("金额不能为零", "The amount cannot be zero"),
    "opening_is_open": Text("已经开账", "The books are opened already"),
    "opening_not_open": Text("还没有开账", "The books are not opened yet"),
    "opening_needs_reason": Text("反开账必须填写原因", "Reopening the openings needs a reason"),
    "opening_draft": Text("{type} {number} 还没有过账", "{type} {number} is not posted"),
    "opening_no_account": Text(
        "期初库存 {amount} 没有对应的存货科目", "Opening stock of {amount} has no inventory account"
    ),
    "opening_side_differs": Text(
        "{account} {partner}：往来明细 {items}，科目期初 {ledger}，相差 {difference}",
        "{account} {partner}: items {items}, opening balance {ledger}, difference {difference}",
    ),
    "opening_estimate_differs": Text(
        "{account} {partner}：暂估单 {items}，科目期初 {ledger}，相差 {difference}",
        "{account} {partner}: estimates {items}, opening balance {ledger}, difference {difference}",
    ),
    "opening_ahead_differs": Text(
        "{account} {partner}：期初在途物资单 {items}，科目期初 {ledger}，相差 {difference}",
        "{account} {partner}: papers {items}, opening balance {ledger}, difference {difference}",
    ),
    "opening_trial_differs": Text(
        "借方 {debit}，贷方 {credit}，相差 {difference}", "Debit {debit}, credit {credit}, difference {difference}"
    ),
    "opening_paper_used": Text(
        "{type} {number} 已被后面的单据使用（核销、开票或调入）",
        "{type} {number} is used by later papers (settled, invoiced or received)",
    ),
    "opening_period_closed": Text("已有期间结账：先反结账", "A period is closed: reopen it first"),
    "opening_posted_since": Text(
        "开账后已有 {count} 张单据过账，期初改变会影响它们的账面；确认后可以反开账",
        "{count} documents were posted since: what they rest on may change. Confirm to go on",
    ),
}

NO_PARTNER = Text("（未分单位）", "(no partner named)")
TITLES = {
    "opening_draft": Text("期初单据全部过账", "All opening papers are posted"),
    "opening_no_account": Text("期初库存 = 存货科目期初", "Opening stock = inventory accounts"),
    "opening_side_differs": Text("期初往来明细 = 往来科目期初", "Opening items = accounts of partners"),
    "opening_estimate_differs": Text("期初暂估清单 = 暂估应付款期初", "Opening estimates = estimated payables"),
    "opening_ahead_differs": Text("期初在途物资清单 = 在途物资期初", "Opening goods invoiced ahead = goods on the way"),
    "opening_trial_differs": Text("期初借方 = 期初贷方", "Opening debit = opening credit"),
}
