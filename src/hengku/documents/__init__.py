"""What people decide: the register of documents, lines, links and progress, states and transitions, numbers, history, outbox.

Tables: documents_*. May call: ledger, masterdata, metadata, identity, kernel.
"""
