"""Words of imports, demos, webhooks, notices and feeds."""

from hengku.identity.types import NoticeKind
from hengku.integrations.types import ChannelKind, ImportState, RowState, RunState
from hengku.kernel.texts import Text

MESSAGES = {
    "import_kind_unknown": Text(
        "没有“{value}”这种导入；可选：{known}", "There is no import called “{value}”; known are: {known}"
    ),
    "file_unreadable": Text(
        "文件无法读取；请用 CSV（UTF-8 或 GBK）、XLS 或 XLSX",
        "The file cannot be read; use CSV (UTF-8 or GBK), XLS or XLSX",
    ),
    "file_missing": Text("请选择文件", "Choose a file"),
    "mapping_unknown_field": Text("导入没有字段“{value}”", "This import has no field “{value}”"),
    "mapping_field_twice": Text("字段“{value}”对应了两列", "Field “{value}” is given two columns"),
    "mapping_missing_field": Text("请指出哪一列是“{value}”", "Say which column holds “{value}”"),
    "mapping_unknown_column": Text("文件里没有列“{value}”", "The file has no column “{value}”"),
    "option_unknown": Text("没有选项“{value}”", "There is no option “{value}”"),
    "mapping_bad": Text("列对应关系的格式不对", "The mapping is malformed"),
    "import_running": Text("正在导入，请等它结束或先取消", "The import is running; wait for it or cancel it first"),
    "import_finished": Text(
        "这次导入已经结束；要再导一次请重新上传文件", "This import is finished; upload the file again to repeat it"
    ),
    "mapping_file_bad": Text(
        "对应关系文件无法读取；请用本页导出的 YAML 文件",
        "The mapping file cannot be read; use a YAML file saved from this page",
    ),
    "mapping_other_kind": Text("这个对应关系文件是给“{value}”用的", "This mapping file is for “{value}”"),
    "import_not_undoable": Text("只有完成的导入才能撤销", "Only a finished import can be undone"),
    "row_repeats": Text("与第 {row} 行重复", "Repeats row {row}"),
    "invalid_flag": Text("“{value}”不是“是/否”", "“{value}” is neither yes nor no"),
    "unit_text_unknown": Text(
        "没有单位“{value}”；请先新建，或勾选“自动新建”",
        "There is no unit “{value}”; make it first, or allow making what is missing",
    ),
    "category_unknown": Text(
        "没有分类“{value}”；请先新建，或勾选“自动新建”",
        "There is no category “{value}”; make it first, or allow making what is missing",
    ),
    "brand_unknown": Text(
        "没有品牌“{value}”；请先新建，或勾选“自动新建”",
        "There is no brand “{value}”; make it first, or allow making what is missing",
    ),
    "warehouse_unknown": Text(
        "没有仓库“{value}”；请先新建，或勾选“自动新建”",
        "There is no warehouse “{value}”; make it first, or allow making what is missing",
    ),
    "bin_unknown": Text(
        "仓库里没有库位“{value}”；请先新建，或勾选“自动新建”",
        "The warehouse has no bin “{value}”; make it first, or allow making what is missing",
    ),
    "item_not_known": Text(
        "没有编码或条码为“{value}”的商品；请先导入商品", "No item has code or barcode “{value}”; import the items first"
    ),
    "item_ambiguous": Text("“{value}”对应多个商品，请改用编码", "“{value}” fits several items; use the code"),
    "account_not_known": Text("没有科目“{value}”", "There is no account “{value}”"),
    "partner_not_known": Text("没有往来单位“{value}”；请先导入", "There is no partner “{value}”; import it first"),
    "partner_ambiguous": Text(
        "有几个往来单位叫“{value}”，请改用编码", "Several partners are called “{value}”; use the code"
    ),
    "ratio_without_unit": Text("有比例却没有副单位", "There is a ratio but no second unit"),
    "unit_without_ratio": Text("有副单位却没有比例", "There is a second unit but no ratio"),
    "lot_and_serial": Text("批号和序列号不能同时管理", "Lots and serial numbers cannot both be tracked"),
    "order_unknown": Text("没有已审核的订单“{value}”", "There is no approved order “{value}”"),
    "order_line_unknown": Text(
        "订单“{value}”没有这个商品，或已全部执行", "Order “{value}” has no such item, or it is done"
    ),
    "document_differs": Text(
        "单号“{value}”已导入过，但内容不同；请改单号，或先撤销原来的单据",
        "Number “{value}” was imported before with other lines; change the number or undo the first import",
    ),
    "rows_of_document": Text(
        "同一单据第 {row} 行有错，整张单据未导入", "Row {row} of the same document is wrong, so none of it was imported"
    ),
    "quantity_zero": Text("数量不能是 0", "The quantity cannot be 0"),
    "returns_not_here": Text("这里不能有负数量", "Negative quantities have no place here"),
    "lot_not_known": Text("没有批号“{value}”", "There is no lot “{value}”"),
    "undo_record_kept": Text("“{name}”保留：{users}", "“{name}” stays: {users}"),
    "undo_document_kept": Text("单据“{name}”保留：{reason}", "Document “{name}” stays: {reason}"),
    "undo_updates_kept": Text(
        "{count} 条更新过的记录保持更新后的内容", "{count} updated records keep their new content"
    ),
    "webhook_url_bad": Text("网址应以 https:// 或 http:// 开头", "An address starts with https:// or http://"),
    "webhook_events_missing": Text(
        "请至少选一种事件，例如 * 或 goods_receipt.post", "Choose at least one event, such as * or goods_receipt.post"
    ),
    "automation_trigger": Text("请选择什么时候触发", "Say what sets it off"),
    "automation_actions": Text("请设 1 到 {most} 个动作", "Give it 1 to {most} actions"),
    "automation_needs_document": Text("只有由单据触发时才能用", "Only where a document sets it off"),
    "automation_runner": Text(
        "只能以自己的权限运行；让别人的权限运行，须由老板设置",
        "It may act with your own rights; somebody else's only the owner can lend",
    ),
    "automation_limit": Text("每小时次数应在 1 到 {most} 之间", "Between 1 and {most} runs an hour"),
    "automation_no_runner": Text(
        "运行人已停用，也没有接手的人；请换一个运行人", "Its runner was shut out and nobody took over; name another one"
    ),
    "automation_no_record": Text("没有找到要修改的{label} {value}", "There is no {label} {value} to change"),
    "automation_no_webhook": Text("要调用的推送已停用或已删除", "The webhook to call was switched off or removed"),
    "automation_not_over": Text("这次运行没有失败，不能重做", "This run did not fail: it cannot be done again"),
    "automation_not_called": Text("这个自动化不是由外部系统触发的", "Outside systems do not set this automation off"),
    "address_inside": Text(
        "这个网址在内部网络里，不能使用。如需使用，请管理员在 HENGKU_INTERNAL_TARGETS 中允许",
        "This address lies in the internal network. To use it, have it allowed in HENGKU_INTERNAL_TARGETS",
    ),
    "channel_address_bad": Text(
        "请填机器人完整的 https:// 网址（通常在 {hosts}）",
        "Give the robot's whole https:// address (usually at {hosts})",
    ),
    "channel_failed": Text("机器人没有收下：{reason}", "The robot did not take it: {reason}"),
    "demo_data_missing": Text("目录“{value}”里没有需要的文件：{file}", "Folder “{value}” lacks a needed file: {file}"),
    "demo_needs_empty": Text(
        "账套里已有单据；演示数据请载入新账套", "This account set has documents already; load the demo into a new one"
    ),
}

