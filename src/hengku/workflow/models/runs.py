"""What happens: runs of flows with tokens, tasks, events, timers and copies."""

from typing import ClassVar

from django.db import models

from hengku.workflow.models.definitions import Version


class Instance(models.Model):
    """One run for one document. context: the rest of the state (types.State); post_error: why a document that was approved could
    not be posted."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    document_type = models.CharField(max_length=40)
    document_id = models.BigIntegerField()
    status = models.CharField(max_length=12)
    initiator_id = models.BigIntegerField(db_index=True)
    submitted_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rev = models.IntegerField(default=1)
    context = models.JSONField(default=dict)
    post_error = models.JSONField(null=True)

    class Meta:
        db_table = "workflow_instance"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["document_id", "-id"], name="run_of_document_idx"),
            models.Index(
                fields=["initiator_id"], name="run_not_posted_idx", condition=models.Q(post_error__isnull=False)
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["document_id"],
                condition=models.Q(status__in=("running", "returned")),
                name="one_open_run_per_document",
            ),
        ]


class Token(models.Model):
    """types.Token as kept."""

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="tokens")
    number = models.IntegerField()
    state = models.CharField(max_length=12)
    node = models.CharField(max_length=60, null=True)
    parent = models.IntegerField(null=True)
    gateway = models.CharField(max_length=60, null=True)
    branch = models.IntegerField(default=0)

    class Meta:
        db_table = "workflow_token"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["instance", "number"], name="token_number_once_per_run"),
        ]


class Task(models.Model):
    """types.Task as kept; assignee 0 = nobody was there to be asked."""

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="tasks")
    number = models.IntegerField()
    node = models.CharField(max_length=60)
    token = models.IntegerField()
    round = models.IntegerField()
    seq = models.IntegerField()
    assignee_id = models.BigIntegerField()
    state = models.CharField(max_length=14)
    arrived_at = models.DateTimeField()
    source = models.CharField(max_length=14)
    original_id = models.BigIntegerField(null=True)
    on_behalf_of_id = models.BigIntegerField(null=True)
    acted_by_id = models.BigIntegerField(null=True)
    acted_at = models.DateTimeField(null=True)
    parent = models.IntegerField(null=True)
    depth = models.IntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    urged_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True, default="")
    signature_id = models.BigIntegerField(null=True)
    material = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        db_table = "workflow_task"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["instance", "number"], name="task_number_once_per_run"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["assignee_id", "-id"], name="task_to_do_idx", condition=models.Q(state="pending")),
            models.Index(
                fields=["acted_by_id", "-id"], name="task_done_idx", condition=models.Q(acted_at__isnull=False)
            ),
        ]


class Event(models.Model):
    """What happened, appended only (trigger). info is for readers, patch for replay."""

    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=16)
    info = models.JSONField(default=dict)
    patch = models.JSONField(default=dict)

    class Meta:
        db_table = "workflow_event"


class Timer(models.Model):
    """When the time of a task is over; gone when it rang or the task was done."""

    task = models.OneToOneField(Task, on_delete=models.CASCADE, related_name="timer")
    fire_at = models.DateTimeField(db_index=True)
    attempts = models.IntegerField(default=0)

    class Meta:
        db_table = "workflow_timer"


class Copied(models.Model):
    """抄送: who was told, and when they read it; gives the right to read this document."""

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="copies")
    user_id = models.BigIntegerField()
    node = models.CharField(max_length=60)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "workflow_copied"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["instance", "user_id", "node"], name="copied_once_per_node"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user_id", "-id"], name="copied_to_idx")]
