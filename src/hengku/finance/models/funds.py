"""资金账户: the tills, bank accounts and wallets of a book; and what money is spent on or comes from beside goods."""

from django.db import models

from hengku.finance.models.accounts import Account
from hengku.masterdata.models.base import Record


class FundAccount(Record):
    """A till, bank account or wallet. kind: the key it belongs to (CASH, BANK, OTHER-MONEY). account: its own account of the general
    ledger, so that its journal is that account's. is_default: taken where a document names the kind only. opening_foreign: what was on it when the books began,
    in its own currency (the account's opening balance says the same in book currency)."""

    book_id = models.BigIntegerField()
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    bank = models.CharField(max_length=100, blank=True, default="")
    number = models.CharField(max_length=40, blank=True, default="")
    opening_foreign = models.DecimalField(max_digits=18, decimal_places=2, default=0, db_default=0)
    is_default = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "finance_fund_account"
        constraints = [
            models.UniqueConstraint(fields=["book_id", "code"], name="fund_account_code_is_unique_in_book"),
            models.UniqueConstraint(fields=["account"], name="fund_account_has_an_account_of_its_own"),
            models.UniqueConstraint(
                fields=["book_id", "kind"],
                condition=models.Q(is_default=True),
                name="one_default_fund_account_per_kind",
            ),
        ]


class SpendingCategory(Record):
    """收支项目: what an expense or other income is about. direction: EXPENSE or INCOME. key: what it means in the templates."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=100)
    direction = models.CharField(max_length=8)
    key = models.CharField(max_length=20)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "finance_spending_category"
