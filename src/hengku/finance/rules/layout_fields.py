"""Fields of layouts in which vouchers are written out."""

from hengku.finance.rules.account_fields import UPDATED_AT
from hengku.finance.rules.layouts import VALUES, FileKind
from hengku.kernel.texts import Text
from hengku.metadata.types import Choice, FieldSpec, FieldType

_KINDS = (
    Choice(FileKind.XLSX.value, Text("Excel", "Excel")),
    Choice(FileKind.TEXT.value, Text("文本", "Text")),
)
_ENCODINGS = tuple(Choice(one, Text(one.upper(), one.upper())) for one in ("utf-8", "gbk"))

LAYOUT_FIELDS = (
    FieldSpec(
        "code", Text("编码", "Code"), required=True, searchable=True, width=140,
        help=Text(
            "与内置格式（kingdee_kis、kingdee_cloud、yonyou_u8、yonyou_tplus）同编码时取代它",
            "With the code of a built-in layout (kingdee_kis, kingdee_cloud, yonyou_u8, yonyou_tplus) it takes its place",
        ),
    ),
    FieldSpec("name", Text("名称", "Name"), required=True, searchable=True, width=200),
    FieldSpec("kind", Text("文件", "File"), FieldType.ENUM, choices=_KINDS, default=FileKind.XLSX.value, width=90),
    FieldSpec("encoding", Text("文本编码", "Encoding"), FieldType.ENUM, choices=_ENCODINGS, default="utf-8", width=90),
    FieldSpec("head", Text("首行", "First line"), in_list=False, help=Text("仅文本文件", "Text files only")),
    FieldSpec(
        "columns", Text("列", "Columns"), FieldType.JSON, required=True, in_list=False, filterable=False, sortable=False,
        rows=(
            FieldSpec("title", Text("列名", "Title"), required=True),
            FieldSpec(
                "value", Text("取值", "Value"), required=True,
                help=Text("取值名，或以 = 开头的固定内容：" + "、".join(VALUES), "A name, or a fixed text after =: " + ", ".join(VALUES)),
            ),
        ),
    ),
    UPDATED_AT,
)  # fmt: skip
