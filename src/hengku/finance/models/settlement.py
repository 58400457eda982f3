"""What invoices charge for, who owes what, and what was settled by what."""

from django.db import models


class InvoicedLine(models.Model):
    """How much of a goods line (receipt, return, shipment) has been invoiced so far, in base units, and the estimate given up for it.

    The row is locked by whoever invoices the line, so that two invoices never charge for the same goods.
    """

    goods_line_id = models.BigIntegerField(primary_key=True)
    document_id = models.BigIntegerField(db_index=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    released = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    class Meta:
        db_table = "finance_invoiced_line"


class InvoiceFact(models.Model):
    """What an invoice line did: signed base quantity of its goods line, net and tax, what of it is cost, the estimate it released.

    difference = cost - released. Negative for red invoices and mirrors.
    """

    line_id = models.BigIntegerField(primary_key=True)
    document_id = models.BigIntegerField(db_index=True)
    goods_line_id = models.BigIntegerField(db_index=True)
    goods_document_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    net = models.DecimalField(max_digits=18, decimal_places=2)
    tax = models.DecimalField(max_digits=18, decimal_places=2)
    cost = models.DecimalField(max_digits=18, decimal_places=2)
    released = models.DecimalField(max_digits=18, decimal_places=2)
    in_stock = models.BooleanField(default=False)

    class Meta:
        db_table = "finance_invoice_fact"


class OpenItem(models.Model):
    """往来明细: what a partner owes us (AR, PREPAID) or we owe them (AP, ADV-R) by one document, on the account's normal side.

    side is the account's key. settled: what live matches have taken of amount; same sign, never more.
    """

    book_id = models.BigIntegerField()
    side = models.CharField(max_length=8)
    partner_id = models.BigIntegerField()
    document_id = models.BigIntegerField()
    date = models.DateField()
    due_date = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    settled = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    open_amount = models.GeneratedField(
        expression=models.F("amount") - models.F("settled"),
        output_field=models.DecimalField(max_digits=18, decimal_places=2),
        db_persist=True,
    )

    class Meta:
        db_table = "finance_open_item"
        constraints = [
            models.UniqueConstraint(fields=["document_id", "side"], name="one_open_item_per_document_and_side"),
            models.CheckConstraint(
                condition=models.Q(settled__gte=0, settled__lte=models.F("amount"))
                | models.Q(settled__lte=0, settled__gte=models.F("amount")),
                name="open_item_is_settled_within_its_amount",
            ),
        ]
        indexes = [models.Index(fields=["book_id", "side", "partner_id", "due_date"], name="open_item_partner_idx")]


class Match(models.Model):
    """核销: debit and credit item settle each other for `amount` (> 0), in one book, for one partner. document_id: the payment that
    brought it, if one did. undone_on: taken back; the row stays."""

    book_id = models.BigIntegerField()
    debit = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="+")
    credit = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    date = models.DateField()
    document_id = models.BigIntegerField(null=True, db_index=True)
    voucher_id = models.BigIntegerField(null=True)
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    undone_on = models.DateField(null=True)
    undone_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "finance_match"
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="match_amount_is_positive")]


class LandedShare(models.Model):
    """What a landed cost gave one receipt line, and how much of that line was still on hand then (base units)."""

    line_id = models.BigIntegerField(primary_key=True)
    document_id = models.BigIntegerField(db_index=True)
    goods_line_id = models.BigIntegerField(db_index=True)
    item_id = models.BigIntegerField()
    share = models.DecimalField(max_digits=18, decimal_places=2)
    on_hand = models.DecimalField(max_digits=20, decimal_places=6)
    received = models.DecimalField(max_digits=20, decimal_places=6)

    class Meta:
        db_table = "finance_landed_share"


class MoneyFact(models.Model):
    """What a document without goods lines said in money: net and tax that came with it, and how much was charged or paid.

    kind: PAYMENT, RECEIPT, LANDED, LOSS, GAIN. account: key of the other side. data: what else its voucher needs. Negative for mirrors.
    """

    document_id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=8)
    account = models.CharField(max_length=20, blank=True, default="")
    purpose = models.CharField(max_length=12, blank=True, default="")
    net = models.DecimalField(max_digits=18, decimal_places=2)
    tax = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    capitalised = models.BooleanField(default=True)
    deductible = models.BooleanField(default=True)
    settled = models.JSONField(default=list)

    class Meta:
        db_table = "finance_money_fact"


class EstimateReversal(models.Model):
    """月初回冲: the estimate of a receipt taken out of the general ledger on the first of a month; back when it was booked again."""

    document_id = models.BigIntegerField()
    book_id = models.BigIntegerField()
    date = models.DateField()
    voucher_id = models.BigIntegerField()
    back_voucher_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "finance_estimate_reversal"
        constraints = [
            models.UniqueConstraint(fields=["document_id", "date"], name="estimate_is_reversed_once_a_month")
        ]
