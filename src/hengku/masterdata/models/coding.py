"""Codes and lists people choose from: number rules, reason codes, prices."""

from django.db import models

from hengku.masterdata.models.base import Record
from hengku.masterdata.types import PriceKind


class NumberRule(Record):
    """编码规则 for records and documents, e.g. "{prefix}-{yyyyMM}-{seq:4}"; the serial restarts when the part before it changes."""

    target = models.CharField(max_length=60, unique=True, help_text="document type or resource name")
    prefix = models.CharField(max_length=20)
    pattern = models.CharField(max_length=100, default="{prefix}-{yyyyMM}-{seq:4}")

    class Meta:
        db_table = "masterdata_number_rule"


class CodeCounter(models.Model):
    """Last serial given to a master record per number rule and the text before the serial."""

    key = models.CharField(max_length=120, unique=True)
    value = models.BigIntegerField(default=0)

    class Meta:
        db_table = "masterdata_code_counter"


class ReasonCode(Record):
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    purpose = models.CharField(
        max_length=60, blank=True, default="", help_text="document type it belongs to; empty = all"
    )
    account_key = models.CharField(
        max_length=20, blank=True, default="", help_text="account key of the other side; empty = the type's own"
    )

    class Meta:
        db_table = "masterdata_reason_code"


class PriceEntry(Record):
    """A dated price: partner, partner group and book empty = for everybody; the most specific and latest wins. Excluding tax
    unless `includes_tax`."""

    item = models.ForeignKey("masterdata.Item", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("masterdata.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey("masterdata.Partner", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    partner_group = models.CharField(max_length=40, blank=True, default="")
    book = models.ForeignKey("masterdata.Book", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10)
    price = models.DecimalField(max_digits=20, decimal_places=6)
    includes_tax = models.BooleanField(default=False)
    minimum_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "masterdata_price_entry"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "kind", "partner", "partner_group", "book", "unit", "minimum_quantity", "valid_from"],
                name="price_entry_key_is_unique",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=models.Q(price__gte=0), name="price_entry_not_negative"),
        ]
        indexes = [
            models.Index(fields=["item"], name="price_floor_idx", condition=models.Q(kind=PriceKind.FLOOR)),
        ]
