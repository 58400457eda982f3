from hengku.integrations.models.automations import Automation, AutomationRun
from hengku.integrations.models.channels import NoticeChannel
from hengku.integrations.models.imports import ImportRowResult, ImportRun
from hengku.integrations.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "Automation",
    "AutomationRun",
    "ImportRowResult",
    "ImportRun",
    "NoticeChannel",
    "Webhook",
    "WebhookDelivery",
]
