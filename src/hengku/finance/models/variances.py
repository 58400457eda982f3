"""What the runs of cost variances shared out."""

from django.db import models


class VarianceShare(models.Model):
    """One line of a variance run 差异分摊单: `amount` of the item's cost variances of `month` goes to the account of `key`, because the
    document `issue_document_id` used goods up (its line `issue_line_id`). Without a document: nobody was left to bear it. A run
    that is taken back has the same rows with the opposite sign."""

    document_id = models.BigIntegerField()
    book_id = models.BigIntegerField()
    month = models.DateField()
    item_id = models.BigIntegerField()
    issue_document_id = models.BigIntegerField(null=True)
    issue_line_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    partner_id = models.BigIntegerField(null=True)
    cost_object_id = models.BigIntegerField(null=True)
    warehouse_id = models.BigIntegerField(null=True)
    department = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        db_table = "finance_variance_share"
        indexes = [
            models.Index(fields=["document_id"], name="variance_share_document_idx"),
            models.Index(fields=["book_id", "item_id", "month"], name="variance_share_item_idx"),
            models.Index(fields=["issue_document_id"], name="variance_share_issue_idx"),
        ]
