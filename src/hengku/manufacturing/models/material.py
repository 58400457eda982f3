"""What material documents have of their own."""

from django.db import models


class MaterialDocument(models.Model):
    """Use, kind and cost object of a material issue or return. A return's use and order are those of what it brings back."""

    document = models.OneToOneField("documents.Document", on_delete=models.CASCADE, primary_key=True, related_name="+")
    usage = models.CharField(max_length=16, default="PRODUCTION")
    kind = models.CharField(max_length=16, blank=True, default="")
    production_order = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "manufacturing_material_document"
