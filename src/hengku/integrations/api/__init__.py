"""Doors: imports, webhooks, event feed, stream."""

from ninja import Router

from hengku.integrations.api import automations, events, imports, notices, stream, webhooks

router = Router()
for _part in (imports, webhooks, notices, automations, events, stream):
    router.add_router("", _part.router)
