"""Rows that every posting updates keep room on their page, so that an update touches no index (HOT)."""

from django.db import migrations

MAKE = """
ALTER TABLE ledger_balance SET (fillfactor = 70);
ALTER TABLE ledger_cost_pool SET (fillfactor = 70);
ALTER TABLE ledger_reservation SET (fillfactor = 80);
"""
UNMAKE = """
ALTER TABLE ledger_balance RESET (fillfactor);
ALTER TABLE ledger_cost_pool RESET (fillfactor);
ALTER TABLE ledger_reservation RESET (fillfactor);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [migrations.RunSQL(MAKE, UNMAKE)]
