"""Goods that came after their invoice."""

from django.db import models


class Arrival(models.Model):
    """What a receipt line took of an invoice line that had come before the goods (在途物资, P2b): base quantity of the order line both
    belong to, and what the invoice charged for it; released: of the receipt's price, which is
    no estimate any more. Negative for the mirror of the receipt."""

    invoice_line_id = models.BigIntegerField(db_index=True)
    order_line_id = models.BigIntegerField()
    receipt_line_id = models.BigIntegerField()
    receipt_document_id = models.BigIntegerField(db_index=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    released = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        db_table = "finance_arrival"
