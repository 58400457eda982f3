"""The audit is appended only: a trigger refuses changes whatever role is connected."""

from django.db import migrations

MAKE = """
CREATE FUNCTION identity_refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_entry_is_append_only BEFORE UPDATE OR DELETE ON identity_audit_entry
    FOR EACH ROW EXECUTE FUNCTION identity_refuse_audit_change();
CREATE TRIGGER audit_entry_is_never_truncated BEFORE TRUNCATE ON identity_audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION identity_refuse_audit_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hengku_app') AND current_user <> 'hengku_app' THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON identity_audit_entry FROM hengku_app;
    END IF;
END $$;
"""
UNMAKE = """
DROP TRIGGER audit_entry_is_never_truncated ON identity_audit_entry;
DROP TRIGGER audit_entry_is_append_only ON identity_audit_entry;
DROP FUNCTION identity_refuse_audit_change();
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, UNMAKE)]
