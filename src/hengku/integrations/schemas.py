"""The kinds of records of this room, and the shapes of its answers."""

from typing import Any

from ninja import Schema

from hengku.integrations.models import Automation, ImportRun, NoticeChannel, Webhook
from hengku.integrations.operations import automations, channels, webhooks
from hengku.integrations.rules.fields import AUTOMATION_FIELDS, CHANNEL_FIELDS, IMPORT_RUN_FIELDS, WEBHOOK_FIELDS
from hengku.kernel.texts import Text
from hengku.metadata.types import ResourceSpec

RESOURCES = (
    ResourceSpec(
        "import-runs", Text("导入记录", "Import"), Text("导入记录", "Imports"), ImportRun, IMPORT_RUN_FIELDS,
        code_field="id", title_field="file_name", default_sort="-id", group="settings",
    ),
    ResourceSpec(
        "webhooks", Text("推送", "Webhook"), Text("推送", "Webhooks"), Webhook, WEBHOOK_FIELDS,
        code_field="name", default_sort="name", group="settings",
        create=webhooks.create_webhook, update=webhooks.update_webhook, delete=webhooks.delete_webhook,
    ),
    ResourceSpec(
        channels.ENTITY, Text("通知渠道", "Notice channel"), Text("通知渠道", "Notice channels"), NoticeChannel, CHANNEL_FIELDS,
        code_field="name", default_sort="name", group="settings",
        create=channels.create_channel, update=channels.update_channel, delete=channels.delete_channel,
    ),
    ResourceSpec(
        automations.ENTITY, Text("自动化", "Automation"), Text("自动化", "Automations"), Automation, AUTOMATION_FIELDS,
        code_field="name", default_sort="name", group="automations",
        create=automations.create_automation, update=automations.update_automation, delete=automations.delete_automation,
    ),
)  # fmt: skip


class KindOut(Schema):
    kind: str
    label: str
    fields: list[dict[str, Any]]


class ColumnOut(Schema):
    index: int
    title: str
    samples: list[str]
    field: str | None
    confidence: str


class BeforeOut(Schema):
    """An earlier import of the very same file."""

    id: str
    created_at: str
    created: int
    updated: int


class ImportOut(Schema):
    """An import as the wizard sees it. remembered: the columns are those people chose the last time for such a header."""

    id: str
    kind: str
    file_name: str
    state: str
    state_label: str
    sheets: list[dict[str, Any]]
    sheet: int
    header_row: int
    columns: list[ColumnOut]
    fields: list[dict[str, Any]]
    options: dict[str, Any]
    rows_total: int
    document_type: str | None
    remembered: bool
    before: BeforeOut | None


class ProgressOut(Schema):
    """How far a run is; rate in rows a second."""

    id: str
    kind: str
    file_name: str
    state: str
    state_label: str
    partial: bool
    rows_total: int
    rows_done: int
    rate: str | None
    seconds_left: int | None
    created: int
    updated: int
    unchanged: int
    refused: int
    message: str
    created_at: str


class MappingIn(Schema):
    sheet: int | None = None
    header_row: int | None = None
    columns: dict[str, str | None] | None = None
    options: dict[str, Any] | None = None


class RowOut(Schema):
    number: int
    state: str
    state_label: str
    values: dict[str, str]
    errors: list[dict[str, str]]


class MissingOut(Schema):
    """Records of one kind that the shown rows need and that would be made on the way."""

    label: str
    names: list[str]


class PreviewOut(Schema):
    """documents: how many documents the whole file makes; null when it makes records."""

    rows: list[RowOut]
    counts: dict[str, int]
    documents: int | None
    missing: list[MissingOut]


class FaultyRowOut(Schema):
    """A refused row: its number as the spreadsheet shows it, its cells under the mapped columns, what is wrong."""

    number: int
    message: str
    values: dict[str, str]


class FaultyRowsOut(Schema):
    count: int
    items: list[FaultyRowOut]


class RunIn(Schema):
    partial: bool = False


class UndoOut(Schema):
    state: str
    kept: list[str]


class EventOut(Schema):
    position: str
    type: str
    document_id: str
    document_type: str
    number: str
    created_at: str


class FeedOut(Schema):
    items: list[EventOut]
    next_after: str


class DeliveryOut(Schema):
    id: str
    position: str
    kind: str
    state: str
    attempts: int
    response_status: int | None
    error: str
    created_at: str
    delivered_at: str | None
    next_attempt_at: str | None


class DeliveriesOut(Schema):
    items: list[DeliveryOut]
