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
    "view_too_big": Text("视图设置过大。", "These view settings are too big."),
    "username_fixed": Text("用户名不能修改。", "A user name cannot be changed."),
}
