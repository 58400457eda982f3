"""Facts are appended only: row triggers refuse whatever role is connected, and the app role has no right to try."""

from django.db import migrations

MAKE = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger facts are append-only: correct with a reversal' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER posting_is_append_only BEFORE UPDATE OR DELETE ON ledger_posting
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER posting_is_never_truncated BEFORE TRUNCATE ON ledger_posting
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER move_is_append_only BEFORE UPDATE OR DELETE ON ledger_move
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER move_is_never_truncated BEFORE TRUNCATE ON ledger_move
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER cost_entry_is_append_only BEFORE UPDATE OR DELETE ON ledger_cost_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER cost_entry_is_never_truncated BEFORE TRUNCATE ON ledger_cost_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hengku_app') AND current_user <> 'hengku_app' THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON ledger_posting, ledger_move, ledger_cost_entry FROM hengku_app;
    END IF;
END $$;
"""
UNMAKE = """
DROP TRIGGER posting_is_append_only ON ledger_posting;
DROP TRIGGER posting_is_never_truncated ON ledger_posting;
DROP TRIGGER move_is_append_only ON ledger_move;
DROP TRIGGER move_is_never_truncated ON ledger_move;
DROP TRIGGER cost_entry_is_append_only ON ledger_cost_entry;
DROP TRIGGER cost_entry_is_never_truncated ON ledger_cost_entry;
DROP FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, UNMAKE)]
