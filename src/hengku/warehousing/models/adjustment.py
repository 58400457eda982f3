"""What a cost adjustment has of its own."""

from django.db import models


class CostAdjustmentLine(models.Model):
    """adjusts: the receipt line whose cost is corrected; null = the whole pool."""

    line = models.OneToOneField("documents.Line", on_delete=models.CASCADE, primary_key=True, related_name="+")
    adjusts = models.ForeignKey("documents.Line", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        db_table = "warehousing_cost_adjustment_line"
