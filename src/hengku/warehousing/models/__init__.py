from hengku.warehousing.models.adjustment import CostAdjustmentLine
from hengku.warehousing.models.count import (
    CountAdjustment,
    CountAdjustmentLine,
    CountEntry,
    CountLine,
    CountPlan,
    CountSheet,
    CountSnapshot,
)

__all__ = [
    "CostAdjustmentLine",
    "CountAdjustment",
    "CountAdjustmentLine",
    "CountEntry",
    "CountLine",
    "CountPlan",
    "CountSheet",
    "CountSnapshot",
]
