"""Goods shipped whose revenue comes with the invoice."""

from django.db import models


class ShippedCost(models.Model):
    """发出商品 of one line of a shipment or return in books that recognise revenue with the invoice: `cost` of the line as booked
    so far (negative for returns), base quantity of the line and what of it was `invoiced`, and the part of the cost that is cost of
    sales by now. cost - sold stands on the account of goods shipped."""

    line_id = models.BigIntegerField(primary_key=True)
    book_id = models.BigIntegerField(db_index=True)
    item_id = models.BigIntegerField()
    partner_id = models.BigIntegerField(null=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    invoiced = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    cost = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    sold = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    class Meta:
        db_table = "finance_shipped_cost"
