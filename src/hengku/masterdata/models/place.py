"""Warehouses, zones, bins, and the places between which stock moves."""

from django.db import models

from hengku.masterdata.models.base import Record
from hengku.masterdata.types import BinType, NegativePolicy


class Warehouse(Record):
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=400, blank=True, default="")
    keeper = models.CharField(max_length=100, blank=True, default="")
    uses_bins = models.BooleanField(default=False)
    negative_stock = models.CharField(max_length=8, default=NegativePolicy.INHERIT)
    cost_group = models.CharField(
        max_length=40, blank=True, default="", help_text="warehouse group for costing scope GROUP"
    )
    active = models.BooleanField(default=True)
    search_text = models.TextField(blank=True, default="")

    class Meta:
        db_table = "masterdata_warehouse"


class Zone(Record):
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="zones")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    bin_type = models.CharField(max_length=12, default=BinType.STORAGE)

    class Meta:
        db_table = "masterdata_zone"
        constraints = [models.UniqueConstraint(fields=["warehouse", "code"], name="zone_code_is_unique_in_warehouse")]


class Bin(Record):
    """库位: the lowest storage address inside a warehouse."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="bins")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=100, blank=True, default="")
    bin_type = models.CharField(max_length=12, default=BinType.STORAGE)
    walk_order = models.IntegerField(default=0)
    capacity = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    locked_in = models.BooleanField(default=False, help_text="nothing may be put here")
    locked_out = models.BooleanField(default=False, help_text="nothing may be taken from here")
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "masterdata_bin"
        constraints = [models.UniqueConstraint(fields=["warehouse", "code"], name="bin_code_is_unique_in_warehouse")]


class Place(models.Model):
    """One end of a move: a warehouse, goods on the way to it, or one of the worlds outside (supplier, customer, loss...).

    Kind WH and ARR: one per warehouse. TRANSIT: one per target warehouse. The others: one each, or one per partner.
    """

    code = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey("masterdata.Partner", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "masterdata_place"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "warehouse", "partner"], name="one_place_per_kind_and_owner", nulls_distinct=False
            ),
        ]
