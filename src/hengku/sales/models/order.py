"""What a sales order and its lines have of their own."""

from django.db import models


class SalesOrder(models.Model):
    """priority: the smaller number reserves first. reserve_incoming: what is not there claims goods to come; pay_minutes: what is
    reserved is free again unless somebody says in time that the order is paid."""

    document = models.OneToOneField("documents.Document", on_delete=models.CASCADE, primary_key=True, related_name="+")
    ship_to = models.CharField(max_length=400, blank=True, default="")
    priority = models.IntegerField(default=100)
    reserve_incoming = models.BooleanField(default=False, db_default=False)
    pay_minutes = models.IntegerField(null=True)

    class Meta:
        db_table = "sales_order"


class SalesOrderLine(models.Model):
    """tolerance: over-shipment allowed for this line as a fraction; null = as the item or the book says."""

    line = models.OneToOneField("documents.Line", on_delete=models.CASCADE, primary_key=True, related_name="+")
    promised_date = models.DateField(null=True)
    tolerance = models.DecimalField(max_digits=7, decimal_places=4, null=True)

    class Meta:
        db_table = "sales_order_line"
        indexes = [models.Index(fields=["promised_date"], name="sales_promised_date_idx")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tolerance__isnull=True) | models.Q(tolerance__gte=0),
                name="over_shipment_not_negative",
            ),
        ]
