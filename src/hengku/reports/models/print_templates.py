"""Papers that people lay out themselves."""

from django.db import models

from hengku.masterdata.models.base import Record


class PrintTemplate(Record):
    """打印模板 of one document type: a size of paper (rules.templates.SIZES) and blocks from top to bottom. blocks hold names of
    fields and texts with {field} tags; what a field says is looked up when it is printed, under the rights of who prints."""

    document_type = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    paper = models.CharField(max_length=12)
    blocks = models.JSONField(default=list)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "reports_print_template"
        indexes = [models.Index(fields=["document_type"], name="print_template_type_idx")]
