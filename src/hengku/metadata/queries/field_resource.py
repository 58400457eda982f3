"""How the account set's own fields are described to lists, forms, rights and audit."""

from typing import get_args

from hengku.identity.types import Mask
from hengku.kernel.texts import Text
from hengku.metadata.models import CustomField
from hengku.metadata.operations import custom_fields as operations
from hengku.metadata.rules.custom_fields import KINDS
from hengku.metadata.rules.own_targets import OWN_TARGETS
from hengku.metadata.types import Choice, FieldSpec, FieldType, ResourceSpec

_MASKS = {
    "cost": Text("成本", "Cost"), "purchase_price": Text("采购价", "Purchase price"), "margin": Text("毛利", "Margin"),
}  # fmt: skip
_STATES = (
    Choice("none", Text("未加速", "None"), "default"), Choice("building", Text("建立中", "Building"), "amber"),
    Choice("ready", Text("已加速", "Ready"), "green"), Choice("failed", Text("失败", "Failed"), "red"),
)  # fmt: skip
_CHOICE_ROWS = (
    FieldSpec("value", Text("标识", "Id"), readonly=True, in_form=False),
    FieldSpec("label", Text("选项", "Option"), required=True, width=160),
    FieldSpec("label_en", Text("英文", "English"), width=140),
    FieldSpec("color", Text("颜色", "Colour"), FieldType.ENUM, width=100, choices=(
        Choice("green", Text("绿", "Green")), Choice("amber", Text("黄", "Amber")), Choice("red", Text("红", "Red")), Choice("blue", Text("蓝", "Blue")),
    )),
)  # fmt: skip
_LIMITS, _MORE = "limits", "more"


