"""What a purchase order and its lines have of their own."""

from django.db import models


class PurchaseOrder(models.Model):
    document = models.OneToOneField("documents.Document", on_delete=models.CASCADE, primary_key=True, related_name="+")
    payment_terms = models.CharField(max_length=200, blank=True, default="")
    delivery_address = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        db_table = "purchasing_order"


class PurchaseOrderLine(models.Model):
    """tolerance: over-receipt allowed for this line as a fraction; null = as the item or the book says."""

    line = models.OneToOneField("documents.Line", on_delete=models.CASCADE, primary_key=True, related_name="+")
    delivery_date = models.DateField(null=True)
    tolerance = models.DecimalField(max_digits=7, decimal_places=4, null=True)

    class Meta:
        db_table = "purchasing_order_line"
        indexes = [models.Index(fields=["delivery_date"], name="purchase_delivery_date_idx")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tolerance__isnull=True) | models.Q(tolerance__gte=0),
                name="over_receipt_not_negative",
            ),
        ]
