"""What metadata says to people."""

from hengku.kernel.texts import Text

MESSAGES = {
    "invalid_text": Text("请输入文字。", "Enter text."),
    "invalid_integer": Text("请输入整数。", "Enter a whole number."),
    "invalid_boolean": Text("请选择是或否。", "Choose yes or no."),
    "invalid_reference": Text(
        "“{value}”不是有效的引用，请重新选择。", "“{value}” does not refer to a record; choose one."
    ),
    "reference_unknown": Text("找不到“{value}”，请重新选择。", "“{value}” was not found; choose another."),
    "too_many_places": Text("最多 {places} 位小数。", "At most {places} decimal places."),
    "filter_malformed": Text(
        '筛选条件应为 [["字段","运算","值"],…]。', 'A filter is a list of ["field", "op", value].'
    ),
    "filter_field_unknown": Text("不能按“{field}”筛选。", "There is no field “{field}” to filter by."),
    "filter_op_unknown": Text("“{field}”不支持筛选方式“{op}”。", "“{field}” cannot be filtered with “{op}”."),
    "filter_needs_list": Text("此筛选方式需要一组值。", "This filter needs a list of values."),
    "filter_needs_two": Text("区间需要起止两个值。", "A range needs two values."),
    "sort_unknown": Text("不能按“{field}”排序。", "There is no field “{field}” to sort by."),
    "field_unknown": Text("没有字段“{field}”。", "There is no field “{field}”."),
    "cursor_invalid": Text(
        "翻页位置已失效，请回到第一页。", "This place in the list is no longer valid; go back to the first page."
    ),
    "still_used": Text(
        "“{name}”正被使用，不能删除：{users}。可改为停用。",
        "“{name}” is in use and cannot be deleted: {users}. Disable it instead.",
    ),
    "formula_syntax": Text(
        "公式从第 {place} 个字起读不懂：检查括号、引号和运算符。",
        "The formula cannot be read from character {place} on: check brackets, quotes and operators.",
    ),
    "formula_too_large": Text(
        "公式太长：最多 {nodes} 项、{depth} 层，请拆成几条。",
        "The formula is too large: at most {nodes} parts and {depth} levels; split it.",
    ),
    "formula_unknown_field": Text(
        "没有字段“{name}”（第 {place} 个字）：从左边的字段表中选。",
        "There is no field “{name}” (character {place}): choose from the list of fields.",
    ),
    "formula_unknown_function": Text(
        "没有函数“{name}”（第 {place} 个字）：文字要加引号，函数从列表中选。",
        "There is no function “{name}” (character {place}): texts need quotes; choose functions from the list.",
    ),
    "formula_arguments": Text(
        "函数 {name} 不能有 {count} 个参数（第 {place} 个字）。",
        "{name} does not take {count} arguments (character {place}).",
    ),
    "formula_kind": Text(
        "第 {place} 个字处需要 {wanted}，这里是 {found}。", "Character {place}: {wanted} is needed, this is {found}."
    ),
    "formula_not_for_rows": Text(
        "数据范围的条件不能用“{name}”：只能用记录自己的字段和数据库能算的函数。",
        "A condition on rows cannot use “{name}”: only fields of the record itself and functions the database knows.",
    ),
    "formula_not_added_up": Text("函数“{name}”不能用于合计", "The function “{name}” cannot be added up over a list"),
    "field_right_invalid": Text(
        "字段权限不正确：{target} 的“{field}”不能设为“{value}”。", "“{field}” of {target} cannot be set to “{value}”."
    ),
    "field_names_record": Text(
        "“{field}”是记录的名称，不能隐藏或设为只读。",
        "“{field}” names the record: it can be neither hidden nor read-only.",
    ),
    "row_rule_invalid": Text("数据范围不正确：{target} 没有可设的范围。", "{target} has no rows to narrow."),
    "denial_invalid": Text("权限应写成 资源:操作。", "A right is written resource:action."),
    "field_read_only": Text(
        "您的角色只能查看“{field}”，不能修改。", "Your roles may look at “{field}” but not change it."
    ),
    "too_small": Text("不能小于 {least}。", "Must be at least {least}."),
    "too_large": Text("不能大于 {most}。", "Must be at most {most}."),
    "pattern_differs": Text("格式不对。", "Does not have the right format."),
    "too_many_digits": Text("最多 {most} 位有效数字。", "At most {most} significant digits."),
    "sort_not_accelerated": Text(
        "“{field}”未加速，超过 {most} 行不能按它排序：先筛选，或在自定义字段里打开“筛选/排序加速”。",
        "“{field}” is not fast: more than {most} rows are not sorted by it. Filter first, or switch on “Fast filter and sort”.",
    ),
    "fill_several": Text(
        "有多条符合的记录，不能确定“{field}”取哪一个。", "Several records match: “{field}” could be any of theirs."
    ),
    "field_fill_bad": Text("数据联动写得不完整。", "The rule that fills this field is not complete."),
    "field_fill_source": Text("数据联动的来源不存在。", "There is no such source to fill it from."),
    "field_fill_take": Text("取值字段与本字段的类型不一致。", "What is taken is of another kind than this field."),
    "field_fill_where": Text(
        "数据联动的条件里有不能比较的字段。", "A condition names a field that cannot be compared."
    ),
    "field_fill_sort": Text("不能按这个字段取第一条。", "The first cannot be found by this field."),
    "field_locked": Text("“{field}”现在只读，不能改。", "“{field}” is closed now and cannot be changed."),
    "field_rule_broken": Text("“{field}”不符合校验：{message}", "“{field}” does not meet its rule: {message}"),
    "option_not_offered": Text(
        "“{field}”的这个选项不适用于所选的“{other}”。", "This option of “{field}” does not go with what “{other}” says."
    ),
    "field_unique_not_here": Text("这种类型不能设为唯一。", "Fields of this kind cannot be unique."),
    "field_unique_doubled": Text(
        "已有重复的值“{value}”：先改掉重复的，再设为唯一。",
        "“{value}” is there more than once: change that first, then make it unique.",
    ),
    "field_message_missing": Text("请写不符合校验时的提示。", "Say what people are told when it does not hold."),
    "field_options_by_bad": Text(
        "选项联动要依据同一表单上的另一个单选字段。",
        "Options follow another field of the same form that chooses one of several.",
    ),
    "too_many_files": Text("最多 {most} 个文件。", "At most {most} files."),
    "invalid_files": Text(
        "文件的写法不对：先上传，再填它的编号。", "Not a list of files: upload them first, then name their ids."
    ),
    "file_unknown": Text("文件不存在：请重新上传。", "There is no such file: upload it again."),
    "file_not_a_picture": Text("这里只能放图片。", "Only pictures go here."),
    "file_too_large": Text(
        "文件 {name} 超过 {limit} MB：压缩后再上传。", "{name} is larger than {limit} MB: make it smaller."
    ),
    "file_type": Text("不接受这种文件：{name}。", "This kind of file is not accepted: {name}."),
    "file_empty": Text("文件 {name} 是空的。", "{name} is empty."),
    "field_refers_to_what": Text("请选择关联哪种单据。", "Choose the type of documents it names."),
    "too_many_chosen": Text("最多选 {most} 个。", "Choose at most {most}."),
    "value_taken": Text("“{value}”已被使用，须唯一。", "“{value}” is taken; it must be unique."),
    "field_code_bad": Text(
        "代码以 x_ 开头，只用小写字母、数字和下划线，最多 38 个字符。",
        "A code begins with x_ and has lower-case letters, digits and underscores only, at most 38 characters.",
    ),
    "field_code_taken": Text(
        "代码“{value}”已用过（包括停用的字段）。", "The code “{value}” was used before, perhaps by a field taken away."
    ),
    "field_fixed": Text("代码和所属单据定下后不能改，请新增字段。", "Code and owner stay for good; add another field."),
    "field_kind_fixed": Text(
        "已有的值不适合新的类型：请新增字段。", "The values kept do not fit the new kind; add another field."
    ),
    "field_limits_bad": Text("最大值不能小于最小值。", "The largest value is below the smallest."),
    "field_pattern_bad": Text(
        "格式（正则）写法有误，或过于复杂。", "The pattern cannot be read, or is too complicated."
    ),
    "field_longest_bad": Text("最多字数在 1 到 {most} 之间。", "The length lies between 1 and {most}."),
    "field_places_bad": Text("小数位数在 0 到 6 之间。", "Decimal places lie between 0 and 6."),
    "field_choices_missing": Text("请至少写一个选项。", "Name at least one option."),
    "field_choices_many": Text("最多 {most} 个选项。", "At most {most} options."),
    "field_choices_bad": Text("选项要有名称，且不能重名。", "Options need names, each a different one."),
    "field_too_many": Text("一处最多 {most} 个自定义字段。", "At most {most} custom fields in one place."),
    "field_index_many": Text(
        "同一张表最多加速 {most} 个字段：先取消别的。",
        "At most {most} fast fields per table; take another one off first.",
    ),
    "field_index_not_here": Text("这种类型不支持加速。", "Fields of this kind cannot be made fast."),
    "field_kind_not_on_lines": Text("明细里不支持这种类型。", "Lines have no fields of this kind."),
    "field_formula_not_here": Text("这里的字段不支持公式。", "Fields here take no formulas."),
    "field_default_bad": Text("默认值不符合字段类型。", "The default does not fit the kind."),
    "design_field_unknown": Text("没有字段“{field}”。", "There is no field “{field}”."),
    "design_not_allowed": Text(
        "“{field}”的“{what}”不能改：库存和账要用到它。",
        "“{what}” of “{field}” cannot be changed: stock and books rely on it.",
    ),
    "design_required_hidden": Text("“{field}”必填，不能隐藏。", "“{field}” is required and cannot be hidden."),
    "design_bad_value": Text("“{field}”的“{what}”写法不对。", "“{what}” of “{field}” is not right."),
    "config_missing": Text(
        "这里没有{kind}“{key}”：先建立，或改配置包。",
        "There is no {kind} “{key}” here: make it first, or change the package.",
    ),
    "view_too_big": Text("视图设置过大。", "These view settings are too big."),
    "username_fixed": Text("用户名不能修改。", "A user name cannot be changed."),
}
