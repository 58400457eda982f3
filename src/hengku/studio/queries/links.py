"""Public links as a kind of record, for whoever makes them."""

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hengku.documents.models import Document
from hengku.kernel.texts import Text
from hengku.metadata.types import Choice, FieldSpec, FieldType, ResourceSpec
from hengku.studio.models import PublicLink, PublicLinkKey, PublicLinkUse
from hengku.studio.operations import links
from hengku.studio.rules.links import DRAFT, FILL, QUERY, SUBMIT

_RECENT = 100


def _with_use() -> QuerySet[PublicLink]:
    uses = (
        PublicLinkUse.objects.filter(link=OuterRef("pk")).order_by().values("link").annotate(n=Count("pk")).values("n")
    )
    return PublicLink.objects.annotate(
        use_count=Coalesce(Subquery(uses, output_field=IntegerField()), 0),
        locked=Exists(PublicLinkKey.objects.filter(link_id=OuterRef("pk")).exclude(password="")),
    )


FIELDS = (
    FieldSpec("name", Text("名称", "Name"), required=True, searchable=True, width=200),
    FieldSpec("kind", Text("用途", "Purpose"), FieldType.ENUM, required=True, default=FILL, width=90, choices=(
        Choice(FILL, Text("填报", "Fill in"), "blue"), Choice(QUERY, Text("查询", "Look up"), "green"))),
    FieldSpec("target", Text("表单或数据", "Form or data"), required=True, width=140),
    FieldSpec("field_names", Text("可填或可见的字段", "Fields to fill in or shown"), FieldType.JSON, required=True, in_list=False, filterable=False, sortable=False),
    FieldSpec("conditions", Text("查询条件", "Conditions"), FieldType.JSON, default=list, in_list=False, filterable=False, sortable=False,
              help=Text("每个条件都要填对才有结果", "Nothing is shown unless every one is given exactly")),
    FieldSpec("intro", Text("页面说明", "Words on the page"), in_list=False),
    FieldSpec("on_fill", Text("填报后", "Once filled in"), FieldType.ENUM, default=DRAFT, in_list=False, choices=(
        Choice(DRAFT, Text("存为草稿", "Keep a draft")), Choice(SUBMIT, Text("提交", "Submit")))),
    FieldSpec("expires_at", Text("有效期至", "Open until"), FieldType.DATETIME, width=150),
    FieldSpec("password", Text("访问密码", "Password"), FieldType.PASSWORD, help=Text("不填则不需要密码", "Empty: none is asked")),
    FieldSpec("has_password", Text("有密码", "Has a password"), FieldType.BOOLEAN, column="locked", readonly=True, in_form=False, width=80),
    FieldSpec("most", Text("最多填报次数", "At most so many submissions"), FieldType.INTEGER, in_list=False, help=Text("不填则不限", "Empty: any number")),
    FieldSpec("per_address", Text("每个地址 10 分钟内最多", "Uses per address in 10 min"), FieldType.INTEGER, default=20, in_list=False),
    FieldSpec("per_link", Text("全部 10 分钟内最多", "Uses in all in 10 min"), FieldType.INTEGER, default=300, in_list=False),
    FieldSpec("runner", Text("以谁的权限", "With whose rights"), FieldType.REFERENCE, ref="users", width=120,
              help=Text("不填为自己；只有可做一切的人能借出他人的权限", "Empty: one's own; only who may do everything lends somebody else's")),
    FieldSpec("active", Text("开启", "Open"), FieldType.BOOLEAN, default=True, width=80),
    FieldSpec("revoked_at", Text("收回时间", "Taken back"), FieldType.DATETIME, readonly=True, in_form=False, width=150),
    FieldSpec("used", Text("使用次数", "Uses"), FieldType.INTEGER, column="use_count", readonly=True, in_form=False, sortable=False, filterable=False, width=90),
    FieldSpec("updated_at", Text("修改时间", "Changed"), FieldType.DATETIME, readonly=True, in_form=False, width=150),
)  # fmt: skip
LINKS = ResourceSpec(
    links.ENTITY, Text("外部链接", "Public link"), Text("外部链接", "Public links"), PublicLink, FIELDS,
    code_field="name", title_field="name", default_sort="name", group="studio", queryset=_with_use,
    create=links.create_link, update=links.update_link, delete=links.delete_link,
)  # fmt: skip


def uses_json(*, link_id: int) -> list[dict[str, Any]]:
    """The newest uses of a link. The caller has asked for the right to see it."""
    uses = list(PublicLinkUse.objects.filter(link_id=link_id).order_by("-pk")[:_RECENT])
    numbers = dict(
        Document.objects.filter(pk__in={one.document_id for one in uses}).values_list("pk", "number")
    )  # fmt: skip
    return [
        {
            "at": one.at,
            "address": one.address,
            "document_id": None if one.document_id is None else str(one.document_id),
            "number": numbers.get(one.document_id or 0) or "",
            "shown": one.shown,
        }
        for one in uses
    ]
