"""The register: one table of documents, one of lines, links between lines, and their derived progress."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Document(models.Model):
    """Any document. number is given at first save, gapless per book, type and month; a void keeps it visible."""

    type = models.CharField(max_length=40)
    number = models.CharField(max_length=60, null=True)
    state = models.CharField(max_length=12, default="DRAFT")
    book = models.ForeignKey("masterdata.Book", on_delete=models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey("masterdata.Partner", on_delete=models.PROTECT, null=True, related_name="+")
    warehouse = models.ForeignKey(
        "masterdata.Warehouse", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    to_warehouse = models.ForeignKey(
        "masterdata.Warehouse", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    business_date = models.DateField()
    currency = models.CharField(max_length=3, default="CNY")
    price_includes_tax = models.BooleanField(default=False)
    handler = models.CharField(max_length=100, blank=True, default="")
    external_number = models.CharField(max_length=100, blank=True, default="")
    remarks = models.TextField(blank=True, default="")
    total_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    total_net = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    total_tax = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    total_amount = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    rev = models.IntegerField(default=1)
    ext = models.JSONField(default=dict)
    created_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    updated_by_id = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField()
    posted_by_id = models.BigIntegerField(null=True)
    posted_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stop_reason = models.CharField(max_length=200, blank=True, default="")
    print_count = models.IntegerField(default=0)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    import_run_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "documents_document"
        constraints = [models.UniqueConstraint(fields=["book", "type", "number"], name="document_number_is_unique")]
        indexes = [
            models.Index(fields=["type", "business_date", "id"], name="document_type_date_idx"),
            GinIndex(name="document_number_trigram", fields=["number"], opclasses=["gin_trgm_ops"]),
        ]


class Line(models.Model):
    """A line of any document; a type's own columns live in a one-to-one side table of its room. Rows of an account set's own forms
    (types u_…) are of no item and no unit."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="lines", db_index=False)
    type = models.CharField(max_length=40)
    line_no = models.IntegerField()
    item = models.ForeignKey("masterdata.Item", on_delete=models.PROTECT, null=True, related_name="+")
    item_name = models.CharField(max_length=300)
    item_spec = models.CharField(max_length=200, blank=True, default="")
    unit = models.ForeignKey("masterdata.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    factor_numerator = models.BigIntegerField(default=1)
    factor_denominator = models.BigIntegerField(default=1)
    base_quantity = models.DecimalField(max_digits=20, decimal_places=6)
    second_quantity = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    warehouse_id = models.BigIntegerField(null=True)
    bin_id = models.BigIntegerField(null=True)
    to_warehouse_id = models.BigIntegerField(null=True)
    to_bin_id = models.BigIntegerField(null=True)
    lot_id = models.BigIntegerField(null=True)
    status = models.CharField(max_length=12, null=True)
    to_status = models.CharField(max_length=12, null=True)
    price = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    discount = models.DecimalField(max_digits=9, decimal_places=6, default=0)
    tax_rate = models.DecimalField(max_digits=9, decimal_places=6, default=0)
    net = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    tax = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    total = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    reason = models.CharField(max_length=40, blank=True, default="")
    remarks = models.CharField(max_length=400, blank=True, default="")
    ext = models.JSONField(default=dict)

    class Meta:
        db_table = "documents_line"
        constraints = [
            models.UniqueConstraint(fields=["document", "line_no"], name="line_no_is_unique_in_document"),
            models.CheckConstraint(
                condition=models.Q(factor_numerator__gt=0, factor_denominator__gt=0), name="line_factor_is_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(item__isnull=False, unit__isnull=False) | models.Q(type__startswith="u_"),
                name="line_of_goods_has_item_and_unit",
            ),
        ]


class Link(models.Model):
    """A target line takes `quantity` base units of a source line (n:m). Live until the target is void or reversed.

    quantity is 0 only for the mirror of a line that has none (amount only). tolerance: the fraction by which the source was
    allowed to be exceeded when this link needed it, else 0.
    Found by its lines only (two indexes instead of five: every line of every receipt writes one link).
    """

    source_line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    target_line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="+")
    source_document_id = models.BigIntegerField()
    target_document_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    tolerance = models.DecimalField(max_digits=7, decimal_places=4, default=0)

    class Meta:
        db_table = "documents_link"
        constraints = [
            models.UniqueConstraint(fields=["source_line", "target_line"], name="one_link_per_pair_of_lines"),
            models.CheckConstraint(condition=models.Q(quantity__gte=0), name="link_quantity_is_not_negative"),
        ]


class LineProgress(models.Model):
    """Derived from links, kept apart so that a posting never rewrites a line: linked = live targets (drafts too),
    executed = posted EXECUTE targets, returned = posted RETURN targets; base units. `rebuild` recomputes, I33 compares."""

    line = models.OneToOneField(Line, on_delete=models.CASCADE, primary_key=True, related_name="progress")
    document_id = models.BigIntegerField()
    linked_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    executed_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    returned_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=0)

    class Meta:
        db_table = "documents_line_progress"
