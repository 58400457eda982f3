"""The books of account: charts of accounts, vouchers made from value events, periods, tie-out, statements.

Tables: finance_*. May call: documents, ledger (queries and operations), masterdata, metadata, identity, kernel; never the trades.
"""
