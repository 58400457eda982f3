"""Words of warehousing: names of its documents and fields, and what it says when it refuses."""

from hengku.kernel.texts import Text
from hengku.warehousing.types import CountMethod, LossCause, Uncounted

OPENING_STOCK = Text("期初库存单", "Opening stock")
TRANSFER = Text("直接调拨单", "Transfer")
TRANSFER_OUT = Text("调出单", "Transfer out")
TRANSFER_IN = Text("调入单", "Transfer in")
TRANSIT_LOSS = Text("调拨损耗单", "Transit loss")
OTHER_IN = Text("其他入库单", "Other receipt")
OTHER_OUT = Text("其他出库单", "Other issue")
SCRAP = Text("报废单", "Scrap")
BIN_MOVE = Text("库位移动单", "Bin move")
STATUS_CHANGE = Text("状态转换单", "Status change")
COST_ADJUSTMENT = Text("成本调整单", "Cost adjustment")
STANDARD_REVISION = Text("标准成本调整单", "Standard cost revision")
NEW_STANDARD = Text("新标准成本", "New standard cost")
CAUSE = Text("损失原因", "Cause")
ABNORMAL = Text("非正常损失", "Abnormal loss")
ABNORMAL_HELP = Text(
    "管理不善造成的被盗、丢失、霉烂变质等：进项税额按税率转出，计入损失；自然灾害和正常过期不算",
    "Theft, loss, mould through poor custody: input VAT leaves with the goods at the tax rate; disasters and normal expiry do not count",
)
CAUSES = {
    LossCause.NORMAL: Text("正常损耗", "Normal"),
    LossCause.EXPIRY: Text("过期", "Expiry"),
    LossCause.THEFT: Text("被盗", "Theft"),
    LossCause.POOR_CUSTODY: Text("保管不善", "Poor custody"),
    LossCause.DISASTER: Text("自然灾害", "Disaster"),
    LossCause.PROCESS_FAULT: Text("加工不良", "Process fault"),
    LossCause.RECALL: Text("召回", "Recall"),
    LossCause.TRANSIT: Text("运输", "Transit"),
    LossCause.VENDOR: Text("对方责任", "Vendor"),
    LossCause.SAMPLE: Text("取样", "Sample"),
    LossCause.BREAKAGE: Text("破损", "Breakage"),
}
CUSTODY_IN = Text("代管入库单", "Custody in")
CUSTODY_RETURN = Text("代管退回单", "Custody return")
CUSTODY_USE = Text("代管消耗单", "Custody use")
BORROW = Text("借入单", "Borrow")
BORROW_RETURN = Text("借入归还单", "Borrow return")
CUSTODY_IN_HELP = Text(
    "别人的商品放在我们仓库（代管、供应商寄存）：有数量、有货主，没有金额，不计入自有库存。",
    "Goods of others kept in our warehouse: quantity and owner, no value, apart from our own stock.",
)
CUSTODY_RETURN_HELP = Text("货主取回代管的商品。", "The owner takes goods back.")
CUSTODY_USE_HELP = Text(
    "消耗代管或借入的商品：按约定价向货主采购（暂估应付）并同时领用，自有库存的成本不受影响。",
    "Uses up goods kept or borrowed: bought from their owner at the agreed price (estimated payable) and issued at once.",
)
BORROW_HELP = Text(
    "向别人借入的商品：有数量没有金额，不归我们所有。", "Goods borrowed from others: quantity, no value, not ours."
)
BORROW_RETURN_HELP = Text("归还借入的商品，可以分批。", "Borrowed goods go back, in parts if need be.")
OWNER = Text("货主", "Owner")
OWNER_OF_GOODS_HELP = Text(
    "移动代管或借入的商品时填写货主；不填是我们自己的", "Whose goods are moved, when kept or borrowed; empty: our own"
)
DEPARTMENT = Text("部门", "Department")
MARKET_PRICE = Text("市场价", "Market price")
MARKET_PRICE_HELP = Text(
    "无偿赠送时填写：视同销售，按市场价计销项税，计入费用",
    "For goods given away: output tax at the market price is part of the expense",
)
USE_LIMIT = Text("领用限额", "Use limit")
USE_LIMITS = Text("领用限额", "Use limits")
USE_LIMITS_HELP = Text(
    "每个部门每月可领用的数量；超过时提醒或拒绝", "What a department may take in a month; more is warned of or refused"
)
MONTHLY_LIMIT = Text("每月限额", "Per month")
REFUSES = Text("超限拒绝", "Refuse more")
ASSEMBLY = Text("组装单", "Assembly")
DISASSEMBLY = Text("拆卸单", "Disassembly")
CONVERSION = Text("形态转换单", "Conversion")
LOT_CHANGE = Text("批号调整单", "Lot change")
ASSEMBLY_HELP = Text(
    "用组件装成成品，不需要生产订单：先写成品行，再写组件行。成品成本＝组件成本＋组装费。",
    "Components become a product without a production order: first the product, then its components. Its cost is theirs plus the fee.",
)
DISASSEMBLY_HELP = Text(
    "把成品拆成组件：成品成本加拆卸费按“数量×参考成本”分给各组件，尾差归最后一行。",
    "A product is taken apart: its cost and the fee are split by quantity × reference cost, the last component takes the rest.",
)
CONVERSION_HELP = Text(
    "等级、包装或编码的转换：一种商品变成另一种，金额不变。",
    "Grade, packing or code changes: one item becomes another, at the same amount.",
)
LOT_CHANGE_HELP = Text(
    "改批号、日期或库存状态，数量和金额不变；新批号不填日期时沿用原批号的日期。",
    "Changes lot, dates or status, not quantity or amount; a new lot keeps the old one's dates unless others are given.",
)
FEE = Text("费用", "Fee")
FEE_HELP = Text(
    "组装或拆卸的加工费，计入成本；填了收费单位则记应付",
    "Paid for the work; part of the cost. Owed to the partner named",
)
FEE_PARTNER = Text("收费单位", "Paid to")
ROLE = Text("成品/组件", "Role")
ROLE_HELP = Text("不填：第一行是成品，其余是组件", "Empty: the first line is the product, the others its components")
PRODUCT = Text("成品", "Product")
COMPONENT = Text("组件", "Component")
OF_LINE = Text("所属成品行", "Of line")
OF_LINE_HELP = Text("属于第几行的成品；不填属于第一个成品", "Line number of its product; empty = the first one")
REFERENCE_COST = Text("参考成本", "Reference cost")
REFERENCE_COST_HELP = Text(
    "每基本单位，用于分摊；不填取当前单位成本", "Per base unit, to share out; empty = current unit cost"
)
TO_ITEM = Text("转换后商品", "Becomes")
TO_QUANTITY = Text("转换后数量", "New quantity")
TO_QUANTITY_HELP = Text("转换后商品的基本单位数量", "In base units of the new item")
TO_LOT = Text("新批号", "New lot")
PRODUCTION_DATE = Text("生产日期", "Produced")
EXPIRY_DATE = Text("有效期至", "Expires")
ANY_STATUS = Text("不填时取有足够数量的状态，可用优先", "Empty = the status with enough stock, usable first")
LOAN_OUT = Text("借出单", "Loan out")
LOAN_RETURN = Text("借出归还单", "Loan return")
CONSIGNMENT_OUT = Text("寄售出库单", "Consignment out")
CONSIGNMENT_RETURN = Text("寄售退回单", "Consignment return")
CONSIGNMENT_SETTLEMENT = Text("代销结算单", "Consignment settlement")
LOAN_OUT_HELP = Text(
    "借给别人试用、展示：离开仓库但仍是我们的资产，成本按借出时结转，不能再发货。",
    "Lent for trial or show: out of the warehouse, still our asset at the cost it left with, not available.",
)
LOAN_RETURN_HELP = Text(
    "借出的商品归还入库，可以分批；成本按借出行的金额按数量分摊带回。",
    "Lent goods come back, in parts if need be, at their share of the amount they left with.",
)
CONSIGNMENT_OUT_HELP = Text(
    "发给代销客户的商品仍归我们所有，金额转入发出商品；结算时才确认成本和收入。",
    "Goods sent to a customer who sells them for us stay ours (goods shipped); cost and revenue come with the settlement.",
)
CONSIGNMENT_RETURN_HELP = Text(
    "代销客户退回没有卖出的商品，成本按寄售行带回。",
    "Goods the customer did not sell come back at their share of the amount they left with.",
)
CONSIGNMENT_SETTLEMENT_HELP = Text(
    "代销客户已卖出的数量和结算价：结转发出商品成本；收入和应收由随后的销售发票确认。",
    "What the customer has sold, and its price: cost leaves goods shipped; the sales invoice that follows brings revenue.",
)
DUE_DATE = Text("应还日期", "Due date")
DUE_DATE_HELP = Text("到期未归还的会在借出报表中提示", "Loans not back by then are marked in the loan report")
COUNT_PLAN = Text("盘点方案", "Count plan")
COUNT_SHEET = Text("盘点单", "Count sheet")
COUNT_GAIN = Text("盘盈单", "Count gain")
COUNT_LOSS = Text("盘亏单", "Count loss")

