"""Monthly turnover: facts folded behind the postings, so that reports read months instead of rows."""

from django.db import models


class FreshPosting(models.Model):
    """A posting not yet folded. Written with the posting, removed by the fold: a posting that commits late cannot be skipped, and
    turnover + fresh postings are exact at any instant."""

    posting_id = models.BigIntegerField(primary_key=True)

    class Meta:
        db_table = "ledger_fresh_posting"


class UnprovedPosting(models.Model):
    """A folded posting the prover has not looked at yet. Written by the fold, removed by the prover."""

    posting_id = models.BigIntegerField(primary_key=True)

    class Meta:
        db_table = "ledger_unproved_posting"


class Turnover(models.Model):
    """Quantity in and out of one stock key in one month by movement type.

    A reversal counts negative on the side of its original: a reversed receipt is -q in, not +q out (shown as red documents are).
    """

    book_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    place_id = models.BigIntegerField()
    bin_id = models.BigIntegerField(null=True)
    lot_id = models.BigIntegerField(null=True)
    status = models.CharField(max_length=12)
    owner_id = models.BigIntegerField(null=True)
    project_id = models.BigIntegerField(null=True)
    month = models.DateField()
    movement_type = models.CharField(max_length=20)
    in_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    out_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)

    class Meta:
        db_table = "ledger_turnover"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "item_id",
                    "place_id",
                    "month",
                    "movement_type",
                    "book_id",
                    "bin_id",
                    "lot_id",
                    "status",
                    "owner_id",
                    "project_id",
                ],
                name="turnover_key_is_unique",
                nulls_distinct=False,
            )
        ]


class PoolTurnover(models.Model):
    """Quantity and amount in and out of one cost pool in one month by place, movement type and kind of entry."""

    pool_id = models.BigIntegerField()
    place_id = models.BigIntegerField(null=True)
    month = models.DateField()
    movement_type = models.CharField(max_length=20)
    kind = models.CharField(max_length=12)
    in_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    out_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    in_amount = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    out_amount = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    class Meta:
        db_table = "ledger_pool_turnover"
        constraints = [
            models.UniqueConstraint(
                fields=["pool_id", "month", "movement_type", "kind", "place_id"],
                name="pool_turnover_key_is_unique",
                nulls_distinct=False,
            )
        ]


class CarriedMonth(models.Model):
    """A month whose end is kept in MonthEnd: with nothing but turnover, an old day would cost more the older it is."""

    book_id = models.BigIntegerField()
    month = models.DateField(help_text="first day of the month")

    class Meta:
        db_table = "ledger_carried_month"
        constraints = [models.UniqueConstraint(fields=["book_id", "month"], name="month_is_carried_once")]


class MonthEnd(models.Model):
    """Our own stock of one item at one place (warehouse, or on the way to it) at the end of a carried month, as far as postings
    are folded; keys of nothing are left out.

    unusable: the part whose status is not available. amount: the place's share of its cost pools (their amounts spread by
    quantity, rounded cumulatively in the order of places), so that amounts of all places add up to the pools.
    """

    pk = models.CompositePrimaryKey("book_id", "month", "item_id", "place_id")
    book_id = models.BigIntegerField()
    month = models.DateField()
    item_id = models.BigIntegerField()
    place_id = models.BigIntegerField()
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    unusable = models.DecimalField(max_digits=20, decimal_places=6)
    amount = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        db_table = "ledger_month_end"


class CheckRun(models.Model):
    """One run of the prover: the light shows the newest. through_posting_id: the newest posting it saw."""

    is_full = models.BooleanField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    through_posting_id = models.BigIntegerField(default=0)
    is_red = models.BooleanField(default=False)
    results = models.JSONField(default=list)

    class Meta:
        db_table = "ledger_check_run"
