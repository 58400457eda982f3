"""How the account set's own forms are described to lists, forms, rights and audit."""

from django.db.models import OuterRef, QuerySet, Subquery

from hengku.documents.models import UserForm
from hengku.documents.operations import user_forms
from hengku.documents.rules.user_forms import MENUS
from hengku.kernel.texts import Text
from hengku.masterdata.models import NumberRule
from hengku.masterdata.rules.seeds import DOCUMENT_PATTERN
from hengku.metadata.types import Choice, FieldSpec, FieldType, ResourceSpec


def _with_patterns() -> QuerySet[UserForm]:
    rule = NumberRule.objects.filter(target=OuterRef("code")).values("pattern")
    return UserForm.objects.annotate(number_pattern=Subquery(rule))


def form_resource() -> ResourceSpec:
    """自定义表单 as a resource."""
    menus = tuple(Choice(code, label) for code, label in MENUS.items())
    return ResourceSpec(
        name=user_forms.ENTITY,
        label=Text("自定义表单", "Own form"),
        label_plural=Text("自定义表单", "Own forms"),
        model=UserForm,
        fields=(
            FieldSpec("name", Text("名称", "Name"), required=True, searchable=True, width=180),
            FieldSpec("name_en", Text("英文名称", "English name"), searchable=True, width=140),
            FieldSpec("code", Text("代码", "Code"), searchable=True, width=140, group="more",
                      help=Text("以 u_ 开头，接口用；不填按名称拼音首字母，定下后不能改", "Starts with u_, used by programs; empty: made of the name; stays for good")),
            FieldSpec("prefix", Text("流水号前缀", "Prefix of numbers"), width=110, group="more",
                      help=Text("不填取名称拼音首字母，定下后不能改", "Empty: made of the name; stays for good")),
            FieldSpec("pattern", Text("流水号格式", "Pattern of numbers"), column="number_pattern", default=DOCUMENT_PATTERN, in_list=False, group="more",
                      sortable=False, filterable=False,
                      help=Text("如 {prefix}-{yyyyMM}-{seq:4}；前面的部分变了流水号就重新开始", "E.g. {prefix}-{yyyyMM}-{seq:4}; the serial starts anew when what stands before it changes")),
            FieldSpec("menu", Text("菜单位置", "In the menu under"), FieldType.ENUM, choices=menus, default="forms", required=True, width=110),
            FieldSpec("has_rows", Text("有明细", "Has rows"), FieldType.BOOLEAN, default=False, width=80,
                      help=Text("单据里有一张明细表（子表单）", "Its documents hold a table of rows (subform)")),
            FieldSpec("help", Text("说明", "Help"), in_list=False, group="more"),
            FieldSpec("pushes", Text("下推", "Makes drafts"), FieldType.JSON, in_list=False, filterable=False, sortable=False),
            FieldSpec("archived", Text("停用", "Archived"), FieldType.BOOLEAN, default=False, width=80,
                      help=Text("停用后不再新建，已有单据保留", "No new ones; what there is stays")),
            FieldSpec("updated_at", Text("修改时间", "Changed"), FieldType.DATETIME, readonly=True, in_form=False, width=150),
        ),
        code_field="code",
        default_sort="name",
        group="studio",
        queryset=_with_patterns,
        create=user_forms.create_form,
        update=user_forms.update_form,
        delete=user_forms.delete_form,
    )  # fmt: skip
