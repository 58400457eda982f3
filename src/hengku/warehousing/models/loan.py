"""What loans say beside the common document."""

from django.db import models


class Loan(models.Model):
    """due_date: when the goods should be back."""

    document = models.OneToOneField("documents.Document", on_delete=models.CASCADE, primary_key=True, related_name="+")
    due_date = models.DateField(null=True)

    class Meta:
        db_table = "warehousing_loan"
