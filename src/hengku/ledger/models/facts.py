"""Facts: appended, never updated or deleted (row triggers and missing privileges of the app role see to it)."""

from django.db import models


class Posting(models.Model):
    """One document's posting. request_key is the natural key that makes posting twice impossible."""

    request_key = models.CharField(max_length=120, unique=True)
    book_id = models.BigIntegerField()
    document_id = models.BigIntegerField(db_index=True)
    document_type = models.CharField(max_length=40)
    movement_type = models.CharField(max_length=20)
    business_date = models.DateField()
    recorded_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", unique=True)

    class Meta:
        db_table = "ledger_posting"


class Move(models.Model):
    """A quantity moved from one spot to another; its id is the posting sequence (C6). Two legs by construction.

    No money here: cost is its own layer (CostEntry).
    """

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+", db_index=True)
    book_id = models.BigIntegerField()
    source_line_id = models.BigIntegerField(db_index=True)
    movement_type = models.CharField(max_length=20)
    item_id = models.BigIntegerField()
    lot_id = models.BigIntegerField(null=True)
    owner_id = models.BigIntegerField(null=True)
    project_id = models.BigIntegerField(null=True)
    from_place_id = models.BigIntegerField()
    from_bin_id = models.BigIntegerField(null=True)
    from_status = models.CharField(max_length=12)
    to_place_id = models.BigIntegerField()
    to_bin_id = models.BigIntegerField(null=True)
    to_status = models.CharField(max_length=12)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    second_quantity = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    business_date = models.DateField()
    recorded_at = models.DateTimeField()
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "ledger_move"
        indexes = [models.Index(fields=["item_id", "business_date"], name="move_item_date_idx")]
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="move_quantity_is_positive"),
            models.CheckConstraint(
                condition=~models.Q(from_place_id=models.F("to_place_id"))
                | ~models.Q(from_status=models.F("to_status"))
                | models.Q(from_bin_id__isnull=True, to_bin_id__isnull=False)
                | models.Q(from_bin_id__isnull=False, to_bin_id__isnull=True)
                | ~models.Q(from_bin_id=models.F("to_bin_id")),
                name="move_goes_somewhere",
            ),
        ]


class CostEntry(models.Model):
    """Money of one pool: appended beside the moves. quantity and amount are signed from the pool's view.

    before_quantity/before_amount are the evidence (R8): the pool as it stood when the amount was computed.
    business_date is the date of the document the amount belongs to (a DELTA carries the corrected document's date).
    """

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+", db_index=True)
    pool = models.ForeignKey("ledger.CostPool", on_delete=models.PROTECT, related_name="+", db_index=False)
    move_id = models.BigIntegerField(null=True)
    source_line_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=12)
    method = models.CharField(max_length=16)
    movement_type = models.CharField(max_length=20)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    before_quantity = models.DecimalField(max_digits=20, decimal_places=6)
    before_amount = models.DecimalField(max_digits=18, decimal_places=2)
    business_date = models.DateField()
    recorded_at = models.DateTimeField()
    corrects_id = models.BigIntegerField(null=True, help_text="the entry a DELTA or COVER corrects")

    class Meta:
        db_table = "ledger_cost_entry"
        indexes = [models.Index(fields=["pool", "business_date", "id"], name="cost_entry_pool_key_idx")]
