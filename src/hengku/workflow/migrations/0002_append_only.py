"""What happened in approvals is appended only, and a published tree never changes: triggers refuse it whatever role is connected."""

from django.db import migrations

MAKE = """
CREATE FUNCTION workflow_refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events of approvals are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER workflow_event_is_append_only BEFORE UPDATE OR DELETE ON workflow_event
    FOR EACH ROW EXECUTE FUNCTION workflow_refuse_event_change();
CREATE FUNCTION workflow_refuse_tree_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'draft' AND (NEW.tree IS DISTINCT FROM OLD.tree OR NEW.status = 'draft') THEN
        RAISE EXCEPTION 'a published version of a flow does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER workflow_version_is_fixed BEFORE UPDATE ON workflow_version
    FOR EACH ROW EXECUTE FUNCTION workflow_refuse_tree_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hengku_app') AND current_user <> 'hengku_app' THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON workflow_event FROM hengku_app;
    END IF;
END $$;
"""
UNMAKE = """
DROP TRIGGER workflow_version_is_fixed ON workflow_version;
DROP FUNCTION workflow_refuse_tree_change();
DROP TRIGGER workflow_event_is_append_only ON workflow_event;
DROP FUNCTION workflow_refuse_event_change();
"""


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, UNMAKE)]
