from hengku.studio.models.dashboards import Dashboard
from hengku.studio.models.links import PublicLink, PublicLinkKey, PublicLinkUse
from hengku.studio.models.packages import Package, Publication
from hengku.studio.models.summaries import SummaryPart, SummaryRow, SummaryTable, SummaryVersion

__all__ = [
    "Dashboard",
    "Package",
    "PublicLink",
    "PublicLinkKey",
    "PublicLinkUse",
    "Publication",
    "SummaryPart",
    "SummaryRow",
    "SummaryTable",
    "SummaryVersion",
]
