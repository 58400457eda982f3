"""Webhooks: who wants to hear of what, and every delivery tried."""

from django.db import models


class Webhook(models.Model):
    """One address that hears of events. events: kinds like "goods_receipt.post", "goods_receipt.*" or "*"."""

    rev = models.IntegerField(default=1)
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=500)
    secret = models.CharField(max_length=100)
    events = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    created_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    updated_by_id = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "integrations_webhook"


class WebhookDelivery(models.Model):
    """One event on its way to one webhook. payload is what was signed and sent, kept for replay."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="+")
    position = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    payload = models.TextField()
    state = models.CharField(max_length=10)
    attempts = models.IntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    response_status = models.IntegerField(null=True)
    error = models.CharField(max_length=400, blank=True, default="")
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "integrations_webhook_delivery"
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="webhook_delivery_due_idx", condition=models.Q(state="PENDING")
            )
        ]
