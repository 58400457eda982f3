"""The reports of the house."""

from hengku.kernel.registry import Registry
from hengku.reports.types import ReportSpec

REPORTS: Registry[ReportSpec] = Registry("report")


def offer_report(spec: ReportSpec) -> None:
    """Offer a report to pages, files, API and command line."""
    REPORTS.offer(spec.name, spec)
