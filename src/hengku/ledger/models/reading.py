"""Further faces of tables of this room, for questions only: with ways to the names behind the ids. Nothing is written through them."""

from django.db import models


class StockFact(models.Model):
    """A balance (see Balance), as those who ask see it."""

    book_id = models.BigIntegerField()
    item = models.ForeignKey("masterdata.Item", on_delete=models.DO_NOTHING, related_name="+")
    place = models.ForeignKey("masterdata.Place", on_delete=models.DO_NOTHING, related_name="+")
    bin = models.ForeignKey("masterdata.Bin", on_delete=models.DO_NOTHING, null=True, related_name="+")
    lot = models.ForeignKey("masterdata.Lot", on_delete=models.DO_NOTHING, null=True, related_name="+")
    status = models.CharField(max_length=12)
    owner_id = models.BigIntegerField(null=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    last_date = models.DateField()

    class Meta:
        managed = False
        db_table = "ledger_balance"


class ValueFact(models.Model):
    """A cost pool (see CostPool), as those who ask see it."""

    book_id = models.BigIntegerField()
    scope = models.ForeignKey("masterdata.CostScope", on_delete=models.DO_NOTHING, related_name="+")
    item = models.ForeignKey("masterdata.Item", on_delete=models.DO_NOTHING, related_name="+")
    method = models.CharField(max_length=16)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    last_date = models.DateField()

    class Meta:
        managed = False
        db_table = "ledger_cost_pool"
