"""Endpoints of the reports: reports, stock, papers, home, search."""

from ninja import Router

from hengku.reports.api import prints, reports

router = Router()
router.add_router("", reports.router)
router.add_router("", prints.router)
