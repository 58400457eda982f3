"""Charts of accounts for the books there are, by their standard; and vouchers are appended only, as all facts."""

from typing import Any

from django.db import migrations

from hengku.finance.rules.charts import chart
from hengku.masterdata.types import AccountingStandard

MAKE = """
CREATE FUNCTION finance_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'vouchers are append-only: correct with a red voucher' USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION finance_refuse_voucher_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.id, NEW.book_id, NEW.month, NEW.word, NEW.number, NEW.date, NEW.kind, NEW.total, NEW.made_by_id,
                             NEW.made_at, NEW.document_ids, NEW.summary)
        IS NOT DISTINCT FROM (OLD.id, OLD.book_id, OLD.month, OLD.word, OLD.number, OLD.date, OLD.kind, OLD.total,
                              OLD.made_by_id, OLD.made_at, OLD.document_ids, OLD.summary) THEN
        RETURN NEW;  -- a review signs a voucher, it does not change it
    END IF;
    RAISE EXCEPTION 'vouchers are append-only: correct with a red voucher' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER voucher_is_append_only BEFORE UPDATE OR DELETE ON finance_voucher
    FOR EACH ROW EXECUTE FUNCTION finance_refuse_voucher_change();
CREATE TRIGGER voucher_line_is_append_only BEFORE UPDATE OR DELETE ON finance_voucher_line
    FOR EACH ROW EXECUTE FUNCTION finance_refuse_change();
CREATE TRIGGER voucher_line_is_never_truncated BEFORE TRUNCATE ON finance_voucher_line
    FOR EACH STATEMENT EXECUTE FUNCTION finance_refuse_change();
CREATE TRIGGER voucher_source_is_append_only BEFORE UPDATE OR DELETE ON finance_voucher_source
    FOR EACH ROW EXECUTE FUNCTION finance_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hengku_app') AND current_user <> 'hengku_app' THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON finance_voucher_line, finance_voucher_source FROM hengku_app;
        REVOKE DELETE, TRUNCATE ON finance_voucher FROM hengku_app;
    END IF;
END $$;
"""
UNMAKE = """
DROP TRIGGER voucher_source_is_append_only ON finance_voucher_source;
DROP TRIGGER voucher_line_is_never_truncated ON finance_voucher_line;
DROP TRIGGER voucher_line_is_append_only ON finance_voucher_line;
DROP TRIGGER voucher_is_append_only ON finance_voucher;
DROP FUNCTION finance_refuse_voucher_change();
DROP FUNCTION finance_refuse_change();
"""


def lay_out_charts(apps: Any, schema_editor: object) -> None:
    """Every book that has no accounts yet gets the chart of its standard."""
    Book = apps.get_model("masterdata", "Book")
    Account = apps.get_model("finance", "Account")
    AccountMapping = apps.get_model("finance", "AccountMapping")
    for book in Book.objects.all():
        stamp = {"created_at": book.updated_at, "updated_at": book.updated_at}
        ids = {}
        for row in chart(AccountingStandard(book.standard)):
            account = Account.objects.create(
                book_id=book.pk,
                code=row.code,
                name=row.name,
                parent_id=ids.get(row.parent),
                account_class=row.account_class.value,
                side=row.side.value,
                auxiliaries=list(row.auxiliaries),
                by_quantity=row.by_quantity,
                **stamp,
            )
            ids[row.code] = account.pk
            if row.key:
                AccountMapping.objects.create(book_id=book.pk, key=row.key, account_id=account.pk, **stamp)


class Migration(migrations.Migration):
    dependencies = [("finance", "0001_initial")]
    operations = [
        migrations.RunPython(lay_out_charts, migrations.RunPython.noop),
        migrations.RunSQL(MAKE, UNMAKE),
    ]
