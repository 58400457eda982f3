"""Reading: stock reports, execution reports, dashboard, search, prints, exports. Only reads.

Tables: reports_print_template. May call: the trades, documents, ledger, masterdata, metadata, identity, kernel.
"""
