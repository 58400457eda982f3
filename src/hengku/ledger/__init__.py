"""What happened: append-only moves and cost entries, balances, cost pools, reservations, the stock period lock, the prover.

Tables: ledger_*. Nobody else imports its models. May call: masterdata, metadata, identity, kernel.
"""
