"""Vouchers 记账凭证: appended, numbered without gaps per book, month and word; corrected by red vouchers only."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Voucher(models.Model):
    """One voucher. template: code of domain specification 5.3, empty for manual ones. document_ids: the documents it states.

    kind: NORMAL, DELTA (a cost that changed later), REVERSAL, CLOSING, MANUAL. month: first day of the period.
    """

    book_id = models.BigIntegerField()
    month = models.DateField()
    word = models.CharField(max_length=4, default="记")
    number = models.IntegerField()
    date = models.DateField()
    kind = models.CharField(max_length=10)
    template = models.CharField(max_length=8, blank=True, default="")
    group_key = models.CharField(max_length=60, blank=True, default="")
    summary = models.CharField(max_length=200, blank=True, default="")
    attachments = models.IntegerField(default=0)
    total = models.DecimalField(max_digits=18, decimal_places=2)
    document_ids = models.JSONField(default=list)
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    reviewed_by_id = models.BigIntegerField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        db_table = "finance_voucher"
        constraints = [
            models.UniqueConstraint(
                fields=["book_id", "month", "word", "number"], name="voucher_number_is_unique_in_period"
            )
        ]
        indexes = [
            models.Index(fields=["book_id", "date", "id"], name="voucher_date_idx"),
            GinIndex(fields=["document_ids"], name="voucher_documents_idx"),
        ]


class VoucherLine(models.Model):
    """One entry of a voucher: debit or credit, the other is 0; red = negative. quantity in base units where the account asks.

    book_id and date repeat the voucher's, so that an account's page reads one index. The database checks neither voucher nor account
    of every line: vouchers are never deleted, and the account's turnover, written with its lines, keeps the account; the prover
    looks for what belongs to nothing.
    """

    voucher = models.ForeignKey(
        Voucher, on_delete=models.PROTECT, related_name="lines", db_index=False, db_constraint=False
    )
    book_id = models.BigIntegerField()
    date = models.DateField()
    seq = models.IntegerField()
    summary = models.CharField(max_length=200, blank=True, default="")
    account = models.ForeignKey(
        "finance.Account", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    debit = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    credit = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    quantity = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    partner_id = models.BigIntegerField(null=True)
    item_id = models.BigIntegerField(null=True)
    document_id = models.BigIntegerField(null=True)
    department = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        db_table = "finance_voucher_line"
        constraints = [
            models.UniqueConstraint(fields=["voucher", "seq"], name="voucher_line_seq_is_unique"),
            models.CheckConstraint(
                condition=(models.Q(debit=0) & ~models.Q(credit=0)) | (~models.Q(debit=0) & models.Q(credit=0)),
                name="voucher_line_has_one_side",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "date"], name="voucher_line_account_idx"),
            models.Index(
                fields=["partner_id", "account"],
                name="voucher_line_partner_idx",
                condition=models.Q(partner_id__isnull=False),
            ),
        ]


class VoucherSource(models.Model):
    """What a voucher was made from: the document it states, and the posting whose cost entries it books (one or both)."""

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="sources", db_index=False)
    document_id = models.BigIntegerField(db_index=True)
    posting_id = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        db_table = "finance_voucher_source"
        constraints = [
            models.UniqueConstraint(
                fields=["voucher", "document_id", "posting_id"], name="voucher_source_is_unique", nulls_distinct=False
            )
        ]


class VoucherCounter(models.Model):
    """Last number given per book, month and word; taken in the transaction that saves the voucher, so numbers have no gaps."""

    book_id = models.BigIntegerField()
    month = models.DateField()
    word = models.CharField(max_length=4)
    value = models.IntegerField(default=0)

    class Meta:
        db_table = "finance_voucher_counter"
        constraints = [
            models.UniqueConstraint(fields=["book_id", "month", "word"], name="one_voucher_counter_per_period")
        ]


class AccountTurnover(models.Model):
    """Debit and credit of one account in one month, kept with the vouchers; the prover compares it with the lines."""

    account = models.ForeignKey("finance.Account", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    debit = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    credit = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    class Meta:
        db_table = "finance_account_turnover"
        constraints = [models.UniqueConstraint(fields=["account", "month"], name="one_turnover_per_account_and_month")]
