"""What documents say that make goods out of other goods: assembly, disassembly, conversion, lot change."""

from django.db import models


class Making(models.Model):
    """fee: what somebody is paid for the work."""

    document = models.OneToOneField("documents.Document", on_delete=models.CASCADE, primary_key=True, related_name="+")
    fee = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    class Meta:
        db_table = "warehousing_making"


class MakingLine(models.Model):
    """role: PRODUCT or COMPONENT (assembly, disassembly); of_line: number of the product's line, empty = the first.
    reference_cost: per base unit, shares out the cost of what is taken apart. to_*: what the goods become (conversion, lot change)."""

    line = models.OneToOneField("documents.Line", on_delete=models.CASCADE, primary_key=True, related_name="+")
    role = models.CharField(max_length=12, blank=True, default="")
    of_line = models.IntegerField(null=True)
    reference_cost = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    to_item = models.ForeignKey("masterdata.Item", on_delete=models.PROTECT, null=True, related_name="+")
    to_quantity = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    to_lot = models.CharField(max_length=100, blank=True, default="")
    production_date = models.DateField(null=True)
    expiry_date = models.DateField(null=True)

    class Meta:
        db_table = "warehousing_making_line"