IMPORT_STATES = {
    ImportState.UPLOADED: Text("待确认", "Uploaded"),
    ImportState.RUNNING: Text("导入中", "Running"),
    ImportState.DONE: Text("已完成", "Done"),
    ImportState.PARTIAL: Text("部分完成", "Partly done"),
    ImportState.REFUSED: Text("有错误，未导入", "Refused"),
    ImportState.CANCELLED: Text("已取消", "Cancelled"),
    ImportState.FAILED: Text("失败", "Failed"),
    ImportState.UNDONE: Text("已撤销", "Undone"),
}
ROW_STATES = {
    RowState.CREATED: Text("新建", "Created"),
    RowState.UPDATED: Text("更新", "Updated"),
    RowState.UNCHANGED: Text("未变", "Unchanged"),
    RowState.SKIPPED: Text("跳过", "Skipped"),
    RowState.REFUSED: Text("有错", "Refused"),
}
OPENING_LABEL = Text("期初库存 · {name}", "Opening stock · {name}")
MISSING_LABELS = {
    "units": Text("单位", "Units"),
    "item-categories": Text("分类", "Categories"),
    "brands": Text("品牌", "Brands"),
    "warehouses": Text("仓库", "Warehouses"),
    "bins": Text("库位", "Bins"),
}
COLUMN_SAYS = Text("{column}：{text}", "{column}: {text}")
ERRORS_COLUMN = Text("错误", "Errors")

CHANNEL_KINDS = {
    ChannelKind.WECOM: Text("企业微信", "WeCom"),
    ChannelKind.DINGTALK: Text("钉钉", "DingTalk"),
    ChannelKind.FEISHU: Text("飞书", "Feishu"),
}

NOTICE_KIND_LABELS = {
    NoticeKind.TASK: Text("待我处理", "Waits for me"),
    NoticeKind.OUTCOME: Text("我的单据有结果", "What became of my documents"),
    NoticeKind.COPY: Text("抄送给我", "Copied to me"),
    NoticeKind.AUTOMATION: Text("自动化", "Automations"),
}

MAIL_WAY = Text("邮件", "Mail")
TEST_TITLE = Text("衡库测试消息", "Test message from HengKu")
TEST_BODY = Text("这个通知渠道可以使用。", "This channel works.")
FOR_PEOPLE = Text("请看：", "For: ")
OPEN_PAGE = Text("打开", "Open")

FAILED_NEWS = Text("自动化“{name}”未能执行", "Automation “{name}” could not do its work")

RUN_STATES = {
    RunState.PENDING: Text("等待", "Waits"),
    RunState.DONE: Text("完成", "Done"),
    RunState.SKIPPED: Text("条件不成立", "Condition did not hold"),
    RunState.FAILED: Text("失败", "Failed"),
    RunState.STOPPED: Text("连锁过深，已拦下", "Stopped: the chain is too long"),
}
