"""What inventory was written down, and what of it was carried out or taken back."""

from django.db import models


class Provision(models.Model):
    """存货跌价准备 of one item: `amount` added by one document. RELEASE: carried out with goods sold in the month of `date` (negative),
    key the cost of sales it relieves; CHARGE: what the test made necessary, or no longer necessary (negative), with what it compared:
    quantity on hand, its cost and what can be realised for it. A document that is taken back has the same rows with the opposite sign."""

    document_id = models.BigIntegerField()
    book_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    date = models.DateField()
    kind = models.CharField(max_length=8)
    key = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    cost = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    realisable = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    class Meta:
        db_table = "finance_provision"
        indexes = [
            models.Index(fields=["document_id"], name="provision_document_idx"),
            models.Index(fields=["book_id", "item_id", "date"], name="provision_item_idx"),
        ]
