"""Partners 往来单位: one party may be supplier and customer at once."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from hengku.masterdata.models.base import Record


class Partner(Record):
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=100, blank=True, default="")
    is_supplier = models.BooleanField(default=False)
    is_customer = models.BooleanField(default=False)
    tax_number = models.CharField(max_length=40, blank=True, default="")
    contact = models.CharField(max_length=60, blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")
    email = models.CharField(max_length=200, blank=True, default="")
    address = models.CharField(max_length=400, blank=True, default="")
    bank = models.CharField(max_length=200, blank=True, default="")
    bank_account = models.CharField(max_length=60, blank=True, default="")
    tax_rate = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    inspects_goods = models.BooleanField(default=False, help_text="goods of this supplier are inspected on arrival")
    group = models.CharField(max_length=40, blank=True, default="", help_text="customers of a group share its prices")
    credit_limit = models.DecimalField(
        max_digits=18, decimal_places=2, null=True, blank=True, help_text="most a customer may owe; null = no limit"
    )
    credit_days = models.IntegerField(
        null=True, blank=True, help_text="days an item may be overdue before nothing more is sold; null = any"
    )
    price_includes_tax = models.BooleanField(
        null=True, blank=True, help_text="prices of new documents include tax; null = as the book says"
    )
    blocked = models.BooleanField(default=False)
    min_life_days = models.IntegerField(null=True, blank=True)
    remarks = models.TextField(blank=True, default="")
    pinyin = models.CharField(max_length=600, blank=True, default="")
    initials = models.CharField(max_length=300, blank=True, default="")
    search_text = models.TextField(blank=True, default="")

    class Meta:
        db_table = "masterdata_partner"
        indexes = [GinIndex(name="partner_search_text_trigram", fields=["search_text"], opclasses=["gin_trgm_ops"])]
