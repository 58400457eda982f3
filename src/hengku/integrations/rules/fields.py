"""Fields of import runs, webhooks, channels of notices and automations."""

from hengku.integrations import texts
from hengku.integrations.rules.kinds import KINDS
from hengku.kernel.texts import Text
from hengku.masterdata.rules.choices import choices
from hengku.metadata.types import Choice, FieldSpec, FieldType

_KIND_CHOICES = tuple(Choice(kind.code, kind.label) for kind in KINDS)

IMPORT_RUN_FIELDS = (
    FieldSpec("id", Text("编号", "Id"), FieldType.INTEGER, readonly=True, width=80),
    FieldSpec("kind", Text("类型", "Kind"), FieldType.ENUM, choices=_KIND_CHOICES, readonly=True, width=110),
    FieldSpec("file_name", Text("文件", "File"), readonly=True, searchable=True, width=220),
    FieldSpec("state", Text("状态", "State"), FieldType.STATE, choices=choices(texts.IMPORT_STATES), readonly=True, width=100),
    FieldSpec("rows_total", Text("总行数", "Rows"), FieldType.INTEGER, readonly=True, width=90),
    FieldSpec("created_count", Text("新建", "Created"), FieldType.INTEGER, readonly=True, width=80),
    FieldSpec("updated_count", Text("更新", "Updated"), FieldType.INTEGER, readonly=True, width=80),
    FieldSpec("unchanged_count", Text("未变", "Unchanged"), FieldType.INTEGER, readonly=True, width=80),
    FieldSpec("refused_count", Text("有错", "Refused"), FieldType.INTEGER, readonly=True, width=80),
    FieldSpec("message", Text("说明", "Message"), FieldType.MULTILINE, readonly=True, in_list=False),
    FieldSpec("created_at", Text("上传时间", "Uploaded at"), FieldType.DATETIME, readonly=True, width=160),
    FieldSpec("finished_at", Text("完成时间", "Finished at"), FieldType.DATETIME, readonly=True, width=160),
)  # fmt: skip

WEBHOOK_FIELDS = (
    FieldSpec("name", Text("名称", "Name"), required=True, searchable=True, width=160),
    FieldSpec("url", Text("网址", "Address"), required=True, searchable=True, width=320),
    FieldSpec(
        "events", Text("事件", "Events"), FieldType.JSON, filterable=False, sortable=False,
        default=["*"], help=Text("如 [\"*\"] 或 [\"goods_receipt.post\"]", "Such as [\"*\"] or [\"goods_receipt.post\"]"),
    ),
    FieldSpec("active", Text("启用", "Active"), FieldType.BOOLEAN, default=True, width=80),
    FieldSpec("created_at", Text("新建时间", "Made at"), FieldType.DATETIME, readonly=True, in_form=False, width=160),
)  # fmt: skip

CHANNEL_FIELDS = (
    FieldSpec("name", Text("名称", "Name"), required=True, searchable=True, width=160),
    FieldSpec("kind", Text("平台", "Platform"), FieldType.ENUM, choices=choices(texts.CHANNEL_KINDS), required=True, width=110),
    FieldSpec("url", Text("机器人网址", "Robot's address"), FieldType.PASSWORD, in_list=False,
              help=Text("群机器人的 Webhook 地址；保存后不再显示，留空则不变", "The robot's webhook address; not shown again, empty leaves it as it is")),
    FieldSpec("secret", Text("加签密钥", "Signing secret"), FieldType.PASSWORD, in_list=False,
              help=Text("钉钉“加签”、飞书“签名校验”的密钥；企业微信不需要；留空则不变", "Of DingTalk and Feishu; WeCom has none; empty leaves it as it is")),
    FieldSpec("hint", Text("地址摘要", "Address in short"), readonly=True, in_form=False, width=220),
    FieldSpec("everyone", Text("群里通报", "Tells the group of"), FieldType.JSON, choices=choices(texts.NOTICE_KIND_LABELS),
              default=[], sortable=False, filterable=False, width=200,
              help=Text("这些通知不论发给谁都发到群里；此外各人可自选", "Sent here whoever is concerned; beside that people choose for themselves")),
    FieldSpec("active", Text("启用", "Active"), FieldType.BOOLEAN, default=True, width=80),
)  # fmt: skip

AUTOMATION_FIELDS = (
    FieldSpec("name", Text("名称", "Name"), required=True, searchable=True, width=200),
    FieldSpec("active", Text("启用", "Active"), FieldType.BOOLEAN, default=False, width=80),
    FieldSpec("runner", Text("以谁的权限运行", "Acts for"), FieldType.REFERENCE, ref="users", width=140,
              help=Text("留空为本人", "Empty: oneself")),
    FieldSpec("trigger", Text("何时触发", "Set off by"), FieldType.JSON, in_list=False, required=True, sortable=False, filterable=False),
    FieldSpec("condition", Text("条件", "Condition"), FieldType.MULTILINE, in_list=False, sortable=False, filterable=False),
    FieldSpec("actions", Text("动作", "Actions"), FieldType.JSON, in_list=False, required=True, sortable=False, filterable=False),
    FieldSpec("hourly_limit", Text("每小时最多次数", "Most runs an hour"), FieldType.INTEGER, default=600, width=120),
    FieldSpec("since", Text("启用时间", "Switched on"), FieldType.DATETIME, readonly=True, in_form=False, width=150),
    FieldSpec("updated_at", Text("修改时间", "Changed"), FieldType.DATETIME, readonly=True, in_form=False, width=150),
)  # fmt: skip
