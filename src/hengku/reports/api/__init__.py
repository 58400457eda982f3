"""Endpoints of the reports: reports, stock, papers, home, search."""

from ninja import Router

from hengku.reports.api import home, prints, reports, stock

router = Router()
router.add_router("", reports.router)
router.add_router("", stock.router)
router.add_router("", prints.router)
router.add_router("", home.router)
