"""What everybody refers to: books, units, items, partners, warehouses, zones, bins, places, codes, reasons, prices, lots.

Tables: masterdata_*. May call: metadata, identity, kernel.
"""
