"""Packages of configuration, and what became of them."""

from typing import ClassVar

from django.db import models

from hengku.masterdata.models.base import Record


class Package(Record):
    """配置包: what somebody wants the account set to be configured like. contents: part -> key -> piece (null: it shall go); tests: cases
    that have to hold when it is published (see rules.packages). code is the same in every installation the package travels to.
    source: made, imported or the code of the industry template it came from. live: the version in effect, "" for none."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    version = models.CharField(max_length=20, default="1.0")
    notes = models.TextField(blank=True, default="")
    contents = models.JSONField(default=dict)
    tests = models.JSONField(default=list)
    source = models.CharField(max_length=60, default="made")
    live = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        db_table = "studio_package"


class Publication(models.Model):
    """One time a package took effect (publish), was taken back to what it was after an earlier one (rollback) or before all of them
    (remove). contents: the pieces applied; before, after: the whole configuration then; results: how its cases went."""

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="publications")
    no = models.IntegerField()
    kind = models.CharField(max_length=10)
    version = models.CharField(max_length=20)
    note = models.CharField(max_length=400, blank=True, default="")
    contents = models.JSONField()
    before = models.JSONField()
    after = models.JSONField()
    results = models.JSONField(default=list)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        db_table = "studio_publication"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["package", "no"], name="publication_no_once_per_package")
        ]
