"""Figures that people declare and the house keeps: tables, their versions, rows, and what each document adds to a row."""

from django.db import models

from hengku.masterdata.models.base import Record


class SummaryTable(Record):
    """汇总表. source: a dataset of documents ("goods_receipt", "goods_receipt:line"). states: the states in which a document
    counts; empty = once submitted, until void or reversed. condition: a formula over its fields, empty = all. groups:
    [{field, grain}]; figures: [{code, label, agg, field}]. guard: a formula over figures, groups and what they refer to, that
    must stay true; message: what is said when it would not."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    source = models.CharField(max_length=60)
    states = models.JSONField(default=list)
    condition = models.TextField(blank=True, default="")
    groups = models.JSONField(default=list)
    figures = models.JSONField(default=list)
    guard = models.TextField(blank=True, default="")
    message = models.CharField(max_length=300, blank=True, default="")
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "studio_summary_table"


class SummaryVersion(models.Model):
    """One declaration of a table that is, or was, kept. shape: what is counted and how (rules.summaries.Shape). While a version is
    BUILDING the one before it stays LIVE, so that a guard never sleeps. guard: {text, tree, message}, empty = none."""

    table = models.ForeignKey(SummaryTable, on_delete=models.CASCADE, related_name="versions")
    shape = models.JSONField()
    guard = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default="BUILDING")
    created_at = models.DateTimeField()
    built_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "studio_summary_version"


class SummaryRow(models.Model):
    """One row of a table. key: the hash of dims. dims and figures in the order of the shape; numbers and dates as text.
    count: how many rows of the source stand behind it; 0 = a row that is empty for now."""

    version = models.ForeignKey(SummaryVersion, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=32)
    dims = models.JSONField()
    count = models.BigIntegerField(default=0)
    figures = models.JSONField()

    class Meta:
        db_table = "studio_summary_row"
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="summary_row_is_unique")]


class SummaryPart(models.Model):
    """What one document adds to one row."""

    version = models.ForeignKey(SummaryVersion, on_delete=models.CASCADE, related_name="+", db_index=False)
    document_id = models.BigIntegerField()
    key = models.CharField(max_length=32)
    count = models.BigIntegerField()
    figures = models.JSONField()

    class Meta:
        db_table = "studio_summary_part"
        constraints = [models.UniqueConstraint(fields=["version", "document_id", "key"], name="summary_part_is_unique")]
        indexes = [models.Index(fields=["version", "key"], name="summary_part_of_row_idx")]
