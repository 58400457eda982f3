from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Trigram search lives in public, where every account set's search path finds its operator class."""

    dependencies = [("directory", "0001_initial")]
    operations = [TrigramExtension()]
