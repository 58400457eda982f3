"""Imports: one run per file, one row per line of it."""

from django.db import models


class ImportRun(models.Model):
    """One import of one file. The file itself lies in the account set's folder, named by the run.

    mapping: {"sheet": 0, "header_row": 2, "columns": {"3": "name"}, "options": {…}}; totals: figures of the kind (amount, quantity).
    """

    kind = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.CharField(max_length=12)
    mapping = models.JSONField(default=dict)
    header_key = models.CharField(max_length=64, blank=True, default="", help_text="hash of the column titles")
    partial = models.BooleanField(default=False)
    rows_total = models.BigIntegerField(default=0)
    rows_done = models.BigIntegerField(default=0)
    created_count = models.BigIntegerField(default=0)
    updated_count = models.BigIntegerField(default=0)
    unchanged_count = models.BigIntegerField(default=0)
    refused_count = models.BigIntegerField(default=0)
    totals = models.JSONField(default=dict)
    message = models.TextField(blank=True, default="")
    cancel_asked = models.BooleanField(default=False)
    created_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "integrations_import_run"
        indexes = [models.Index(fields=["kind", "header_key"], name="import_run_header_idx")]


class ImportRowResult(models.Model):
    """What became of one row: refused rows carry their faults, the others the record or document they made or met."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.BigIntegerField(help_text="row number as the spreadsheet shows it")
    state = models.CharField(max_length=10)
    entity = models.CharField(max_length=40, blank=True, default="")
    entity_id = models.BigIntegerField(null=True)
    faults = models.JSONField(default=list)

    class Meta:
        db_table = "integrations_import_row"
        indexes = [models.Index(fields=["run", "state", "number"], name="import_row_run_state_idx")]
