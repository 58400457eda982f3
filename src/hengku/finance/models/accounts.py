"""Accounts 会计科目 of a book, which key means which account, and what stood on them when the books began."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hengku.masterdata.models.base import Record


class Account(Record):
    """One account of one book's chart. side: where it grows, D or C. auxiliaries: what every line on it names (partner, item,
    document, department). by_quantity: 数量金额核算. Lines are written on accounts without children only."""

    book_id = models.BigIntegerField()
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    account_class = models.CharField(max_length=12)
    side = models.CharField(max_length=1)
    auxiliaries = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    by_quantity = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "finance_account"
        constraints = [
            models.UniqueConstraint(fields=["book_id", "code"], name="account_code_is_unique_in_book"),
            models.CheckConstraint(condition=models.Q(side__in=("D", "C")), name="account_side_is_d_or_c"),
        ]


class AccountMapping(Record):
    """Which account a key of the templates means; rows that also name category, warehouse or partner win over those that do not."""

    book_id = models.BigIntegerField()
    key = models.CharField(max_length=20)
    category = models.ForeignKey(
        "masterdata.ItemCategory", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    warehouse = models.ForeignKey(
        "masterdata.Warehouse", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    partner = models.ForeignKey("masterdata.Partner", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "finance_account_mapping"
        constraints = [
            models.UniqueConstraint(
                fields=["book_id", "key", "category", "warehouse", "partner"],
                name="account_mapping_is_unique",
                nulls_distinct=False,
            )
        ]


class OpeningBalance(Record):
    """期初余额 of an account on its normal side. Inventory accounts have none here: their opening is the opening stock."""

    book_id = models.BigIntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey("masterdata.Partner", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        db_table = "finance_opening_balance"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "partner"], name="opening_balance_is_unique", nulls_distinct=False
            )
        ]
