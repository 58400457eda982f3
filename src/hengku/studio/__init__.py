"""What people make for themselves without code: questions over datasets, dashboards, summary tables, packages of configuration.

Tables: studio_*. May call: finance, the trades, documents, ledger, masterdata, metadata, identity, kernel.
"""
