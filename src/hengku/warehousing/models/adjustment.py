"""What a cost adjustment has of its own."""

from django.db import models


class CostAdjustment(models.Model):
    """credit: key of the account on the other side; empty: as the reasons of the lines say."""

    document = models.OneToOneField("documents.Document", on_delete=models.CASCADE, primary_key=True, related_name="+")
    credit = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        db_table = "warehousing_cost_adjustment"


class CostAdjustmentLine(models.Model):
    """adjusts: the receipt line whose cost is corrected; null = the whole pool."""

    line = models.OneToOneField("documents.Line", on_delete=models.CASCADE, primary_key=True, related_name="+")
    adjusts = models.ForeignKey("documents.Line", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        db_table = "warehousing_cost_adjustment_line"
