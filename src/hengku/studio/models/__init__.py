from hengku.studio.models.dashboards import Dashboard
from hengku.studio.models.summaries import SummaryPart, SummaryRow, SummaryTable, SummaryVersion

__all__ = ["Dashboard", "SummaryPart", "SummaryRow", "SummaryTable", "SummaryVersion"]
