"""Views people keep of a list."""

from django.db import models


class SavedView(models.Model):
    """One person's (or, when shared, everybody's) way to look at a list: columns, filter, sort, search text."""

    resource = models.CharField(max_length=60)
    name = models.CharField(max_length=100)
    user_id = models.BigIntegerField()
    shared = models.BooleanField(default=False)
    settings = models.JSONField(default=dict)
    position = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "metadata_saved_view"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "resource", "name"], name="saved_view_name_once_per_user")
        ]
