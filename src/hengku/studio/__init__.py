"""What people make for themselves without code: questions over datasets, dashboards.

Tables: studio_*. May call: finance, the trades, documents, ledger, masterdata, metadata, identity, kernel.
"""
