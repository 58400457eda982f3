"""Who must agree: approval flows as trees with versions, their runs, tasks, delegations and the clock that watches them.

Tables: workflow_*. May call: masterdata, metadata, identity, kernel.
"""
