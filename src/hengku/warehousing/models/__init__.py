from hengku.warehousing.models.adjustment import CostAdjustment, CostAdjustmentLine
from hengku.warehousing.models.count import (
    CountAdjustment,
    CountAdjustmentLine,
    CountEntry,
    CountLine,
    CountPlan,
    CountSheet,
    CountSnapshot,
)
from hengku.warehousing.models.loan import Loan
from hengku.warehousing.models.loss import Loss, LossLine
from hengku.warehousing.models.making import Making, MakingLine
from hengku.warehousing.models.use import Use, UseLimit

__all__ = [
    "CostAdjustment",
    "CostAdjustmentLine",
    "CountAdjustment",
    "CountAdjustmentLine",
    "CountEntry",
    "CountLine",
    "CountPlan",
    "CountSheet",
    "CountSnapshot",
    "Loan",
    "Loss",
    "LossLine",
    "Making",
    "MakingLine",
    "Use",
    "UseLimit",
]
