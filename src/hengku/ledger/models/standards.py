"""Standard costs 标准成本: one dated row per change, appended, never overwritten."""

from django.db import models


class StandardCost(models.Model):
    """From `valid_from` on an item of a book costs `unit_cost`. Of several rows of one day the last posted holds. The first row of an
    item has no posting and is valid since ever: what the item's card said when its first goods came."""

    book_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    valid_from = models.DateField()
    unit_cost = models.DecimalField(max_digits=18, decimal_places=6)
    posting_id = models.BigIntegerField(null=True)
    line_id = models.BigIntegerField(null=True, unique=True)

    class Meta:
        db_table = "ledger_standard_cost"
        constraints = [
            models.UniqueConstraint(
                fields=["item_id", "book_id", "valid_from", "posting_id"],
                name="standard_cost_key_is_unique",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=models.Q(unit_cost__gt=0), name="standard_cost_is_positive"),
        ]
