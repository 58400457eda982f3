from hengku.integrations.models.channels import NoticeChannel
from hengku.integrations.models.imports import ImportRowResult, ImportRun
from hengku.integrations.models.webhooks import Webhook, WebhookDelivery

__all__ = ["ImportRowResult", "ImportRun", "NoticeChannel", "Webhook", "WebhookDelivery"]
