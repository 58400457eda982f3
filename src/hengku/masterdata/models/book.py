"""Books 核算账簿: legal entities inside an account set, and the scopes over which they keep cost."""

from decimal import Decimal

from django.db import models

from hengku.masterdata.models.base import Record
from hengku.masterdata.types import (
    AccountingStandard,
    Backdating,
    Business,
    CloseWarnings,
    CostingScope,
    CostMethod,
    EstimateMode,
    GiftCost,
    InvoiceDifference,
    NegativePolicy,
    PurchaseFreight,
    RevenueTiming,
    SalesControl,
    TaxpayerType,
    UnlinkedReturnCost,
    VoucherGrouping,
)


class Book(Record):
    """One legal entity: currency, standard, taxpayer type, time zone, stock policies (domain specification C8, 11)."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    currency = models.CharField(max_length=3, default="CNY")
    standard = models.CharField(max_length=8, default=AccountingStandard.SBE)
    taxpayer = models.CharField(max_length=12, default=TaxpayerType.GENERAL)
    timezone = models.CharField(max_length=64, default="Asia/Shanghai")
    start_month = models.DateField(help_text="first day of the first open period")
    costing_scope = models.CharField(max_length=10, default=CostingScope.BOOK)
    cost_method = models.CharField(max_length=16, default=CostMethod.MOVING_AVERAGE)
    negative_stock = models.CharField(max_length=8, default=NegativePolicy.FORBID)
    backdating = models.CharField(max_length=12, default=Backdating.REPLAY)
    backdate_days = models.IntegerField(default=31)
    free_before_first_close = models.BooleanField(default=True)
    unlinked_return_cost = models.CharField(max_length=16, default=UnlinkedReturnCost.CURRENT_AVERAGE)
    receipt_tolerance = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    shipment_tolerance = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    short_tolerance = models.DecimalField(
        max_digits=7,
        decimal_places=4,
        default=Decimal("0.02"),
        help_text="an order line this close to its quantity is done",
    )
    match_amount = models.DecimalField(
        max_digits=18, decimal_places=2, default=50, help_text="an invoice line may differ from the order by this much"
    )
    match_percent = models.DecimalField(
        max_digits=7, decimal_places=4, default=Decimal("0.005"), help_text="or by this part of what was ordered"
    )
    gift_cost = models.CharField(max_length=8, default=GiftCost.SPREAD)
    business = models.CharField(max_length=12, default=Business.MANUFACTURER)
    estimate_mode = models.CharField(max_length=24, default=EstimateMode.REVERSE_ON_INVOICE)
    invoice_difference = models.CharField(max_length=16, default=InvoiceDifference.ON_HAND_SHARE)
    purchase_freight = models.CharField(max_length=12, default=PurchaseFreight.BY_BUSINESS)
    revenue_timing = models.CharField(max_length=12, default=RevenueTiming.AT_ISSUE)
    voucher_grouping = models.CharField(max_length=8, default=VoucherGrouping.DOCUMENT)
    goods_on_the_way = models.BooleanField(
        default=False, db_default=False, help_text="an invoice came before its goods once: receipts look for such"
    )
    close_warnings = models.CharField(max_length=8, default=CloseWarnings.CONFIRM)
    tax_rate = models.DecimalField(max_digits=7, decimal_places=6, default=0)
    price_includes_tax = models.BooleanField(default=False)
    credit_control = models.CharField(max_length=10, default=SalesControl.APPROVAL)
    credit_counts_shipped = models.BooleanField(default=True)
    credit_counts_orders = models.BooleanField(default=True)
    credit_less_advances = models.BooleanField(default=True)
    expiry_tiers = models.CharField(max_length=60, blank=True, default="180,90,30", db_default="180,90,30")
    reservation_days = models.IntegerField(
        null=True,
        blank=True,
        help_text="an order's reservation is free again after so many days; null = never by itself",
    )
    safety_buffer = models.DecimalField(
        max_digits=20,
        decimal_places=6,
        default=0,
        db_default=0,
        help_text="of every item kept back from what may be offered",
    )
    floor_control = models.CharField(max_length=10, default=SalesControl.APPROVAL)

    class Meta:
        db_table = "masterdata_book"


class CostScope(models.Model):
    """核算范围: the set of warehouses over which a book keeps one cost pool per item (C9)."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)

    class Meta:
        db_table = "masterdata_cost_scope"
        constraints = [models.UniqueConstraint(fields=["book", "code"], name="cost_scope_code_is_unique_in_book")]


class BookWarehouse(models.Model):
    """Which warehouses a book uses and in which cost scope; two books may share one warehouse."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    warehouse = models.ForeignKey("masterdata.Warehouse", on_delete=models.PROTECT, related_name="+")
    cost_scope = models.ForeignKey(CostScope, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "masterdata_book_warehouse"
        constraints = [models.UniqueConstraint(fields=["book", "warehouse"], name="warehouse_once_per_book")]
