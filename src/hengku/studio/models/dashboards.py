"""Pages people make of questions."""

from django.db import models

from hengku.masterdata.models.base import Record


class Dashboard(Record):
    """仪表盘: widgets on a grid of twelve columns (see rules.widgets). Its maker alone changes it; shared_with are ids of roles
    whose people see it too, shared_all: everybody. What anybody sees in it is theirs to see: each widget asks under the reader's rights.
    refresh: seconds between two readings on a big screen."""

    name = models.CharField(max_length=100)
    widgets = models.JSONField(default=list)
    shared_all = models.BooleanField(default=False)
    shared_with = models.JSONField(default=list)
    refresh = models.IntegerField(default=60)

    class Meta:
        db_table = "studio_dashboard"