OPENING_TRANSIT = Text("期初在途单", "Opening goods on the way")
OPENING_TRANSIT_HELP = Text(
    "启用日之前已发出、还没有到的货：归我们所有，计入存货，到货后用调入单收货，缺少的用调拨损耗单",
    "Goods that left before the first day and have not come yet: ours and valued, received by a transfer in, what is missing by a "
    "transit loss",
)
OPENING_STOCK_HELP = Text(
    "启用时的库存数量和金额，带自己的成本；只能在第一次结账之前录入。",
    "What was there when the books began, with its own amount; only before the first close.",
)
TRANSFER_HELP = Text(
    "当天完成的仓库间调拨，一次过账。", "From one warehouse to another on the same day, in one posting."
)
ARRIVAL_DATE = Text("预计到达", "Expected arrival")
ARRIVAL_DATE_HELP = Text(
    "在途货物从这一天起可以承诺给客户；留空即从今天起",
    "From this day on the goods may be promised where they go; empty = from today",
)
TRANSFER_OUT_HELP = Text(
    "货物出发：离开调出仓，进入在途，仍属于我们。",
    "Goods set off: they leave the warehouse and are on the way, still ours.",
)
TRANSFER_IN_HELP = Text(
    "货物到达：从在途进入调入仓，可以分批；不会超过调出数量。",
    "Goods arrive: from the way into the warehouse, in parts if need be, never more than set off.",
)
TRANSIT_LOSS_HELP = Text(
    "把途中丢失或损坏的剩余数量作为损失结清。", "Closes what got lost or broke on the way as a loss."
)
OTHER_IN_HELP = Text(
    "非采购的入库：样品、获赠、无票入库等，金额必填（默认带出最近成本）。",
    "Receipts that are no purchase: samples, gifts, goods without papers; the amount is required (last cost suggested).",
)
OTHER_OUT_HELP = Text(
    "非销售的出库：自用、样品、捐赠等，按计价方法结转成本。",
    "Issues that are no sale: own use, samples, donations; at the cost of the costing method.",
)
SCRAP_HELP = Text(
    "报废：任何状态的库存都可以，必须写明原因。", "Goods thrown away, of any status; the reason is required."
)
BIN_MOVE_HELP = Text(
    "同一仓库内从一个库位移到另一个库位，不影响成本。", "From one bin to another inside a warehouse; cost stays."
)
STATUS_CHANGE_HELP = Text(
    "改变库存状态：待检放行、冻结、判为不合格等；只有“可用”可以发货。",
    "Changes the status: release from inspection, block, reject; only available stock can be shipped.",
)
STANDARD_REVISION_HELP = Text(
    "从业务日期起改用新的标准成本：在库存货按新标准重估，差额进材料成本差异；以前日期的单据仍按原标准。",
    "New standard costs from the business date on: goods on hand are revalued, the difference is a cost variance; documents of "
    "earlier dates keep the old standard.",
)
NEW_STANDARD_HELP = Text("每基本单位，最多 6 位小数", "Per base unit, up to 6 places")
COST_ADJUSTMENT_HELP = Text(
    "只改金额不改数量；填了入库行时，已出库的部分进销售成本。",
    "Changes the amount, not the quantity; with a receipt line, the part no longer in stock goes to cost of sales.",
)
COUNT_PLAN_HELP = Text(
    "盘点的范围和规则。下达时对账存拍快照；静态盘点在完成之前冻结范围内的出入库。",
    "What is counted and how. Releasing it takes a snapshot of the books; a static count freezes the scope until finished.",
)
COUNT_SHEET_HELP = Text(
    "差异＝实盘－（快照＋快照后到盘点时的出入库）。确认后生成盘盈单和盘亏单。",
    "Difference = counted − (snapshot + what moved until it was counted). Confirming makes the gain and loss documents.",
)
COUNT_GAIN_HELP = Text(
    "盘点多出的数量，按当前平均成本入库。", "What the count found too much, at the current average cost."
)
COUNT_LOSS_HELP = Text(
    "盘点缺少的数量，按计价方法出库。", "What the count found missing, at the cost of the costing method."
)

