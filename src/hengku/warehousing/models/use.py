"""What documents say that take goods for use: for what, for whom, and whether they are given away."""

from django.db import models

from hengku.masterdata.models.base import Record


class Use(models.Model):
    """usage: see documents.rules.usage; empty = the line's reason decides. department: who uses it up."""

    document = models.OneToOneField("documents.Document", on_delete=models.CASCADE, primary_key=True, related_name="+")
    usage = models.CharField(max_length=16, blank=True, default="")
    department = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        db_table = "warehousing_use"


class UseLimit(Record):
    """领用限额: how much of an item a department may take in a calendar month, in base units. refuses: more is refused, else warned."""

    book_id = models.BigIntegerField()
    department = models.CharField(max_length=100)
    item = models.ForeignKey("masterdata.Item", on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    refuses = models.BooleanField(default=False)

    class Meta:
        db_table = "warehousing_use_limit"
        constraints = [
            models.UniqueConstraint(fields=["book_id", "department", "item"], name="one_limit_per_department_and_item")
        ]
