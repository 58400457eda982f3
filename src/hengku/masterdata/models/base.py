"""Columns every master record has."""

from django.db import models


class Record(models.Model):
    """rev counts changes (If-Match); ext holds custom fields by immutable key."""

    rev = models.IntegerField(default=1)
    ext = models.JSONField(default=dict, blank=True)
    created_by_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_by_id = models.BigIntegerField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True
