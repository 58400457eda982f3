"""What an inspection has of its own: what was not simply accepted, and what the sample showed."""

from django.db import models


class InspectionLine(models.Model):
    """Quantities in the line's unit; the line's own quantity is what was accepted."""

    line = models.OneToOneField("documents.Line", on_delete=models.CASCADE, primary_key=True, related_name="+")
    concession = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    refused = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    sample_size = models.IntegerField(null=True)
    defects = models.IntegerField(null=True)

    class Meta:
        db_table = "purchasing_inspection_line"


class InspectedLine(models.Model):
    """What became of a notice or receipt line in posted inspections, in base units. The row is locked by whoever decides."""

    line_id = models.BigIntegerField(primary_key=True)
    passed = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    refused = models.DecimalField(max_digits=20, decimal_places=6, default=0)

    class Meta:
        db_table = "purchasing_inspected_line"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(passed__gte=0, refused__gte=0), name="inspected_quantities_not_negative"
            )
        ]
