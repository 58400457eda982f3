"""Words of the studio."""

from hengku.kernel.texts import Text

LABELS = {
    "currency": Text("币种", "Currency"),
    "base_quantity": Text("基本数量", "Base quantity"),
    "total": Text("价税合计", "Total with tax"),
    "cost_amount": Text("成本金额", "Cost"),
}
VIA = Text("外部链接", "Public link")
INVARIANT_TITLES = {"I60": Text("汇总表等于单据之和", "Summary tables equal the sum of their documents")}
MESSAGES = {
    "dataset_unknown": Text(
        "没有数据集“{name}”，或没有查看权限", "There is no dataset “{name}”, or you may not see it"
    ),
    "dataset_field_unknown": Text("数据集里没有字段“{field}”", "The dataset has no field “{field}”"),
    "dataset_field_not_grouped": Text("不能按“{field}”分组", "Rows cannot be grouped by “{field}”"),
    "grain_unknown": Text("“{field}”不能按“{grain}”分组", "“{field}” cannot be grouped by “{grain}”"),
    "aggregate_unknown": Text("“{field}”不能求“{agg}”", "“{agg}” cannot be asked of “{field}”"),
    "formula_needs_aggregate": Text(
        "指标公式里的“{name}”不能直接使用：字段要放进 SUM、AVERAGE、COUNT 等汇总函数",
        "“{name}” cannot stand alone in a figure: put fields into SUM, AVERAGE, COUNT …",
    ),
    "question_empty": Text("请选择至少一个维度或指标", "Choose at least one dimension or figure"),
    "question_too_large": Text("最多 {most} 个", "At most {most}"),
    "summary_source_unknown": Text("没有单据类型“{name}”", "There is no document type “{name}”"),
    "summary_code": Text(
        "编码用小写字母开头，只含小写字母、数字和下划线",
        "A code starts with a small letter and holds small letters, digits and _ only",
    ),
    "summary_code_taken": Text("指标编码“{code}”不合要求或已使用", "The figure code “{code}” does not fit or is taken"),
    "summary_field_moves": Text(
        "“{field}”在单据之外变化，不能用于汇总表",
        "“{field}” changes apart from its document: a summary table cannot keep it",
    ),
    "summary_guard_failed": Text(
        "{message}（汇总表：{name}，{figures}）", "{message} (summary table {name}: {figures})"
    ),
    "formula_not_here": Text("这里不能使用函数“{name}”", "The function “{name}” cannot be used here"),
    "widgets_malformed": Text("组件的格式不对", "The widgets are malformed"),
    "widgets_too_many": Text("一个仪表盘最多 {most} 个组件", "A dashboard holds at most {most} widgets"),
    "widget_id_twice": Text("组件“{title}”的编号缺失或重复", "Widget “{title}” has no id, or one that is taken"),
    "widget_kind_unknown": Text("组件“{title}”的类型未知", "Widget “{title}” is of no known kind"),
    "widget_outside": Text("组件“{title}”超出 12 列网格", "Widget “{title}” lies outside the grid of twelve columns"),
    "widget_too_large": Text("组件“{title}”的内容过长", "Widget “{title}” holds too much"),
    "period_unknown": Text("没有“{name}”这个时间范围", "There is no period “{name}”"),
    "dataset_too_slow": Text(
        "查询超过 {seconds} 秒，已停止：请缩小时间范围、减少维度或增加筛选",
        "The query took more than {seconds} seconds and was stopped: narrow the period, drop a dimension or add a filter",
    ),
    "config_cases_malformed": Text("测试用例的格式不对", "The test cases are malformed"),
    "config_cases_many": Text("一个配置包最多 {most} 条测试用例", "A package has at most {most} test cases"),
    "config_case_bad": Text(
        "测试用例“{name}”的“{what}”缺失或不对", "“{what}” of the test case “{name}” is missing or wrong"
    ),
    "config_case_failed": Text("测试用例“{name}”没有通过：{found}", "Test case “{name}” failed: {found}"),
    "config_not_a_file": Text(
        "这不是配置包文件，请选择导出的 JSON 文件", "This is no file of a package; choose one that was exported"
    ),
    "config_newer": Text(
        "文件来自更新的版本（格式 {version}），请先升级本系统",
        "The file comes from a newer release (format {version}); update first",
    ),
    "config_changed": Text(
        "文件内容与校验码不符：可能被改动或没有传完",
        "The file does not match its checksum: it was changed or cut short",
    ),
    "config_part_unknown": Text("本系统没有“{part}”这类配置", "There is no configuration of the kind “{part}” here"),
    "config_piece_malformed": Text(
        "{part}“{piece}”的内容不对，请修正后再试", "{part} “{piece}” is malformed; mend it and try again"
    ),
    "config_piece_unknown": Text("没有“{piece}”，请刷新后重选", "There is no “{piece}”; reload and choose again"),
    "config_piece_refused": Text("{part}“{piece}”不能发布：{reason}", "{part} “{piece}” cannot be published: {reason}"),
    "config_needs": Text(
        "“{piece}”需要{kind}“{key}”，这里没有：先建立，或一起放进配置包",
        "“{piece}” needs {kind} “{key}”, which is not here: make it first, or pack it too",
    ),
    "config_empty": Text("配置包里还没有内容", "The package holds nothing yet"),
    "config_outdated": Text(
        "看过对比之后生效的配置又有变动，请重新查看再发布",
        "What is in effect changed since you looked; look at the differences again",
    ),
    "config_in_effect": Text("“{name}”正在生效，请先移除再删除", "“{name}” is in effect; remove it first"),
    "config_never_published": Text("“{name}”还没有发布过", "“{name}” was never published"),
    "link_closed": Text("链接已关闭，请联系发给您链接的人。", "This link is closed; ask whoever gave it to you."),
    "link_expired": Text("链接已过期，请联系发给您链接的人。", "This link is over; ask whoever gave it to you."),
    "link_full": Text("填报次数已满，感谢参与。", "This form was filled in as often as it may be; thank you."),
    "link_password_needed": Text("请输入访问密码", "Type the password"),
    "link_password_wrong": Text("密码不对，请重新输入", "That is not the password; try again"),
    "link_password_short": Text("密码至少 {least} 位", "A password has at least {least} characters"),
    "link_field_closed": Text("此链接不能填写“{field}”", "This link does not open “{field}”"),
    "link_field_unfit": Text("“{field}”不能用在外部链接上", "“{field}” cannot stand on a public link"),
    "link_field_needed": Text(
        "必填字段“{field}”要在可填字段里", "The required field “{field}” has to be among the fields"
    ),
    "link_rows_many": Text("一次最多 {most} 行明细", "At most {most} rows at once"),
    "link_no_form": Text("填报链接只用于在用的自定义表单", "A fill link needs an own form that is in use"),
    "link_limit": Text("至少为 1", "At least 1"),
    "link_runner": Text(
        "只有可做一切的人能用他人的权限开放链接", "Only who may do everything opens a link with somebody else's rights"
    ),
    "link_revoked": Text("链接已收回，请新建一个", "This link was taken back; make a new one"),
    "link_used": Text("“{name}”已经用过：不能删除，请收回", "“{name}” was used: take it back instead of deleting it"),
}
