"""Vouchers written out for other systems: how, and what was written."""

from django.db import models

from hengku.masterdata.models.base import Record


class VoucherLayout(Record):
    """凭证导出格式 of one's own. columns: [{title, value}], value a name of finance.rules.layouts.VALUES or a fixed text after "="."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=4, default="XLSX")
    encoding = models.CharField(max_length=8, default="utf-8")
    head = models.CharField(max_length=200, blank=True, default="")
    columns = models.JSONField(default=list)

    class Meta:
        db_table = "finance_voucher_layout"


class VoucherExport(models.Model):
    """A batch that was written: its test totals, the hash of the file and the file itself (packed). again: the month had been
    written before."""

    book_id = models.BigIntegerField()
    month = models.DateField()
    layout = models.CharField(max_length=30)
    count = models.IntegerField()
    debit = models.DecimalField(max_digits=20, decimal_places=2)
    credit = models.DecimalField(max_digits=20, decimal_places=2)
    sha256 = models.CharField(max_length=64)
    again = models.BooleanField(default=False)
    content = models.BinaryField()
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "finance_voucher_export"
        indexes = [models.Index(fields=["book_id", "month"], name="voucher_export_month_idx")]
