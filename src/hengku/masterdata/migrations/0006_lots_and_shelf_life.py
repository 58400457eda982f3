"""Lots become full records; shelf life in days, months or years; what is left of it at receipt and shipment."""

import django.db.models.deletion
from django.db import migrations, models

import hengku.masterdata.types


class Migration(migrations.Migration):
    dependencies = [
        ("masterdata", "0005_inspection_and_match"),
    ]

    operations = [
        migrations.RenameField(model_name="item", old_name="shelf_life_days", new_name="shelf_life"),
        migrations.AddField(
            model_name="item",
            name="shelf_life_unit",
            field=models.CharField(default=hengku.masterdata.types.LifeUnit["DAY"], max_length=8),
        ),
        migrations.AddField(model_name="item", name="lot_by_rule", field=models.BooleanField(default=False)),
        migrations.AddField(
            model_name="item",
            name="min_receipt_life",
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True),
        ),
        migrations.AddField(model_name="item", name="min_life_days", field=models.IntegerField(blank=True, null=True)),
        migrations.AddField(
            model_name="item", name="near_expiry_days", field=models.IntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="partner", name="min_life_days", field=models.IntegerField(blank=True, null=True)
        ),
        migrations.AddField(model_name="lot", name="rev", field=models.IntegerField(default=1)),
        migrations.AddField(model_name="lot", name="ext", field=models.JSONField(blank=True, default=dict)),
        migrations.AddField(
            model_name="lot", name="created_by_id", field=models.BigIntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="lot", name="updated_by_id", field=models.BigIntegerField(blank=True, null=True)
        ),
        migrations.AddField(model_name="lot", name="updated_at", field=models.DateTimeField(null=True)),
        migrations.RunSQL("UPDATE masterdata_lot SET updated_at = created_at", migrations.RunSQL.noop),
        migrations.AlterField(model_name="lot", name="updated_at", field=models.DateTimeField()),
        migrations.AddField(model_name="lot", name="attributes", field=models.JSONField(blank=True, default=dict)),
        migrations.AddField(model_name="lot", name="remarks", field=models.TextField(blank=True, default="")),
        migrations.AddField(
            model_name="lot",
            name="supplier",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="masterdata.partner",
            ),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expiry_date__isnull", True),
                    ("production_date__isnull", True),
                    ("expiry_date__gte", models.F("production_date")),
                    _connector="OR",
                ),
                name="lot_expires_after_production",
            ),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(
                condition=models.Q(("expiry_date__isnull", False)), fields=["expiry_date"], name="lot_expiry_idx"
            ),
        ),
    ]
