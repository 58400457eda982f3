"""What people were told, how they want to hear it, and what is on its way to them outside the house."""

from typing import ClassVar

from django.db import models


class Notice(models.Model):
    """One thing one person was told. title, body: language -> text; path: the page it is about."""

    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    title = models.JSONField()
    body = models.JSONField(default=dict)
    path = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_notice"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user_id", "-id"], name="notice_of_user_idx"),
            models.Index(fields=["user_id"], name="notice_unread_idx", condition=models.Q(read_at__isnull=True)),
        ]


class NoticeChoice(models.Model):
    """Which kinds of notices a person wants beside the bell. ways: "mail" or "channel:<id>" -> kinds."""

    user_id = models.BigIntegerField(unique=True)
    ways = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "identity_notice_choice"


class NoticeDelivery(models.Model):
    """A notice on its way out: one for a channel however many people it names, one for each person's mail."""

    way = models.CharField(max_length=30)
    user_ids = models.JSONField(default=list)
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True, default="")
    path = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=10)
    attempts = models.IntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=400, blank=True, default="")
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_notice_delivery"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_attempt_at"], name="notice_delivery_due_idx", condition=models.Q(state="PENDING")
            ),
            models.Index(fields=["way", "-id"], name="notice_delivery_way_idx"),
        ]
