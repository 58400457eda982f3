from hengku.ledger.models.facts import CostEntry, CostSplit, Move, Posting
from hengku.ledger.models.packages import PackageContent, PackageEvent
from hengku.ledger.models.periods import PeriodSnapshot, SnapshotQuantity, SnapshotValue, StockPeriod
from hengku.ledger.models.projections import Balance, CostLayer, CostPiece, CostPool, Reservation, ReservationEvent
from hengku.ledger.models.reading import StockFact, ValueFact
from hengku.ledger.models.standards import StandardCost
from hengku.ledger.models.turnover import (
    CarriedMonth,
    CheckRun,
    FreshPosting,
    MonthEnd,
    PoolTurnover,
    Turnover,
    UnprovedPosting,
)

__all__ = [
    "Balance",
    "CarriedMonth",
    "CheckRun",
    "CostEntry",
    "CostLayer",
    "CostPiece",
    "CostPool",
    "CostSplit",
    "FreshPosting",
    "MonthEnd",
    "Move",
    "PackageContent",
    "PackageEvent",
    "PeriodSnapshot",
    "PoolTurnover",
    "Posting",
    "Reservation",
    "ReservationEvent",
    "SnapshotQuantity",
    "SnapshotValue",
    "StandardCost",
    "StockFact",
    "StockPeriod",
    "Turnover",
    "UnprovedPosting",
    "ValueFact",
]
