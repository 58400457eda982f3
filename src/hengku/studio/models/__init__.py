from hengku.studio.models.dashboards import Dashboard
from hengku.studio.models.packages import Package, Publication
from hengku.studio.models.summaries import SummaryPart, SummaryRow, SummaryTable, SummaryVersion

__all__ = ["Dashboard", "Package", "Publication", "SummaryPart", "SummaryRow", "SummaryTable", "SummaryVersion"]
