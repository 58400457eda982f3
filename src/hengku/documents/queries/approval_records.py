"""How delegations, responsibilities and working calendars are described to lists, forms, rights and audit."""

from typing import Any

from hengku.documents.queries.approval_gate import may_have_flows
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.types import Viewer
from hengku.kernel.texts import Text
from hengku.metadata.types import Choice, FieldSpec, FieldType, ResourceSpec
from hengku.workflow.models import Calendar, Delegation, Responsibility
from hengku.workflow.operations import records

_KINDS = (
    Choice("warehouse_keeper", Text("仓库保管员", "Warehouse keeper")),
    Choice("buyer", Text("采购负责人", "Buyer")),
    Choice("category_owner", Text("品类负责人", "Category owner")),
    Choice("sales_rep", Text("业务员", "Sales rep")),
)


def people_resources() -> tuple[ResourceSpec, ...]:
    """委托, 业务负责人, 工作日历."""
    return _delegations(), _responsibilities(), _calendars()


def _own_delegations(rows: Any, viewer: Viewer) -> Any:
    """Everybody sees what they gave and what they were given; who manages flows sees all."""
    if viewer.may("workflows", "update"):
        return rows
    return rows.filter(principal_id=viewer.user_id) | rows.filter(delegate_id=viewer.user_id)


def _delegations() -> ResourceSpec:
    types = tuple(Choice(spec.code, spec.label) for spec in DOCUMENT_TYPES if may_have_flows(spec))
    return ResourceSpec(
        name=records.DELEGATIONS,
        label=Text("审批委托", "Delegation"),
        label_plural=Text("审批委托", "Delegations"),
        model=Delegation,
        fields=(
            FieldSpec("principal", Text("委托人", "For"), FieldType.REFERENCE, ref="users", width=120,
                      help=Text("留空为本人", "Empty: oneself")),
            FieldSpec("delegate", Text("代理人", "Delegate"), FieldType.REFERENCE, ref="users", required=True, width=120),
            FieldSpec("starts_on", Text("开始日期", "From"), FieldType.DATE, required=True, width=110),
            FieldSpec("ends_on", Text("结束日期", "To"), FieldType.DATE, required=True, width=110),
            FieldSpec("document_types", Text("单据类型", "Document types"), FieldType.JSON, choices=types, sortable=False,
                      filterable=False, width=160, help=Text("不选表示全部", "Empty: all")),
            FieldSpec("max_amount", Text("金额上限", "Up to amount"), FieldType.AMOUNT, precision=2, width=110),
            FieldSpec("reason", Text("原因", "Reason"), searchable=True, width=160),
            FieldSpec("active", Text("启用", "Active"), FieldType.BOOLEAN, default=True, width=80),
        ),
        code_field="reason",
        title_field="reason",
        default_sort="-starts_on",
        group="approvals",
        narrow=_own_delegations,
        create=records.create_delegation,
        update=records.update_delegation,
        delete=records.delete_delegation,
    )  # fmt: skip


def _responsibilities() -> ResourceSpec:
    return ResourceSpec(
        name=records.RESPONSIBILITIES,
        label=Text("业务负责人", "Responsibility"),
        label_plural=Text("业务负责人", "Responsibilities"),
        model=Responsibility,
        fields=(
            FieldSpec("kind", Text("职责", "Duty"), FieldType.ENUM, required=True, choices=_KINDS, width=130),
            FieldSpec("user", Text("人员", "Person"), FieldType.REFERENCE, ref="users", required=True, width=120),
            FieldSpec("warehouse", Text("仓库", "Warehouse"), FieldType.REFERENCE, ref="warehouses", width=140),
            FieldSpec("category", Text("分类", "Category"), FieldType.REFERENCE, ref="item-categories", width=140),
            FieldSpec("partner", Text("往来单位", "Partner"), FieldType.REFERENCE, ref="partners", width=180),
        ),
        code_field="kind",
        title_field="kind",
        default_sort="kind",
        group="approvals",
        create=records.create_responsibility,
        update=records.update_responsibility,
        delete=records.delete_responsibility,
    )  # fmt: skip


def _calendars() -> ResourceSpec:
    return ResourceSpec(
        name=records.CALENDARS,
        label=Text("工作日历", "Working calendar"),
        label_plural=Text("工作日历", "Working calendars"),
        model=Calendar,
        fields=(
            FieldSpec("name", Text("名称", "Name"), required=True, searchable=True, width=140),
            FieldSpec("weekdays", Text("工作日", "Weekdays"), FieldType.JSON, sortable=False, filterable=False, width=120,
                      help=Text("1 = 周一 … 7 = 周日", "1 = Monday … 7 = Sunday")),
            FieldSpec("starts", Text("上班", "Starts"), required=True, sortable=False, filterable=False, width=80,
                      help=Text("例 09:00", "E.g. 09:00")),
            FieldSpec("ends", Text("下班", "Ends"), required=True, sortable=False, filterable=False, width=80,
                      help=Text("例 18:00", "E.g. 18:00")),
            FieldSpec("holidays", Text("放假", "Days off"), FieldType.JSON, sortable=False, filterable=False, width=160),
            FieldSpec("workdays", Text("调休上班", "Made-up days"), FieldType.JSON, sortable=False, filterable=False, width=160),
        ),
        code_field="name",
        default_sort="name",
        group="approvals",
        create=records.create_calendar,
        update=records.update_calendar,
        delete=records.delete_calendar,
    )  # fmt: skip
