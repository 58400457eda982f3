"""What happened to documents, what people said about them, and what the rest of the house still has to hear."""

from django.db import models


class Event(models.Model):
    """History of one document; appended only."""

    document_id = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=40)
    from_state = models.CharField(max_length=12, blank=True, default="")
    to_state = models.CharField(max_length=12, blank=True, default="")
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    address = models.CharField(max_length=60, blank=True, default="")
    reason = models.CharField(max_length=400, blank=True, default="")
    changes = models.JSONField(default=dict)

    class Meta:
        db_table = "documents_event"


class DocumentVersion(models.Model):
    """What an approved order said before it was changed: content {header, lines} with names; appended only.
    actor, at, reason belong to the change that ended this version."""

    document_id = models.BigIntegerField()
    version = models.IntegerField()
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=400, blank=True, default="")
    content = models.JSONField()

    class Meta:
        db_table = "documents_version"
        constraints = [
            models.UniqueConstraint(fields=["document_id", "version"], name="version_once_per_document"),
        ]


class Outbox(models.Model):
    """One row per effective transition. position is given by the sequencer after commit, so that a cursor never skips a row
    that committed late. group_key: documents of one batch of transitions share it (a receipt with its invoice: one voucher).
    told: what has to be said to whom ({people, comment}), of events of approvals only."""

    position = models.BigIntegerField(null=True, unique=True)
    kind = models.CharField(max_length=60)
    document_id = models.BigIntegerField()
    document_type = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    group_key = models.CharField(max_length=60, null=True)
    told = models.JSONField(null=True)

    class Meta:
        db_table = "documents_outbox"
        indexes = [
            models.Index(fields=["id"], name="outbox_unsequenced_idx", condition=models.Q(position__isnull=True)),
            models.Index(fields=["group_key"], name="outbox_group_idx", condition=models.Q(group_key__isnull=False)),
        ]


class Cursor(models.Model):
    """How far a consumer has read the outbox."""

    consumer = models.CharField(max_length=60, unique=True)
    position = models.BigIntegerField(default=0)

    class Meta:
        db_table = "documents_cursor"


class NumberCounter(models.Model):
    """Last serial given per book, type and the text before the serial."""

    key = models.CharField(max_length=120, unique=True)
    value = models.BigIntegerField(default=0)

    class Meta:
        db_table = "documents_number_counter"


class Comment(models.Model):
    document_id = models.BigIntegerField(db_index=True)
    text = models.TextField()
    author_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "documents_comment"


class Attachment(models.Model):
    document_id = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    author_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "documents_attachment"
