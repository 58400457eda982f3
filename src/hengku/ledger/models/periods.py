"""Periods 会计期间 and what is kept of them when they close."""

from django.db import models


class StockPeriod(models.Model):
    """One month of one book as the ledger sees it: postings need it open; closing locks the row."""

    book_id = models.BigIntegerField()
    month = models.DateField(help_text="first day of the month")
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "ledger_stock_period"
        constraints = [models.UniqueConstraint(fields=["book_id", "month"], name="one_period_per_book_and_month")]


class PeriodSnapshot(models.Model):
    """Closing stock of one month. content_hash covers its lines (I30); reopening supersedes it, it is never deleted."""

    book_id = models.BigIntegerField()
    month = models.DateField()
    taken_at = models.DateTimeField()
    taken_by_id = models.BigIntegerField(null=True)
    content_hash = models.CharField(max_length=64, blank=True, default="")
    superseded_at = models.DateTimeField(null=True)
    superseded_by_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        db_table = "ledger_period_snapshot"
        constraints = [
            models.UniqueConstraint(
                fields=["book_id", "month"],
                name="one_live_snapshot_per_period",
                condition=models.Q(superseded_at__isnull=True),
            )
        ]


class SnapshotQuantity(models.Model):
    """Quantity of one stock key at the end of the month."""

    snapshot = models.ForeignKey(PeriodSnapshot, on_delete=models.PROTECT, related_name="+")
    item_id = models.BigIntegerField()
    place_id = models.BigIntegerField()
    bin_id = models.BigIntegerField(null=True)
    lot_id = models.BigIntegerField(null=True)
    status = models.CharField(max_length=12)
    owner_id = models.BigIntegerField(null=True)
    project_id = models.BigIntegerField(null=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)

    class Meta:
        db_table = "ledger_snapshot_quantity"


class SnapshotValue(models.Model):
    """Quantity and amount of one cost pool at the end of the month."""

    snapshot = models.ForeignKey(PeriodSnapshot, on_delete=models.PROTECT, related_name="+")
    pool_id = models.BigIntegerField()
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    amount = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        db_table = "ledger_snapshot_value"