FROM_WAREHOUSE = Text("调出仓库", "From warehouse")
FROM_BIN = Text("原库位", "From bin")
UNIT_COST = Text("单位成本", "Unit cost")
COST_AMOUNT = Text("成本金额", "Cost amount")
ZERO_COST_REASON = Text("零成本原因", "Reason for no cost")
SOURCE_LINE = Text("来源行", "Source line")
LOSS_REASON = Text("损耗原因", "Reason of loss")
USAGE = Text("用途", "Used for")
SCRAP_REASON = Text("报废原因", "Reason for scrapping")
ADJUSTMENT_AMOUNT = Text("调整金额", "Adjustment")
ADJUSTMENT_CREDIT = Text("对方科目键", "Other account")
ADJUSTMENT_CREDIT_HELP = Text(
    "空 = 按原因；AP = 应付给供应商（如补记的运费）",
    "Empty = as the reason says; AP = owed to the supplier (freight billed late)",
)
ADJUSTMENT_AMOUNT_HELP = Text("正数增加库存成本，负数减少", "Positive adds to the stock's cost, negative takes away")
ADJUSTS_LINE = Text("关联入库行", "Receipt line")
ADJUSTS_LINE_HELP = Text(
    "只调整这一次入库的成本；不填则调整整个成本池", "Adjust this receipt only; empty = the whole cost pool"
)
MORE_WAREHOUSES = Text("其他仓库", "More warehouses")
METHOD = Text("盘点方式", "Method")
METHODS = {
    CountMethod.DYNAMIC: Text("动态盘点（不冻结）", "Live (nothing is frozen)"),
    CountMethod.STATIC: Text("静态盘点（冻结出入库）", "Static (moves are frozen)"),
}
BLIND = Text("盲盘", "Blind")
BLIND_HELP = Text("盘点人看不到账存数量", "Counters do not see the book quantity")
ZONES = Text("库区", "Zones")
BINS = Text("库位", "Bins")
CATEGORIES = Text("商品分类", "Categories")
BRANDS = Text("品牌", "Brands")
ITEMS = Text("商品", "Items")
RECOUNT_QUANTITY = Text("复盘界限：数量", "Recount above quantity")
RECOUNT_PERCENT = Text("复盘界限：比例", "Recount above share")
RECOUNT_AMOUNT = Text("复盘界限：金额", "Recount above amount")
RECOUNT_HELP = Text(
    "差异超过任一界限时，必须由另一个人复盘；不填不限",
    "Above any limit another person must count again; empty = no limit",
)
UNCOUNTED = Text("未盘的库存", "Stock nobody counted")
UNCOUNTED_CHOICES = {
    Uncounted.KEEP_BOOK: Text("未盘视为账存", "Keep the book quantity"),
    Uncounted.ZERO: Text("未盘视为0", "Take it for zero"),
}
SHEET_PLAN_HELP = Text("所属盘点方案的编号（id）", "The id of the count plan it belongs to")
COUNTED = Text("实盘数量", "Counted")
COUNTED_AT = Text("盘点时间", "Counted at")
SNAPSHOT = Text("快照数量", "Snapshot")
MOVED = Text("期间出入", "Moved since")
DIFFERENCE = Text("差异", "Difference")
CONFIRM = Text("确认", "Confirm")
COLLECTED = Text("确认前汇总扫描录入", "Taken back to write the scans into it before confirming")
SHEET_LINE = Text("盘点行", "Count line")

