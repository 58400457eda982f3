"""Serial numbers noted on lines are found by number; lines without any do not pay for it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_versions")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX line_noted_serials_idx ON documents_line USING gin ((ext->'serials') jsonb_path_ops)"
            " WHERE ext ? 'serials'",
            "DROP INDEX line_noted_serials_idx",
        ),
    ]
