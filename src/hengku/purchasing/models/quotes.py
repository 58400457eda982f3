"""Quotes of suppliers on the lines of a request for quotation."""

from django.db import models


class Quote(models.Model):
    """What one supplier answers for one line, per unit of the line. awarded: what of the line was given to this supplier, in the
    line's unit; losing quotes stay. minimum_quantity: the supplier sells no less."""

    document_id = models.BigIntegerField(db_index=True)
    line = models.ForeignKey("documents.Line", on_delete=models.CASCADE, related_name="+")
    partner = models.ForeignKey("masterdata.Partner", on_delete=models.PROTECT, related_name="+")
    price = models.DecimalField(max_digits=20, decimal_places=6)
    includes_tax = models.BooleanField(default=False)
    tax_rate = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    lead_days = models.IntegerField(null=True)
    minimum_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    valid_to = models.DateField(null=True)
    remarks = models.CharField(max_length=200, blank=True, default="")
    awarded = models.DecimalField(max_digits=20, decimal_places=6, default=0)

    class Meta:
        db_table = "purchasing_quote"
        constraints = [
            models.UniqueConstraint(fields=["line", "partner"], name="one_quote_per_line_and_supplier"),
            models.CheckConstraint(condition=models.Q(price__gt=0), name="quote_price_is_positive"),
        ]
