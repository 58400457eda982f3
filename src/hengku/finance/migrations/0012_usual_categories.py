"""The usual 收支项目 for account sets that have books already; new ones get them with their first book."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from hengku.finance.rules.fund_fields import CATEGORIES


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    category = apps.get_model("finance", "SpendingCategory")
    book = apps.get_model("masterdata", "Book").objects.order_by("pk").first()
    if book is None or category.objects.exists():
        return
    category.objects.bulk_create(
        category(
            code=code,
            name=name.zh,
            direction=direction,
            key=key,
            created_at=book.updated_at,
            updated_at=book.updated_at,
        )
        for code, name, direction, key in CATEGORIES
    )


class Migration(migrations.Migration):
    dependencies = [
        ("finance", "0011_openings_and_funds"),
        ("masterdata", "0001_initial"),
    ]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
