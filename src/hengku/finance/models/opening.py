"""开账: whether what a book brought with it on its first day is fixed."""

from django.db import models


class BookOpening(models.Model):
    """One row per book. opened_at: since when its openings are locked; None = they may still be entered (never opened, or 反开账)."""

    book_id = models.BigIntegerField(primary_key=True)
    opened_at = models.DateTimeField(null=True)
    opened_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "finance_book_opening"
