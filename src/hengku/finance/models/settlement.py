"""What invoices charge for, who owes what, and what was settled by what."""

from django.db import models


class InvoicedLine(models.Model):
    """How much of a goods line (receipt, return, shipment) has been invoiced so far, in base units, and what was given up for it:
    the estimate of goods bought; revenue and its tax that goods sold brought when they left (released, released_tax).

    The row is locked by whoever invoices the line, so that two invoices never charge for the same goods.
    """

    goods_line_id = models.BigIntegerField(primary_key=True)
    document_id = models.BigIntegerField(db_index=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    released = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    released_tax = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    class Meta:
        db_table = "finance_invoiced_line"


class InvoiceFact(models.Model):
    """What an invoice line did, in book currency: signed base quantity of its goods line, net and tax, what of it is cost, and
    what it released: the estimate of goods bought, or revenue and tax that goods sold had brought already.

    difference = cost - released. on_the_way: the line invoices goods of an order before they came (goods_line_id is the
    order's). Negative for red invoices and mirrors.
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
    released_tax = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    in_stock = models.BooleanField(default=False)
    on_the_way = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "finance_invoice_fact"


class OpenItem(models.Model):
    """往来明细: what a partner owes us (AR, PREPAID) or we owe them (AP, ADV-R) by one document, on the account's normal side.

    side is the account's key. settled: what live matches have taken of amount; same sign, never more. currency: "" = the book's;
    else foreign_amount and foreign_settled say the same in the document's currency. part: BILLED = the counterpart with which an
    invoice takes over what its goods opened when they left.
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
    part = models.CharField(max_length=8, blank=True, default="")
    currency = models.CharField(max_length=3, blank=True, default="")
    foreign_amount = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    foreign_settled = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    class Meta:
        db_table = "finance_open_item"
        constraints = [
            models.UniqueConstraint(fields=["document_id", "side", "part"], name="one_open_item_per_document_and_side"),
            models.CheckConstraint(
                condition=models.Q(settled__gte=0, settled__lte=models.F("amount"))
                | models.Q(settled__lte=0, settled__gte=models.F("amount")),
                name="open_item_is_settled_within_its_amount",
            ),
        ]
        indexes = [models.Index(fields=["book_id", "side", "partner_id", "due_date"], name="open_item_partner_idx")]


class Match(models.Model):
    """核销: debit and credit item settle each other for `amount` (> 0), in one book, for one partner. document_id: the payment that
    brought it, if one did. undone_on: taken back; the row stays. In another currency foreign is what they settle; the items then stand
    for different amounts in the book's: amount is the debit item's, amount + exchange the credit item's (exchange > 0: gain)."""

    book_id = models.BigIntegerField()
    debit = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="+")
    credit = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    foreign = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    exchange = models.DecimalField(max_digits=18, decimal_places=2, default=0)
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

    kind: PAYMENT, RECEIPT, LANDED, LOSS, GAIN. account: key of the other side. All in book currency, negative for mirrors.
    exchange: realised gain of a payment (+) or loss (-); discount: debt settled without money. side: the account that was owed.
    expensed: charges on purchases that are selling expense. customs_value, duty: what import tax was reckoned from.
    Of approved losses: followed = what later corrections of their cost added to net, in vouchers of their own; ahead = the part of
    net that stood for a cost not known yet; seen_entry_id: the newest cost correction that net counts.
    """

    document_id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=8)
    account = models.CharField(max_length=20, blank=True, default="")
    purpose = models.CharField(max_length=12, blank=True, default="")
    net = models.DecimalField(max_digits=18, decimal_places=2)
    tax = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    capitalised = models.BooleanField(default=True)
    expensed = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    deductible = models.BooleanField(default=True)
    settled = models.JSONField(default=list)
    exchange = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    discount = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    side = models.CharField(max_length=8, blank=True, default="")
    customs_value = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    duty = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    followed = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    ahead = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    seen_entry_id = models.BigIntegerField(default=0)

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
