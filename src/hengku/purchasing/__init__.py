"""Buying: purchase orders, goods receipts, purchase returns.

Tables: purchasing_*. May call: documents, ledger, masterdata, metadata, identity, kernel.
"""
