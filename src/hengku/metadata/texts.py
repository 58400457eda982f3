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
    "field_right_invalid": Text(
        "字段权限不正确：{target} 的“{field}”不能设为“{value}”。", "“{field}” of {target} cannot be set to “{value}”."
    ),
    "field_names_record": Text(
        "“{field}”是记录的名称，不能隐藏或设为只读。",
        "“{field}” names the record: it can be neither hidden nor read-only.",
    ),
    "row_rule_invalid": Text("数据范围不正确：{target} 没有可设的范围。", "{target} has no rows to narrow."),
    "denial_invalid": Text("禁止项应写成 资源:操作。", "A denial is written resource:action."),
    "field_read_only": Text(
        "您的角色只能查看“{field}”，不能修改。", "Your roles may look at “{field}” but not change it."
    ),
    "view_too_big": Text("视图设置过大。", "These view settings are too big."),
    "username_fixed": Text("用户名不能修改。", "A user name cannot be changed."),
}
