"""Doors for machines and files: imports, demo companies, webhooks, event feed and stream.

Tables: integrations_*. May call: the trades, documents, ledger, masterdata, metadata, identity, kernel.
"""
