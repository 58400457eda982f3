"""Standard costs are appended only: a new one is a new row."""

from django.db import migrations

MAKE = """
CREATE TRIGGER standard_cost_is_append_only BEFORE UPDATE OR DELETE ON ledger_standard_cost
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER standard_cost_is_never_truncated BEFORE TRUNCATE ON ledger_standard_cost
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hengku_app') AND current_user <> 'hengku_app' THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON ledger_standard_cost FROM hengku_app;
    END IF;
END $$;
"""
UNMAKE = """
DROP TRIGGER standard_cost_is_append_only ON ledger_standard_cost;
DROP TRIGGER standard_cost_is_never_truncated ON ledger_standard_cost;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0010_standard_costs")]
    operations = [migrations.RunSQL(MAKE, UNMAKE)]