REASONS = (
    ("TRANSIT_BROKEN", "transit_loss", Text("途中破损", "Broken on the way")),
    ("TRANSIT_MISSING", "transit_loss", Text("途中短少", "Missing on arrival")),
    ("SCRAP_OBSOLETE", "scrap", Text("淘汰报废", "Obsolete")),
    ("EXPIRED_STOCK", "status_change", Text("过期锁定", "Expired")),
    ("NEAR_EXPIRY", "status_change", Text("近效期锁定", "Near its end")),
    ("STATUS_DAMAGED", "status_change", Text("破损冻结", "Blocked for damage")),
    ("OUT_SAMPLE", "other_out", Text("样品领用", "Sample")),
    ("OUT_RESEARCH", "other_out", Text("研发领用", "Research")),
)
"""(code, document type, name) of further reasons a new account set starts with."""

EXPIRY_CHECK = Text("效期检查自动生成", "Made by the expiry check")
I19_TITLE = Text("调拨单据：调出 = 在途 + 调入 + 损耗", "Transfer documents: sent = on the way + arrived + lost")
I46_TITLE = Text("盘点：盘盈盘亏单 = 已确认的差异", "Counts: gain and loss documents = confirmed differences")

MESSAGES = {
    "package_empty": Text("包装 {package} 是空的", "Package {package} is empty"),
    "package_elsewhere": Text(
        "包装 {package} 在 {place}，不在本单仓库", "Package {package} is in {place}, not in this document's warehouse"
    ),
    "use_limit_negative": Text("每月限额不能为负数", "The monthly limit cannot be negative"),
    "use_limit_exceeded": Text(
        "{department} 本月领用 {item} 已达 {taken}，限额 {limit}，还可领 {available}",
        "{department} has taken {taken} of {item} this month; the limit is {limit}, {available} left",
    ),
    "making_needs_product": Text("请先填写一行成品", "Enter the product first"),
    "making_needs_components": Text(
        "成品没有组件行：请至少填写一行组件", "The product has no component: enter at least one"
    ),
    "making_unknown_product": Text(
        "所属成品行不存在：请填成品所在的行号", "There is no product on that line: enter the product's line number"
    ),
    "making_of_itself": Text(
        "成品不能由自己组成，请换一个商品", "A product is not made of itself; choose another item"
    ),
    "nothing_changes": Text("请填写新批号或转换后状态", "Enter a new lot or a new status"),
    "standard_twice": Text(
        "同一商品在一张标准成本调整单里只能有一行。", "An item can only have one line in a standard cost revision."
    ),
    "lot_of_another_item": Text(
        "批号 {lot} 不属于 {item}，请重新选择", "Lot {lot} does not belong to {item}; choose again"
    ),
    "receipt_life_too_short": Text(
        "{item} 的批号 {lot}（有效期至 {expiry}）只剩 {left} 的保质期，收货要求至少 {least}。请拒收或与供应商换货。",
        "Lot {lot} of {item} (expires {expiry}) has {left} of its life left; at receipt it needs {least}. Refuse it or have it exchanged.",
    ),
    "bin_needed": Text(
        "仓库 {warehouse} 按库位管理：请填写库位", "Warehouse {warehouse} keeps stock by bin: enter the bin"
    ),
    "bin_locked_in": Text(
        "库位 {bin} 已锁定，不能放入：请换一个库位或先解锁", "Bin {bin} takes nothing in: use another or unlock it"
    ),
    "bin_locked_out": Text(
        "库位 {bin} 已锁定，不能取出：请换一个库位或先解锁", "Bin {bin} gives nothing out: use another or unlock it"
    ),
    "serials_incomplete": Text(
        "{item}：数量 {quantity}，登记了 {count} 个序列号", "{item}: {quantity} go, {count} serial numbers are noted"
    ),
    "serials_noted_before": Text(
        "{item}：序列号 {serial} 已登记在 {number}", "{item}: serial number {serial} is noted in {number} already"
    ),
    "count_frozen": Text(
        "{warehouse} 正在静态盘点（{plan}）：请等盘点完成后再过账",
        "{warehouse} is frozen by count {plan}: post when it is finished",
    ),
    "only_available": Text(
        "只能出“可用”的库存；待检、冻结或不合格的请先做状态转换或报废",
        "Only available stock can be issued; change the status of held, blocked or rejected stock first, or scrap it",
    ),
    "same_warehouse": Text(
        "调出仓库和调入仓库相同：同一仓库内请用库位移动单", "Both warehouses are the same: use a bin move instead"
    ),
    "same_bin": Text("原库位和调入库位相同，请改其中一个", "Both bins are the same; change one of them"),
    "same_status": Text("转换前后状态相同，请改其中一个", "The status would stay the same; change one of them"),
    "own_cost_required": Text(
        "{item} 没有成本：请填写单位成本或金额（最近成本 {suggestion}）；确实为零请填写原因",
        "{item} has no cost: enter unit cost or amount (last cost {suggestion}), or give a reason why it is free",
    ),
    "opening_after_close": Text(
        "账簿已结过账，不能再录期初；请用其他入库单或盘盈单",
        "The book has been closed before: use another receipt or a count gain",
    ),
    "adjustment_needs_partner": Text("对方科目是应付账款时要填供应商", "What is owed needs a supplier to owe it to"),
    "adjustment_needs_reason": Text("请填原因或对方科目", "Say a reason or the other account"),
    "adjustment_zero": Text("调整金额不能为零", "The adjustment cannot be zero"),
    "adjusts_not_a_receipt": Text(
        "关联入库行应是已过账的采购入库行，且商品相同",
        "The receipt line must be a posted goods receipt line of the same item",
    ),
    "count_scope_empty": Text("请先选择要盘点的仓库", "Choose the warehouse to count first"),
    "count_no_right": Text(
        "您没有仓库 {warehouse} 的盘点权限：请去掉它或让有权的人来做",
        "You may not count warehouse {warehouse}: leave it out or ask its keeper",
    ),
    "count_not_running": Text(
        "盘点方案 {plan} 不在进行中：请先下达，或另建方案",
        "Count {plan} is not running: release it first, or make a new one",
    ),
    "count_sheet_closed": Text(
        "盘点单 {sheet} 已提交、确认或作废，不能再录入；需要时先驳回",
        "Count sheet {sheet} was handed in, confirmed or voided; reject it first to enter more",
    ),
    "count_sheets_open": Text(
        "还有未确认的盘点单：{sheets}。请先确认或作废",
        "Count sheets are still open: {sheets}. Confirm or void them first",
    ),
    "count_differences_open": Text(
        "还有未过账的盘盈盘亏：{sheets}。请先过账",
        "Differences are not posted yet: {sheets}. Post the gains and losses first",
    ),
    "count_plan_finished": Text(
        "盘点方案 {plan} 已完成，盘盈盘亏不能冲销；请重新盘点来纠正",
        "Count {plan} is finished; correct it by counting again",
    ),
    "count_key_confirmed": Text(
        "{item} 已在盘点单 {sheet} 确认过，同一方案内不能再确认一次",
        "{item} was confirmed on sheet {sheet} already; once per plan is enough",
    ),
    "count_key_twice": Text(
        "{item} 在盘点单上出现了两次，请合并", "{item} is on the sheet twice; put the lines together"
    ),
    "count_nothing": Text("还没有录入任何实盘数量", "Nothing has been counted yet"),
    "count_not_collected": Text(
        "有扫描录入还没有汇总：请在盘点页面确认", "Scanned counts are waiting: confirm on the count page"
    ),
    "recount_needed": Text(
        "{item} 差异 {difference} 超过界限：请另一位同事复盘",
        "{item} differs by {difference}, above the limit: let somebody else count it again",
    ),
    "same_counter": Text(
        "{item} 的初盘是您做的：复盘必须由另一个人来做",
        "You made the first count of {item}; the second one needs another person",
    ),
    "recount_without_first": Text("{item} 还没有初盘，不能复盘", "{item} has no first count yet"),
    "count_outside_scope": Text(
        "仓库 {warehouse} 不在本次盘点范围内", "Warehouse {warehouse} is not part of this count"
    ),
    "count_difference_changed": Text(
        "数量必须等于盘点差异 {difference}：请不要修改，需要时重新盘点",
        "The quantity must equal the counted difference {difference}: leave it, or count again",
    ),
    "count_adjustment_without_sheet": Text(
        "盘盈盘亏单由盘点单确认时生成；没有盘点请用其他入库或其他出库",
        "Gains and losses come from a confirmed count sheet; without a count use another receipt or issue",
    ),
    "unknown_barcode": Text(
        "条码“{value}”没有对应的商品：请先在商品里登记", "Barcode “{value}” belongs to no item: add it to an item first"
    ),
    "unknown_bin": Text("仓库里没有库位“{value}”", "The warehouse has no bin “{value}”"),
    "count_item_missing": Text("请扫描条码或选择商品", "Scan a barcode or choose an item"),
    "count_text_bad": Text(
        "看不懂数量“{text}”：请填 12 或 3箱+2瓶 这样的数量", "“{text}” is no quantity: write 12 or 3箱+2瓶"
    ),
    "count_not_whole": Text("{item} 的基本单位不可分割：请填整数", "{item} cannot be divided: enter a whole number"),
    "count_unit_unknown": Text("{item} 没有单位“{unit}”", "{item} has no unit “{unit}”"),
}
