"""Making: production orders 生产订单 as cost objects, material issued to them or to other uses, material brought back.

Tables: manufacturing_*. May call: documents, ledger, masterdata, metadata, identity, kernel.
"""
