"""衡库 HengKu: an inventory management system. One stock ledger, two views: what it is worth and where it is."""

__version__ = "0.1.0"
