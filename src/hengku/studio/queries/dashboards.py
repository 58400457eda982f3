"""Dashboards as a kind of record: whose they are, who sees them, what they start from."""

from typing import Any

from django.db.models import Q, QuerySet

from hengku.identity.models import Role
from hengku.identity.types import Viewer
from hengku.kernel.texts import Text
from hengku.metadata.types import FieldSpec, FieldType, ResourceSpec
from hengku.studio.models import Dashboard
from hengku.studio.operations import dashboards
from hengku.studio.queries.datasets import datasets
from hengku.studio.rules.templates import TEMPLATES, datasets_of, placed

FIELDS = (
    FieldSpec("name", Text("名称", "Name"), required=True, searchable=True),
    FieldSpec(
        "widgets", Text("组件", "Widgets"), FieldType.JSON, default=list, in_list=False, filterable=False, sortable=False,
    ),
    FieldSpec("shared_all", Text("所有人可见", "Everybody sees it"), FieldType.BOOLEAN, default=False),
    FieldSpec(
        "shared_with", Text("共享给角色", "Shared with roles"), FieldType.REFERENCES, ref="roles", default=list, sortable=False,
        help=Text("数据始终按查看者自己的权限显示", "Everybody sees their own data in it"),
    ),
    FieldSpec("refresh", Text("刷新间隔（秒）", "Refresh (seconds)"), FieldType.INTEGER, default=60, in_list=False),
    FieldSpec("owner", Text("创建人", "Made by"), FieldType.REFERENCE, column="created_by_id", ref="users", readonly=True, sortable=False),
    FieldSpec("updated_at", Text("修改时间", "Changed"), FieldType.DATETIME, readonly=True, in_form=False),
)  # fmt: skip


def _shown_to(rows: QuerySet[Dashboard], viewer: Viewer) -> QuerySet[Dashboard]:
    """One's own, and those shared with everybody or with a role of the viewer's."""
    if viewer.all_powerful:
        return rows
    shown = Q(created_by_id=viewer.user_id) | Q(shared_all=True)
    for role in Role.objects.filter(code__in=viewer.roles).values_list("pk", flat=True) if viewer.roles else ():
        shown |= Q(shared_with__contains=[str(role)]) | Q(shared_with__contains=[role])
    return rows.filter(shown)


DASHBOARDS = ResourceSpec(
    "dashboards", Text("仪表盘", "Dashboard"), Text("仪表盘", "Dashboards"), Dashboard, FIELDS,
    code_field="name", title_field="name", default_sort="name", group="studio", narrow=_shown_to,
    create=dashboards.create_dashboard, update=dashboards.update_dashboard, delete=dashboards.delete_dashboard,
)  # fmt: skip


def templates(*, viewer: Viewer) -> list[dict[str, Any]]:
    """Ready-made dashboards, without the widgets that ask what this viewer may not see."""
    known = {one.name for one in datasets(viewer=viewer)}
    return [
        {
            "code": template.code,
            "name": str(template.name),
            "help": str(template.help),
            "widgets": [widget for widget in placed(template) if datasets_of(widget) in known],
        }
        for template in TEMPLATES
        if template.needs in known
    ]
