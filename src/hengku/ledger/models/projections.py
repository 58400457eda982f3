"""Projections kept in the posting's transaction; `rebuild` recomputes each from the facts and the prover compares."""

from django.db import models


class Balance(models.Model):
    """Quantity at one stock key, for places that hold our value or custody. last_date: latest business date of a move.
    packed_quantity: of it what stands in packages."""

    book_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    place_id = models.BigIntegerField()
    bin_id = models.BigIntegerField(null=True)
    lot_id = models.BigIntegerField(null=True)
    status = models.CharField(max_length=12)
    owner_id = models.BigIntegerField(null=True)
    project_id = models.BigIntegerField(null=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    second_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    may_be_negative = models.BooleanField(default=False)
    last_date = models.DateField()
    packed_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0, db_default=0)

    class Meta:
        db_table = "ledger_balance"
        constraints = [
            models.UniqueConstraint(
                fields=["item_id", "place_id", "book_id", "bin_id", "lot_id", "status", "owner_id", "project_id"],
                name="balance_key_is_unique",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gte=0) | models.Q(may_be_negative=True, lot_id__isnull=True),
                name="balance_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(packed_quantity=0)
                | models.Q(packed_quantity__gt=0, packed_quantity__lte=models.F("quantity")),
                name="balance_holds_what_is_packed",
            ),
        ]


class CostPool(models.Model):
    """Pool state (Q, A) per (cost scope, item), with lot under specific costing, with place for pools outside (R1).

    last_date: business date of the newest base entry; last_unit_*: last positive-balance average as an exact fraction (R5);
    standard_cost: the newest one, under standard costing. retired_on: from that day on the item is costed by another method, in other
    pools; this one is empty and stays so.
    """

    book_id = models.BigIntegerField()
    scope_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    lot_id = models.BigIntegerField(null=True)
    place_id = models.BigIntegerField(null=True)
    method = models.CharField(max_length=16)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    last_date = models.DateField()
    last_unit_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    last_unit_amount = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    standard_cost = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    retired_on = models.DateField(null=True)

    class Meta:
        db_table = "ledger_cost_pool"
        constraints = [
            models.UniqueConstraint(
                fields=["item_id", "scope_id", "lot_id", "place_id"],
                name="cost_pool_key_is_unique",
                condition=models.Q(retired_on__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~models.Q(quantity=0) | models.Q(amount=0), name="cost_pool_zero_quantity_has_zero_amount"
            ),
        ]


class CostLayer(models.Model):
    """A layer of a FIFO pool: goods that one entry brought (`piece` counts from 1). left_*: not taken yet. origin_*: the layer that a
    linked customer return gives back. business_date: of the entry; layers are taken in the order (business_date, entry_id, piece)."""

    pool_id = models.BigIntegerField()
    entry_id = models.BigIntegerField()
    piece = models.IntegerField()
    business_date = models.DateField()
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    left_quantity = models.DecimalField(max_digits=20, decimal_places=6)
    left_amount = models.DecimalField(max_digits=18, decimal_places=2)
    origin_entry_id = models.BigIntegerField(null=True)
    origin_piece = models.IntegerField(null=True)

    class Meta:
        db_table = "ledger_cost_layer"
        constraints = [
            models.UniqueConstraint(fields=["entry_id", "piece"], name="cost_layer_key_is_unique"),
            models.CheckConstraint(condition=models.Q(left_quantity__gte=0), name="cost_layer_not_negative"),
        ]
        indexes = [
            models.Index(
                fields=["pool_id", "business_date", "entry_id", "piece"],
                name="cost_layer_open_idx",
                condition=models.Q(left_quantity__gt=0),
            )
        ]


class CostPiece(models.Model):
    """Consumption map: what `entry_id` took from a layer, noted when `by_entry_id` stood in its pool (the entry itself, or the receipt
    that covered it). layer_entry_id null: issued before the goods came. Negative: given back; quantity 0: money only."""

    by_entry_id = models.BigIntegerField()
    seq = models.IntegerField()
    entry_id = models.BigIntegerField(db_index=True)
    layer_entry_id = models.BigIntegerField(null=True)
    layer_piece = models.IntegerField(null=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    amount = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        db_table = "ledger_cost_piece"
        constraints = [models.UniqueConstraint(fields=["by_entry_id", "seq"], name="cost_piece_key_is_unique")]


class Reservation(models.Model):
    """预留: a claim of a demand line. open = quantity - consumed - released; availability is derived from these rows.
    A claim made by hand (锁库) has a negative demand line of its own, no document, a reason and who made it.
    supply_line_id: a claim on goods that are still to come with this line of a purchase order or transfer; its place is where they
    come from, so that it takes nothing of what is there. It becomes a claim on stock when they arrive."""

    book_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    place_id = models.BigIntegerField()
    bin_id = models.BigIntegerField(null=True)
    lot_id = models.BigIntegerField(null=True)
    document_id = models.BigIntegerField(db_index=True)
    demand_line_id = models.BigIntegerField(db_index=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    consumed_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    released_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    priority = models.IntegerField(default=100)
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True, default="", db_default="")
    made_by_id = models.BigIntegerField(null=True)
    supply_line_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "ledger_reservation"
        indexes = [
            models.Index(
                fields=["supply_line_id"],
                name="reservation_supply_idx",
                condition=models.Q(supply_line_id__isnull=False),
            ),
            models.Index(
                fields=["item_id", "place_id"],
                name="reservation_open_idx",
                condition=models.Q(quantity__gt=models.F("consumed_quantity") + models.F("released_quantity")),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gt=0,
                    consumed_quantity__gte=0,
                    released_quantity__gte=0,
                    quantity__gte=models.F("consumed_quantity") + models.F("released_quantity"),
                ),
                name="reservation_uses_no_more_than_it_holds",
            ),
        ]


class ReservationEvent(models.Model):
    """What happened to claims other than being used up: who, when, why. quantity: positive was gained, negative lost.
    other_line_id: the demand line on the other side of a re-allocation, or the supply line of goods to come."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=12)
    book_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    place_id = models.BigIntegerField()
    demand_line_id = models.BigIntegerField()
    document_id = models.BigIntegerField(db_index=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    other_line_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        db_table = "ledger_reservation_event"
