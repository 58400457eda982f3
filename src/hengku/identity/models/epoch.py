"""Which version of its own descriptions an account set is at."""

from django.db import models


class Epoch(models.Model):
    """One row: changes with everything processes remember about how the account set is described (custom fields, forms).

    Never the same token twice, also not after a restored backup or a rolled-back change. No row: nothing was ever described.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    token = models.CharField(max_length=40)

    class Meta:
        db_table = "identity_epoch"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_epoch_per_account_set")]
