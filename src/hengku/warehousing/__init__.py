"""Keeping: opening stock, transfers, other in and out, scrap, bin moves, status changes, counts, cost adjustments.

Tables: warehousing_*. May call: documents, ledger, masterdata, metadata, identity, kernel.
"""
