"""Reading: stock reports, execution reports, dashboard, search, prints, exports. Only reads.

Tables: none. May call: the trades, documents, ledger, masterdata, metadata, identity, kernel.
"""
