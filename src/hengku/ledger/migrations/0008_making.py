"""Weights by which the cost of goods taken apart is split: facts, appended only."""

from django.db import migrations, models

MAKE = """
CREATE TRIGGER cost_split_is_append_only BEFORE UPDATE OR DELETE ON ledger_cost_split
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER cost_split_is_never_truncated BEFORE TRUNCATE ON ledger_cost_split
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hengku_app') AND current_user <> 'hengku_app' THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON ledger_cost_split FROM hengku_app;
    END IF;
END $$;
"""
UNMAKE = """
DROP TRIGGER cost_split_is_append_only ON ledger_cost_split;
DROP TRIGGER cost_split_is_never_truncated ON ledger_cost_split;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_lot_indexes")]
    operations = [
        migrations.CreateModel(
            name="CostSplit",
            fields=[
                ("entry_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("weight", models.DecimalField(decimal_places=10, max_digits=30)),
            ],
            options={"db_table": "ledger_cost_split"},
        ),
        migrations.RunSQL(MAKE, UNMAKE),
    ]
