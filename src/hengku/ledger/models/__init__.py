from hengku.ledger.models.facts import CostEntry, Move, Posting
from hengku.ledger.models.periods import PeriodSnapshot, SnapshotQuantity, SnapshotValue, StockPeriod
from hengku.ledger.models.projections import Balance, CostPool, Reservation
from hengku.ledger.models.turnover import CheckRun, FreshPosting, PoolTurnover, Turnover, UnprovedPosting

__all__ = [
    "Balance",
    "CheckRun",
    "CostEntry",
    "CostPool",
    "FreshPosting",
    "Move",
    "PeriodSnapshot",
    "PoolTurnover",
    "Posting",
    "Reservation",
    "SnapshotQuantity",
    "SnapshotValue",
    "StockPeriod",
    "Turnover",
    "UnprovedPosting",
]
