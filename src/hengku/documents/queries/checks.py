"""How the firm's own checks are described to lists, forms, rights and audit."""

from hengku.documents.models import DocumentCheck
from hengku.documents.operations import checks
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.kernel.texts import Text
from hengku.metadata.types import Choice, FieldSpec, FieldType, ResourceSpec


def check_resource() -> ResourceSpec:
    """校验规则 as a resource; every document type may have them."""
    types = tuple(Choice(spec.code, spec.label) for spec in DOCUMENT_TYPES)
    return ResourceSpec(
        name=checks.ENTITY,
        label=Text("校验规则", "Check"),
        label_plural=Text("校验规则", "Checks"),
        model=DocumentCheck,
        fields=(
            FieldSpec("name", Text("名称", "Name"), required=True, searchable=True, width=180),
            FieldSpec("document_type", Text("单据类型", "Document type"), FieldType.ENUM, required=True, choices=types, width=140),
            FieldSpec("formula", Text("须成立的条件", "What must hold"), FieldType.FORMULA, required=True, searchable=True, width=320, about="document_type",
                      help=Text("例：MAX({lines.price}) <= 100；成立才放行，空值不判断", "E.g. MAX({lines.price}) <= 100; must hold; blanks are not judged")),
            FieldSpec("message", Text("提示", "Message"), required=True, searchable=True, width=240),
            FieldSpec("blocks", Text("阻止", "Refuses"), FieldType.BOOLEAN, default=True, width=80,
                      help=Text("否 = 只提醒，确认后可继续", "No = warns; may be confirmed")),
            FieldSpec("active", Text("启用", "Active"), FieldType.BOOLEAN, default=True, width=80),
            FieldSpec("updated_at", Text("修改时间", "Changed"), FieldType.DATETIME, readonly=True, in_form=False, width=150),
        ),
        code_field="name",
        default_sort="document_type",
        group="settings",
        create=checks.create_check,
        update=checks.update_check,
        delete=checks.delete_check,
    )  # fmt: skip
