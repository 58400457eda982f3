"""What must be remembered: every write (audit), every keyed request, the settings of the installation."""

from django.db import models


class AuditEntry(models.Model):
    """Who changed what, when, from where; before and after hold the changed fields. Appended only (trigger)."""

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor_name = models.CharField(max_length=100, blank=True, default="")
    address = models.CharField(max_length=60, blank=True, default="")
    request_id = models.CharField(max_length=60, blank=True, default="")
    entity = models.CharField(max_length=60)
    entity_id = models.CharField(max_length=60)
    action = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        db_table = "identity_audit_entry"
        indexes = [models.Index(fields=["entity", "entity_id", "-id"], name="audit_entity_idx")]


class IdempotencyRecord(models.Model):
    """The first answer to a keyed write, kept in the write's own transaction. actor_id 0 = nobody signed in."""

    key = models.CharField(max_length=200)
    actor_id = models.BigIntegerField(default=0)
    endpoint = models.CharField(max_length=400)
    body_hash = models.CharField(max_length=64)
    status = models.IntegerField(null=True)
    media_type = models.CharField(max_length=100, blank=True, default="")
    response = models.BinaryField(null=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "identity_idempotency_record"
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="idempotency_key_once_per_actor")]


class SystemSetting(models.Model):
    """Settings of the account set that are not business data (mail server, set-up token)."""

    key = models.CharField(max_length=60, unique=True)
    value = models.JSONField()
    updated_by_id = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "identity_system_setting"
