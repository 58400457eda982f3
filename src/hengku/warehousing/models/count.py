"""Counting: the plan's scope and snapshot, what counters told us, what was confirmed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hengku.warehousing.types import CountMethod, EntryMode, Uncounted


def _ids() -> "ArrayField[list[int], list[int]]":
    return ArrayField(models.BigIntegerField(), default=list, blank=True)


class CountPlan(models.Model):
    """Scope and rules. Running from started_at until finished_at; an empty choice of zones, bins... means all."""

    document = models.OneToOneField("documents.Document", on_delete=models.CASCADE, primary_key=True, related_name="+")
    method = models.CharField(max_length=8, default=CountMethod.DYNAMIC.value)
    blind = models.BooleanField(default=True)
    warehouse_ids = _ids()
    zone_ids = _ids()
    bin_ids = _ids()
    category_ids = _ids()
    brand_ids = _ids()
    item_ids = _ids()
    recount_quantity = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    recount_percent = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    recount_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    uncounted = models.CharField(max_length=10, default=Uncounted.KEEP_BOOK.value)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "warehousing_count_plan"
        indexes = [
            models.Index(
                fields=["method"],
                name="count_plan_running_idx",
                condition=models.Q(started_at__isnull=False, finished_at__isnull=True),
            )
        ]


class KeyColumns(models.Model):
    """What is counted apart: an item in a bin, by lot and status."""

    item_id = models.BigIntegerField()
    warehouse_id = models.BigIntegerField()
    bin_id = models.BigIntegerField(null=True)
    lot_id = models.BigIntegerField(null=True)
    status = models.CharField(max_length=12)

    class Meta:
        abstract = True


class CountSnapshot(KeyColumns):
    """What the books said when the plan was released."""

    plan = models.ForeignKey(CountPlan, on_delete=models.CASCADE, related_name="+")
    quantity = models.DecimalField(max_digits=20, decimal_places=6)

    class Meta:
        db_table = "warehousing_count_snapshot"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "warehouse_id", "bin_id", "item_id", "lot_id", "status"],
                name="one_snapshot_per_key",
                nulls_distinct=False,
            )
        ]


class CountSheet(models.Model):
    """A sheet of a plan."""

    document = models.OneToOneField("documents.Document", on_delete=models.CASCADE, primary_key=True, related_name="+")
    plan = models.ForeignKey(CountPlan, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "warehousing_count_sheet"


class CountEntry(KeyColumns):
    """One thing a counter told us; never changed, the next one says better. key makes a repeated scan harmless.

    quantity in base units; entered as people said it ("3箱+2瓶"); round 1 = first count.
    """

    sheet = models.ForeignKey(CountSheet, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    round = models.SmallIntegerField(default=1)
    mode = models.CharField(max_length=4, default=EntryMode.SET.value)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    entered = models.CharField(max_length=60, blank=True, default="")
    counted_at = models.DateTimeField()
    counted_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "warehousing_count_entry"
        constraints = [
            models.UniqueConstraint(fields=["sheet", "key"], name="count_entry_recorded_once"),
            models.CheckConstraint(condition=models.Q(quantity__gte=0), name="counted_quantity_not_negative"),
            models.CheckConstraint(condition=models.Q(round__range=(1, 9)), name="count_round_1_to_9"),
        ]


class CountLine(models.Model):
    """What a line of a sheet was found to mean when it was confirmed; null before. difference = counted − (snapshot + moved)."""

    line = models.OneToOneField("documents.Line", on_delete=models.CASCADE, primary_key=True, related_name="+")
    counted_at = models.DateTimeField(null=True)
    counted_by_id = models.BigIntegerField(null=True)
    first_quantity = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    rounds = models.SmallIntegerField(default=1)
    snapshot_quantity = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    moved_quantity = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    difference = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)

    class Meta:
        db_table = "warehousing_count_line"


class CountAdjustment(models.Model):
    """A gain or loss document and the sheet it comes from."""

    document = models.OneToOneField("documents.Document", on_delete=models.CASCADE, primary_key=True, related_name="+")
    sheet = models.ForeignKey(CountSheet, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        db_table = "warehousing_count_adjustment"


class CountAdjustmentLine(models.Model):
    """A line of a gain or loss and the line of the sheet whose difference it books."""

    line = models.OneToOneField("documents.Line", on_delete=models.CASCADE, primary_key=True, related_name="+")
    sheet_line = models.ForeignKey(
        "documents.Line", on_delete=models.PROTECT, related_name="+", null=True, db_index=True
    )

    class Meta:
        db_table = "warehousing_count_adjustment_line"
