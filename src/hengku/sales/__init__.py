"""Selling: sales orders, shipments, sales returns.

Tables: sales_*. May call: documents, ledger, masterdata, metadata, identity, kernel.
"""
