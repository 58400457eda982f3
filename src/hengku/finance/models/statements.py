"""Statements sent to partners."""

from django.db import models


class StatementLink(models.Model):
    """对账单链接: one statement a partner was sent, as it was then, and what they said to it.

    Only the hash of the link's secret is kept. content: opening, lines, totals and closing of that moment. answer: CONFIRMED or
    OBJECTED, by the name the partner typed.
    """

    book_id = models.BigIntegerField()
    partner_id = models.BigIntegerField()
    first = models.DateField()
    last = models.DateField()
    balance = models.DecimalField(max_digits=18, decimal_places=2)
    content = models.JSONField()
    secret_hash = models.CharField(max_length=64)
    sent_by_id = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True, default="")
    remark = models.CharField(max_length=500, blank=True, default="")
    revoked_at = models.DateTimeField(null=True)
    revoked_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "finance_statement_link"
        indexes = [models.Index(fields=["book_id", "partner_id"], name="statement_link_partner_idx")]
