"""How far the value events have come: treated, waiting for an account, waiting for the month's end."""

from django.db import models


class TreatedEvent(models.Model):
    """A document's event the vouchers have dealt with; nothing is dealt with twice. posting_id is null for money documents.

    outcome: VOUCHER, NONE (nothing to book: the no-voucher flag), WAITING (see PendingEvent).
    """

    document_id = models.BigIntegerField()
    posting_id = models.BigIntegerField(null=True)
    book_id = models.BigIntegerField()
    outcome = models.CharField(max_length=8)

    class Meta:
        db_table = "finance_treated_event"
        constraints = [
            models.UniqueConstraint(
                fields=["document_id", "posting_id"], name="event_is_treated_once", nulls_distinct=False
            )
        ]
        indexes = [
            models.Index(fields=["posting_id"], name="treated_event_posting_idx"),
        ]


class PendingEvent(models.Model):
    """A document whose voucher waits because a key has no account; it is tried again whenever accounts change.

    keys: the keys that are missing, for people; since: when it was tried last. Documents of one posting group wait together.
    day: of documents that only wait until their day is summed up; keys is empty then.
    """

    document_id = models.BigIntegerField(unique=True)
    book_id = models.BigIntegerField()
    month = models.DateField()
    group_key = models.CharField(max_length=60, blank=True, default="")
    keys = models.CharField(max_length=400)
    day = models.DateField(null=True, db_index=True)
    since = models.DateTimeField()

    class Meta:
        db_table = "finance_pending_event"


class DeferredEntry(models.Model):
    """A cost entry of a month-end method: provisional until the close, which makes its voucher."""

    entry_id = models.BigIntegerField(primary_key=True)
    posting_id = models.BigIntegerField(db_index=True)
    document_id = models.BigIntegerField()
    book_id = models.BigIntegerField()
    month = models.DateField()

    class Meta:
        db_table = "finance_deferred_entry"
        indexes = [models.Index(fields=["book_id", "month"], name="deferred_entry_month_idx")]
