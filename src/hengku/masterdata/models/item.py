"""Items 物料/商品: units, barcodes, categories, brands, variants, partner codes."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Lower

from hengku.masterdata.models.base import Record
from hengku.masterdata.types import Lifecycle, LifeUnit, NegativePolicy, PackageKind, Tracking


class Unit(Record):
    """计量单位; precision = places of a quantity in this unit (0 = indivisible). aliases: other spellings an import meets."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=50)
    precision = models.SmallIntegerField(default=0)
    aliases = ArrayField(models.CharField(max_length=50), default=list, blank=True)

    class Meta:
        db_table = "masterdata_unit"
        constraints = [
            models.CheckConstraint(condition=models.Q(precision__range=(0, 6)), name="unit_precision_0_to_6")
        ]


class Brand(Record):
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)

    class Meta:
        db_table = "masterdata_brand"


class ItemCategory(Record):
    """存货分类, a tree; `path` is the codes from the root joined by "/" so that a subtree is one prefix search."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField(max_length=400, db_index=True)
    cost_method = models.CharField(max_length=16, blank=True, default="")
    account_key = models.CharField(max_length=20, blank=True, default="")
    near_expiry_days = models.IntegerField(null=True, blank=True)
    expiry_tiers = models.CharField(max_length=60, blank=True, default="")
    lot_attributes = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        db_table = "masterdata_item_category"


class Item(Record):
    """Anything stocked or costed.

    For pickers: `search_text` holds code, name, spec, pinyin, barcodes and partner codes in lower case (trigrams find three
    characters and more); `search_grams` holds the one- and two-character pieces of name and spec, because two Chinese
    characters are a usual query and too short for a trigram; prefixes have b-trees of their own.
    """

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    spec = models.CharField(max_length=200, blank=True, default="")
    category = models.ForeignKey(ItemCategory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    base_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    purchase_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sale_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stock_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    tax_rate = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    tracking = models.CharField(max_length=12, default=Tracking.NONE)
    second_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    second_ratio = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    second_tolerance = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    weak_serials = models.CharField(max_length=8, blank=True, default="", db_default="")
    has_expiry = models.BooleanField(default=False)
    shelf_life = models.IntegerField(null=True, blank=True)
    shelf_life_unit = models.CharField(max_length=8, default=LifeUnit.DAY)
    lot_by_rule = models.BooleanField(default=False)
    min_receipt_life = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    min_life_days = models.IntegerField(null=True, blank=True)
    near_expiry_days = models.IntegerField(null=True, blank=True)
    expiry_tiers = models.CharField(max_length=60, blank=True, default="")
    cost_method = models.CharField(max_length=16, blank=True, default="")
    previous_unit_cost = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    account_key = models.CharField(max_length=20, blank=True, default="")
    standard_cost = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    negative_stock = models.CharField(max_length=8, default=NegativePolicy.INHERIT)
    minimum_stock = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    maximum_stock = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    receipt_tolerance = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    shipment_tolerance = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    inspection = models.CharField(max_length=10, blank=True, default="", help_text="empty: as the supplier says")
    aql = models.CharField(max_length=6, blank=True, default="", help_text="percent nonconforming, of sampling")
    weight_kg = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    volume_m3 = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    origin = models.CharField(max_length=100, blank=True, default="")
    image = models.CharField(max_length=200, blank=True, default="")
    lifecycle = models.CharField(max_length=12, default=Lifecycle.ACTIVE)
    is_kit = models.BooleanField(default=False, db_default=False, help_text="has components and no stock of its own")
    variant_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    variant_values = models.JSONField(default=dict, blank=True)
    remarks = models.TextField(blank=True, default="")
    pinyin = models.CharField(max_length=600, blank=True, default="")
    initials = models.CharField(max_length=300, blank=True, default="")
    search_text = models.TextField(blank=True, default="")
    search_grams = ArrayField(models.CharField(max_length=2), default=list, blank=True)

    class Meta:
        db_table = "masterdata_item"
        indexes = [
            GinIndex(name="item_search_text_trigram", fields=["search_text"], opclasses=["gin_trgm_ops"]),
            GinIndex(name="item_search_grams_gin", fields=["search_grams"]),
            models.Index(OpClass(Lower("code"), name="text_pattern_ops"), name="item_code_prefix_idx"),
            models.Index(OpClass(Lower("name"), name="text_pattern_ops"), name="item_name_prefix_idx"),
            models.Index(fields=["initials"], name="item_initials_prefix_idx", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["pinyin"], name="item_pinyin_prefix_idx", opclasses=["varchar_pattern_ops"]),
        ]


class ItemUnit(models.Model):
    """1 `unit` = numerator/denominator base units (箱 = 12/1 瓶); exact rational, versioned by replacement in drafts only."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField(default=1)

    class Meta:
        db_table = "masterdata_item_unit"
        constraints = [
            models.UniqueConstraint(fields=["item", "unit"], name="unit_once_per_item"),
            models.CheckConstraint(
                condition=models.Q(numerator__gt=0, denominator__gt=0), name="item_unit_factor_positive"
            ),
        ]


class KitComponent(models.Model):
    """组合装: one base unit of the kit `item` is sold as so many base units of each component. reference_price (per base unit) shares
    the kit's price out; null = the sales price list, on the day."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="components")
    component = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    reference_price = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)

    class Meta:
        db_table = "masterdata_kit_component"
        constraints = [
            models.UniqueConstraint(fields=["item", "component"], name="component_once_per_kit"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0) & ~models.Q(item=models.F("component")),
                name="kit_component_positive",
            ),
        ]


class Barcode(models.Model):
    """A barcode selects an item and a unit; unique in the account set."""

    code = models.CharField(max_length=64, unique=True)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="barcodes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "masterdata_barcode"


class PartnerItemCode(models.Model):
    """The supplier's or customer's own code for our item."""

    partner = models.ForeignKey("masterdata.Partner", on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="partner_codes")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        db_table = "masterdata_partner_item_code"
        constraints = [models.UniqueConstraint(fields=["partner", "code"], name="partner_item_code_is_unique")]


class Lot(Record):
    """批号: one production and expiry date per item and lot number (I10). supplier_number: what the supplier prints on the goods.
    parent: of goods managed by lot and serial number, the lot to which the serial number belongs; its dates are the lot's."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="serials",
        help_text="the lot a serial number belongs to",
    )
    supplier = models.ForeignKey(
        "masterdata.Partner", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    supplier_number = models.CharField(max_length=60, blank=True, default="")
    production_date = models.DateField(null=True, blank=True)
    expiry_date = models.DateField(null=True, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    remarks = models.TextField(blank=True, default="")

    class Meta:
        db_table = "masterdata_lot"
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="lot_number_is_unique_per_item"),
            models.CheckConstraint(
                condition=models.Q(expiry_date__isnull=True)
                | models.Q(production_date__isnull=True)
                | models.Q(expiry_date__gte=models.F("production_date")),
                name="lot_expires_after_production",
            ),
        ]
        indexes = [
            models.Index(fields=["expiry_date"], name="lot_expiry_idx", condition=models.Q(expiry_date__isnull=False))
        ]


class Package(Record):
    """包装/托盘 (LPN): something with a number of its own in which goods stand together. What it holds is the ledger's to say.
    parent: the package it stands in."""

    number = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=8, default=PackageKind.CARTON)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    remarks = models.TextField(blank=True, default="")

    class Meta:
        db_table = "masterdata_package"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")), name="package_not_in_itself"
            )
        ]
