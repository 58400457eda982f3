"""What documents that book a loss say of it."""

from django.db import models


class Loss(models.Model):
    """cause and abnormal of a whole document; a line may say its own."""

    document = models.OneToOneField("documents.Document", on_delete=models.CASCADE, primary_key=True, related_name="+")
    cause = models.CharField(max_length=16, blank=True, default="")
    abnormal = models.BooleanField(null=True)

    class Meta:
        db_table = "warehousing_loss"


class LossLine(models.Model):
    """cause and abnormal of one line; empty = as the document says."""

    line = models.OneToOneField("documents.Line", on_delete=models.CASCADE, primary_key=True, related_name="+")
    cause = models.CharField(max_length=16, blank=True, default="")
    abnormal = models.BooleanField(null=True)

    class Meta:
        db_table = "warehousing_loss_line"
