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
from hengku.warehousing.models.loss import Loss, LossLine

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
    "Loss",
    "LossLine",
]
