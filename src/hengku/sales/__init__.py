"""Selling: sales order with reservation, shipment, sales return.

Tables: none of its own yet (documents holds header and lines). May call: documents, ledger, masterdata, metadata, identity, kernel.
"""
