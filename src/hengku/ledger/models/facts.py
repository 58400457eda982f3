"""Facts: appended, never updated or deleted (row triggers and missing privileges of the app role see to it).

Keys from moves and entries to their posting and pool carry no database constraint: one operation writes them together, nothing
can ever delete the parent, and the prover looks for orphans; sixty constraint checks a document would buy nothing.
"""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Posting(models.Model):
    """One document's posting. request_key is the natural key that makes posting twice impossible; content_hash tells a repeated
    request from another one under the same key."""

    request_key = models.CharField(max_length=120, unique=True)
    content_hash = models.CharField(max_length=32)
    book_id = models.BigIntegerField()
    document_id = models.BigIntegerField(db_index=True)
    document_type = models.CharField(max_length=40)
    movement_type = models.CharField(max_length=20)
    business_date = models.DateField()
    recorded_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "ledger_posting"


class Move(models.Model):
    """A quantity moved from one spot to another. Two legs by construction.

    No money here: cost is its own layer (CostEntry). demand_line_id: the order line whose reservation it consumed. returns_line_id: the
    line it takes back or carries on (a return's source, a transfer in's transfer out). making: number, within the posting, of what
    was made out of what: its moves in are the children of its moves out (genealogy of lots).
    """

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    book_id = models.BigIntegerField()
    source_line_id = models.BigIntegerField()
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
    demand_line_id = models.BigIntegerField(null=True)
    returns_line_id = models.BigIntegerField(null=True)
    reverses_id = models.BigIntegerField(null=True)
    making = models.IntegerField(null=True)

    class Meta:
        db_table = "ledger_move"
        indexes = [
            models.Index(fields=["item_id", "business_date"], name="move_item_date_idx"),
            BrinIndex(
                fields=["business_date", "recorded_at"], name="move_times_idx", autosummarize=True, pages_per_range=32
            ),
            # Goods without lots do not pay for these.
            models.Index(
                fields=["lot_id", "business_date", "id"],
                name="move_lot_idx",
                condition=models.Q(lot_id__isnull=False),
            ),
            models.Index(fields=["source_line_id"], name="move_lot_line_idx", condition=models.Q(lot_id__isnull=False)),
            models.Index(
                fields=["returns_line_id"],
                name="move_lot_returns_idx",
                condition=models.Q(lot_id__isnull=False, returns_line_id__isnull=False),
            ),
        ]
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
            models.UniqueConstraint(
                fields=["reverses_id"], name="move_reversed_once", condition=models.Q(reverses_id__isnull=False)
            ),
        ]


class CostEntry(models.Model):
    """Money of one pool: appended beside the moves. quantity and amount are signed from the pool's view.

    Base entries (OWN, ISSUE, ADJUSTMENT) stand in the pool in the order (business_date, id). DELTA, COVER and RESIDUAL belong to
    the place of the base entry `origin_id`; corrects_id is the entry whose cost they correct. source_entry_id: the entry whose
    amount this one follows (basis SHARE, CARRY, MIRROR) or adjusts. expensed_amount: the part of an adjustment that did not enter
    the pool (R7). place_id: our side of the move. before_quantity/before_amount are the evidence (R8): the pool when the amount was computed.
    """

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    pool = models.ForeignKey(
        "ledger.CostPool", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    move_id = models.BigIntegerField(null=True)
    place_id = models.BigIntegerField(null=True)
    source_line_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=12)
    basis = models.CharField(max_length=8)
    method = models.CharField(max_length=16)
    movement_type = models.CharField(max_length=20)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    expensed_amount = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    before_quantity = models.DecimalField(max_digits=20, decimal_places=6)
    before_amount = models.DecimalField(max_digits=18, decimal_places=2)
    business_date = models.DateField()
    recorded_at = models.DateTimeField()
    origin_id = models.BigIntegerField(null=True)
    corrects_id = models.BigIntegerField(null=True)
    source_entry_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "ledger_cost_entry"
        indexes = [
            models.Index(fields=["pool", "business_date", "id"], name="cost_entry_pool_key_idx"),
            BrinIndex(
                fields=["business_date", "recorded_at"],
                name="cost_entry_times_idx",
                autosummarize=True,
                pages_per_range=32,
            ),
            models.Index(
                fields=["source_entry_id"],
                name="cost_entry_source_idx",
                condition=models.Q(source_entry_id__isnull=False),
            ),
            models.Index(
                fields=["origin_id"], name="cost_entry_origin_idx", condition=models.Q(origin_id__isnull=False)
            ),
            models.Index(
                fields=["corrects_id"], name="cost_entry_corrects_idx", condition=models.Q(corrects_id__isnull=False)
            ),
        ]


class CostSplit(models.Model):
    """By what weight an entry of basis SPLIT takes its part of its source (拆卸); of an ADJUSTMENT that is about a part of its
    receipt (开票部分), the quantity of that part, 0 when nothing is shared."""

    entry_id = models.BigIntegerField(primary_key=True)
    weight = models.DecimalField(max_digits=30, decimal_places=10)

    class Meta:
        db_table = "ledger_cost_split"
