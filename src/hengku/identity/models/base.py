"""Columns of the records of this room that people edit."""

from django.db import models


class Tracked(models.Model):
    """rev counts changes (If-Match)."""

    rev = models.IntegerField(default=1)
    created_by_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_by_id = models.BigIntegerField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True
