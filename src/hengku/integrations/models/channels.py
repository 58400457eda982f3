"""Channels: group robots through which notices leave the house."""

from typing import ClassVar

from django.db import models

from hengku.masterdata.models.base import Record


class NoticeChannel(Record):
    """A robot of 企业微信, 钉钉 or 飞书. url holds the robot's key and secret signs, so neither is shown again; hint tells robots
    apart. everyone: kinds of notices it hears of whoever is concerned; beside that people choose it for themselves."""

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=10)
    url = models.CharField(max_length=500)
    secret = models.CharField(max_length=200, blank=True, default="")
    hint = models.CharField(max_length=100, blank=True, default="")
    everyone = models.JSONField(default=list, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "integrations_notice_channel"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(kind__in=("WECOM", "DINGTALK", "FEISHU")), name="notice_channel_kind_known"
            ),
        ]
