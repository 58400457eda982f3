"""Files kept in fields of records."""

from django.db import models


class KeptFile(models.Model):
    """key: its name in the interface and in `ext`, which nobody can guess; the content lies in the account set's folder under its hash."""

    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    author_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "metadata_file"
