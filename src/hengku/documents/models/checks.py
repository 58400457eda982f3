"""Checks that a firm adds to a document type, written as formulas."""

from django.db import models

from hengku.masterdata.models.base import Record


class DocumentCheck(Record):
    """校验规则: `formula` must not say no when a document of the type is submitted, approved or posted. blocks: refuse, else ask for
    confirmation. tree: the formula as read when it was saved."""

    document_type = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    formula = models.TextField()
    tree = models.JSONField()
    message = models.CharField(max_length=300)
    blocks = models.BooleanField(default=True)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "documents_check"
        indexes = [models.Index(fields=["document_type"], name="document_check_type_idx")]
