"""What an account set adds to and changes about the fields of its documents and records."""

from django.db import models


class Tracked(models.Model):
    """rev counts changes (If-Match)."""

    rev = models.IntegerField(default=1)
    created_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    updated_by_id = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True


class CustomField(Tracked):
    """A field of the account set's own. Values live in `ext` under f_<id>, which is never used again; code is its name in the
    interface, chosen once. target: "<document type>", "<document type>:line" or "<resource>". refers_to: the document type of the kind "document". hidden: taken away, values stay.
    index_state: none, building, ready or failed. shown_when, locked_when, must_hold: formulas, with the typed trees read from them.
    options: option of the field options_by -> the options then offered. fill: where its value comes from (rules.fills)."""

    target = models.CharField(max_length=60)
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=60)
    label_en = models.CharField(max_length=60, blank=True, default="")
    kind = models.CharField(max_length=20)
    refers_to = models.CharField(max_length=60, blank=True, default="")
    required = models.BooleanField(default=False)
    required_when = models.TextField(blank=True, default="")
    required_tree = models.JSONField(null=True)
    shown_when = models.TextField(blank=True, default="")
    shown_tree = models.JSONField(null=True)
    locked_when = models.TextField(blank=True, default="")
    locked_tree = models.JSONField(null=True)
    must_hold = models.TextField(blank=True, default="")
    must_hold_tree = models.JSONField(null=True)
    message = models.CharField(max_length=200, blank=True, default="")
    message_en = models.CharField(max_length=200, blank=True, default="")
    unique = models.BooleanField(default=False)
    options_by = models.CharField(max_length=40, blank=True, default="")
    options = models.JSONField(default=dict)
    fill = models.JSONField(null=True)
    least = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    most = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    places = models.SmallIntegerField(null=True)
    longest = models.IntegerField(null=True)
    pattern = models.CharField(max_length=200, blank=True, default="")
    choices = models.JSONField(default=list)
    default = models.CharField(max_length=400, blank=True, default="")
    default_formula = models.TextField(blank=True, default="")
    default_tree = models.JSONField(null=True)
    mask = models.CharField(max_length=40, blank=True, default="")
    help = models.CharField(max_length=300, blank=True, default="")
    help_en = models.CharField(max_length=300, blank=True, default="")
    group = models.CharField(max_length=40, blank=True, default="")
    position = models.IntegerField(default=0)
    in_list = models.BooleanField(default=True)
    hidden = models.BooleanField(default=False)
    accelerated = models.BooleanField(default=False)
    index_state = models.CharField(max_length=10, default="none")
    index_error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        db_table = "metadata_custom_field"
        constraints = [models.UniqueConstraint(fields=["target", "code"], name="custom_field_code_once_per_target")]


class FormDesign(Tracked):
    """What an account set changes about a target: fields = deltas by name of the field ({label, label_en, help, help_en, hidden,
    required, default, order, required_when, …}), trees = the typed trees of their formulas, layout = how its form is arranged."""

    target = models.CharField(max_length=60, unique=True)
    fields = models.JSONField(default=dict)
    layout = models.JSONField(null=True)
    trees = models.JSONField(default=dict)

    class Meta:
        db_table = "metadata_form_design"