def field_resource() -> ResourceSpec:
    """自定义字段 as a resource; asked for once every room has offered what may have such fields."""
    targets = tuple(Choice(one.name, one.label) for one in OWN_TARGETS)
    kinds = tuple(Choice(code, kind.label) for code, kind in KINDS.items())
    return ResourceSpec(
        name=operations.ENTITY,
        label=Text("自定义字段", "Custom field"),
        label_plural=Text("自定义字段", "Custom fields"),
        model=CustomField,
        fields=(
            FieldSpec("target", Text("用于", "Belongs to"), FieldType.ENUM, required=True, choices=targets, width=150),
            FieldSpec("label", Text("名称", "Name"), required=True, searchable=True, width=140),
            FieldSpec("label_en", Text("英文名称", "English name"), in_list=False),
            FieldSpec("code", Text("代码", "Code"), required=True, searchable=True, width=140,
                      help=Text("接口与导入用的名字，如 x_temp；定下后不能改", "Name in the interface and in imports, e.g. x_temp; stays for good")),
            FieldSpec("kind", Text("类型", "Kind"), FieldType.ENUM, required=True, choices=kinds, default="text", width=110),
            FieldSpec("refers_to", Text("关联的单据类型", "Documents of type"), in_list=False, filterable=False, sortable=False, format="document_type"),
            FieldSpec("required", Text("必填", "Required"), FieldType.BOOLEAN, default=False, width=70),
            FieldSpec("choices", Text("选项", "Options"), FieldType.JSON, in_list=False, filterable=False, sortable=False, rows=_CHOICE_ROWS,
                      help=Text("单选、多选的选项", "For kinds that choose among options")),
            FieldSpec("help", Text("提示", "Help"), in_list=False),
            FieldSpec("in_list", Text("在列表显示", "In lists"), FieldType.BOOLEAN, default=True, width=90),
            FieldSpec("accelerated", Text("筛选/排序加速", "Fast filter and sort"), FieldType.BOOLEAN, default=False, width=110),
            FieldSpec("index_state", Text("加速状态", "State"), FieldType.ENUM, readonly=True, in_form=False, choices=_STATES, width=90),
            FieldSpec("hidden", Text("停用", "Taken away"), FieldType.BOOLEAN, default=False, width=70,
                      help=Text("停用后不再显示，已填的值保留", "No longer shown; values stay")),
            FieldSpec("default", Text("默认值", "Default"), in_list=False, group=_LIMITS),
            FieldSpec("default_formula", Text("默认值公式", "Default by formula"), FieldType.MULTILINE, in_list=False, group=_LIMITS,
                      help=Text("例：{line.quantity} * 2", "E.g. {line.quantity} * 2")),
            FieldSpec("required_when", Text("必填条件", "Required where"), FieldType.MULTILINE, in_list=False, group=_LIMITS,
                      help=Text('例：{line.item.category.name} = "冷藏"', 'E.g. {line.item.category.name} = "Cold"')),
            FieldSpec("shown_when", Text("显示条件", "Shown where"), FieldType.MULTILINE, in_list=False, group=_LIMITS,
                      help=Text("不成立就不显示，也不要求填写，送来的值不保存", "Elsewhere it is neither shown nor required, and nothing is kept for it")),
            FieldSpec("locked_when", Text("只读条件", "Read-only where"), FieldType.MULTILINE, in_list=False, group=_LIMITS),
            FieldSpec("must_hold", Text("校验公式", "What must hold"), FieldType.MULTILINE, in_list=False, group=_LIMITS,
                      help=Text("不成立就拒绝并显示提示，空值不判断", "Refused with the message where it does not; blanks are not judged")),
            FieldSpec("message", Text("校验提示", "Message"), in_list=False, group=_LIMITS),
            FieldSpec("message_en", Text("英文校验提示", "English message"), in_list=False, group=_LIMITS),
            FieldSpec("unique", Text("不可重复", "Unique"), FieldType.BOOLEAN, default=False, in_list=False, group=_LIMITS,
                      help=Text("有效单据（作废、冲销的除外）和档案里只能出现一次", "Stands once among records and documents in force")),
            FieldSpec("options_by", Text("选项跟随字段", "Options follow"), in_list=False, group=_LIMITS,
                      help=Text("同一表单上另一个单选字段的代码", "Code of another field of the form that chooses one of several")),
            FieldSpec("options", Text("各选项下可选", "Options offered"), FieldType.JSON, in_list=False, filterable=False, sortable=False, group=_LIMITS,
                      help=Text('{"o1": ["o2", "o3"]}：选 o1 时只能选这些', '{"o1": ["o2", "o3"]}: with o1 only these')),
            FieldSpec("fill", Text("数据联动", "Filled from"), FieldType.JSON, in_list=False, filterable=False, sortable=False),
            FieldSpec("least", Text("最小值", "Smallest"), FieldType.DECIMAL, precision=6, in_list=False, group=_LIMITS),
            FieldSpec("most", Text("最大值", "Largest"), FieldType.DECIMAL, precision=6, in_list=False, group=_LIMITS),
            FieldSpec("places", Text("小数位数", "Decimal places"), FieldType.INTEGER, in_list=False, group=_LIMITS),
            FieldSpec("longest", Text("最多字数", "Longest"), FieldType.INTEGER, in_list=False, group=_LIMITS),
            FieldSpec("pattern", Text("格式（正则）", "Pattern"), in_list=False, group=_LIMITS),
            FieldSpec("mask", Text("敏感类别", "Sensitive as"), FieldType.ENUM, in_list=False, group=_MORE,
                      choices=tuple(Choice(mask, _MASKS.get(mask, Text(mask, mask))) for mask in get_args(Mask))),
            FieldSpec("help_en", Text("英文提示", "English help"), in_list=False, group=_MORE),
            FieldSpec("group", Text("分组", "Group"), in_list=False, group=_MORE),
            FieldSpec("position", Text("顺序", "Order"), FieldType.INTEGER, in_list=False, group=_MORE),
            FieldSpec("index_error", Text("加速失败原因", "Why it failed"), readonly=True, in_list=False, in_form=False),
            FieldSpec("updated_at", Text("修改时间", "Changed"), FieldType.DATETIME, readonly=True, in_form=False, in_list=False),
        ),
        code_field="code",
        title_field="label",
        default_sort="target",
        group="settings",
        create=operations.create_field,
        update=operations.update_field,
        delete=operations.delete_field,
    )  # fmt: skip
