"""Automations: rules people make, and every run of them."""

from typing import ClassVar

from django.db import models

from hengku.masterdata.models.base import Record


class Automation(Record):
    """What happens by itself. trigger, actions: see rules/automation.py; condition: a formula about what set it off.

    runner: with whose rights it acts. since: switched on at, what happened before does not count. rung_at: the last time of a
    clock that was heard. secret_hash: of the secret in the address outside systems call. hourly_limit: so many runs an hour, the
    others wait.
    """

    name = models.CharField(max_length=100, unique=True)
    trigger = models.JSONField()
    condition = models.TextField(blank=True, default="")
    actions = models.JSONField(default=list)
    runner = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    active = models.BooleanField(default=False)
    since = models.DateTimeField(null=True)
    rung_at = models.DateTimeField(null=True)
    secret_hash = models.CharField(max_length=64, blank=True, default="")
    hourly_limit = models.IntegerField(default=600)

    class Meta:
        db_table = "integrations_automation"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(hourly_limit__gte=1), name="automation_limit_positive"),
        ]


class AutomationRun(models.Model):
    """One automation and one event: that pair runs once. subject_type, subject_id: the document or record ("" and 0 without one);
    payload: what an outside system sent. reasons: why it was refused ([code, params]); fault: what broke. depth: how many runs brought this one about. results: what each action did."""

    automation = models.ForeignKey(Automation, on_delete=models.CASCADE, related_name="+")
    event_key = models.CharField(max_length=120)
    event = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.BigIntegerField(default=0)
    payload = models.JSONField(null=True)
    parent_id = models.BigIntegerField(null=True)
    depth = models.IntegerField(default=0)
    state = models.CharField(max_length=10)
    attempts = models.IntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    results = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    fault = models.CharField(max_length=400, blank=True, default="")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "integrations_automation_run"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["automation", "event_key"], name="automation_runs_once_per_event"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_attempt_at"], name="automation_run_due_idx", condition=models.Q(state="PENDING")
            ),
            models.Index(fields=["automation", "-finished_at"], name="automation_run_recent_idx"),
        ]
