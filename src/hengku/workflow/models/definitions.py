"""What people set up: flows with their versions, who acts for whom, who looks after what, when people work."""

from typing import ClassVar

from django.db import models

from hengku.masterdata.models.base import Record


class Workflow(Record):
    """审批流: which documents it applies to (book_ids, warehouse_ids: null = all; lowest priority number first). post_after: post as
    soon as it is approved. withdraw: until when the initiator may take it back (off, first action, final). material: paths of
    fields whose change takes approvals back (null = all but free texts)."""

    name = models.CharField(max_length=100)
    document_type = models.CharField(max_length=40)
    book_ids = models.JSONField(null=True, blank=True)
    warehouse_ids = models.JSONField(null=True, blank=True)
    priority = models.IntegerField(default=100)
    active = models.BooleanField(default=False)
    post_after = models.BooleanField(default=False)
    withdraw = models.CharField(max_length=8, default="first")
    material = models.JSONField(null=True, blank=True)

    class Meta:
        db_table = "workflow_workflow"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["document_type"], name="workflow_of_type_idx", condition=models.Q(active=True)),
        ]


class Version(models.Model):
    """One tree of a flow: draft (at most one), active (at most one), retired. Only a draft's tree changes (trigger)."""

    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="versions")
    no = models.IntegerField()
    status = models.CharField(max_length=8)
    tree = models.JSONField()
    checksum = models.CharField(max_length=64)
    published_by_id = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        db_table = "workflow_version"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workflow", "no"], name="version_no_once_per_flow"),
            models.UniqueConstraint(
                fields=["workflow", "status"],
                condition=models.Q(status__in=("draft", "active")),
                name="one_draft_and_one_active",
            ),
        ]


class Delegation(Record):
    """委托: `delegate` may act for `principal` from starts_on to ends_on (both included). document_types: null = all; max_amount:
    null = whatever it is worth."""

    principal = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    delegate = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    document_types = models.JSONField(null=True, blank=True)
    max_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True, default="")
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "workflow_delegation"


class Responsibility(Record):
    """业务负责人: who looks after a warehouse (keeper), a category (its owner, its buyer), a partner (its buyer, its sales rep)."""

    kind = models.CharField(max_length=20)
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    warehouse = models.ForeignKey(
        "masterdata.Warehouse", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    category = models.ForeignKey(
        "masterdata.ItemCategory", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    partner = models.ForeignKey("masterdata.Partner", on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "workflow_responsibility"


class Calendar(Record):
    """工作日历: working hours on weekdays (1 = Monday), days off and days made up for (调休) as lists of dates; starts, ends as HH:MM. The first one counts."""

    name = models.CharField(max_length=60)
    weekdays = models.JSONField(default=list)
    starts = models.CharField(max_length=5)
    ends = models.CharField(max_length=5)
    holidays = models.JSONField(default=list, blank=True)
    workdays = models.JSONField(default=list, blank=True)

    class Meta:
        db_table = "workflow_calendar"
