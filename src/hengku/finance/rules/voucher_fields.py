"""Fields of vouchers and of their lines."""

from hengku.finance import texts
from hengku.finance.rules.account_fields import ACCOUNT, BOOK, PARTNER
from hengku.kernel.texts import Text
from hengku.metadata.types import Choice, FieldSpec, FieldType

COST = "cost"
KIND_CHOICES = tuple(Choice(kind.value, label) for kind, label in texts.KINDS.items())

VOUCHER_FIELDS = (
    FieldSpec("date", Text("日期", "Date"), FieldType.DATE, required=True, width=110),
    FieldSpec("label", Text("凭证号", "Number"), readonly=True, in_form=False, searchable=True, sortable=False, width=90),
    FieldSpec("summary", Text("摘要", "Summary"), searchable=True, width=260),
    FieldSpec("total", Text("金额", "Amount"), FieldType.AMOUNT, readonly=True, in_form=False, total=True, mask=COST, width=120),
    FieldSpec("kind", Text("类型", "Kind"), FieldType.ENUM, choices=KIND_CHOICES, readonly=True, in_form=False, width=90),
    FieldSpec("template", Text("模板", "Template"), readonly=True, in_form=False, width=70),
    FieldSpec("attachments", Text("附件数", "Attachments"), FieldType.INTEGER, default=0, in_list=False),
    FieldSpec("maker", Text("制单", "Made by"), readonly=True, in_form=False, filterable=False, sortable=False, width=90),
    FieldSpec("reviewer", Text("审核", "Reviewed by"), readonly=True, in_form=False, filterable=False, sortable=False, width=90),
    FieldSpec("made_at", Text("制单时间", "Made at"), FieldType.DATETIME, readonly=True, in_form=False, in_list=False),
    FieldSpec("month", Text("期间", "Period"), FieldType.DATE, readonly=True, in_form=False, in_list=False),
    FieldSpec("number", Text("序号", "Serial"), FieldType.INTEGER, readonly=True, in_form=False, in_list=False),
    FieldSpec(
        "document", Text("单据", "Document"), FieldType.REFERENCES, column="document_ids", readonly=True, in_list=False,
        in_form=False, sortable=False,
    ),
    BOOK,
)  # fmt: skip

LINE_FIELDS = (
    FieldSpec("summary", Text("摘要", "Summary"), width=200),
    ACCOUNT,
    FieldSpec("key", Text("科目键", "Key"), readonly=True, in_form=False),
    FieldSpec("debit", Text("借方", "Debit"), FieldType.AMOUNT, mask=COST, total=True),
    FieldSpec("credit", Text("贷方", "Credit"), FieldType.AMOUNT, mask=COST, total=True),
    FieldSpec("quantity", Text("数量", "Quantity"), FieldType.QUANTITY),
    PARTNER,
    FieldSpec("item", Text("存货", "Item"), FieldType.REFERENCE, ref="items"),
    FieldSpec("cost_object", Text("成本对象", "Cost object"), FieldType.REFERENCE, readonly=True),
    FieldSpec("department", Text("部门", "Department")),
)
DOCUMENT_FIELDS = (
    FieldSpec("type", Text("单据类型", "Type")),
    FieldSpec("label", Text("单据", "Document")),
    FieldSpec("number", Text("单号", "Number")),
)
