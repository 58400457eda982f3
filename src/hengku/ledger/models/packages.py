"""What packages hold, as a part of the balances: a projection that never holds more than lies there, and its append-only log."""

from django.db import models


class PackageContent(models.Model):
    """quantity base units of a stock key stand in a package. Balance.packed_quantity is the sum of these, never above its
    quantity."""

    package_id = models.BigIntegerField()
    balance_id = models.BigIntegerField(db_index=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)

    class Meta:
        db_table = "ledger_package_content"
        constraints = [
            models.UniqueConstraint(fields=["package_id", "balance_id"], name="package_content_key_is_unique"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="package_content_positive"),
        ]


class PackageEvent(models.Model):
    """Goods came into a package (positive) or out of it. move_id: the move they came or went with, null = packed or unpacked where
    they stand."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    package_id = models.BigIntegerField(db_index=True)
    move_id = models.BigIntegerField(null=True)
    book_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    place_id = models.BigIntegerField()
    bin_id = models.BigIntegerField(null=True)
    lot_id = models.BigIntegerField(null=True)
    status = models.CharField(max_length=12)
    owner_id = models.BigIntegerField(null=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)

    class Meta:
        db_table = "ledger_package_event"
        indexes = [
            models.Index(fields=["move_id"], name="package_event_move_idx", condition=models.Q(move_id__isnull=False)),
            models.Index(fields=["lot_id"], name="package_event_lot_idx", condition=models.Q(lot_id__isnull=False)),
        ]
