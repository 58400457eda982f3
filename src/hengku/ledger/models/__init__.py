from hengku.ledger.models.facts import CostEntry, Move, Posting
from hengku.ledger.models.projections import Balance, CostPool, Reservation, StockPeriod

__all__ = ["Balance", "CostEntry", "CostPool", "Move", "Posting", "Reservation", "StockPeriod"]
