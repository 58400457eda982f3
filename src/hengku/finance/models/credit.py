"""Credit that somebody let pass."""

from django.db import models


class CreditRelease(models.Model):
    """特批: a document that went beyond the customer's limit or days, with the figures of that moment and who confirmed it."""

    document_id = models.BigIntegerField(db_index=True)
    transition = models.CharField(max_length=20)
    book_id = models.BigIntegerField()
    partner_id = models.BigIntegerField()
    limit = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    exposure = models.DecimalField(max_digits=18, decimal_places=2)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    overdue_days = models.IntegerField()
    released_by_id = models.BigIntegerField(null=True)
    released_at = models.DateTimeField()

    class Meta:
        db_table = "finance_credit_release"
        indexes = [models.Index(fields=["book_id", "partner_id"], name="credit_release_partner_idx")]
