"""Endpoints of master data beyond the generated lists and forms."""

from ninja import Router

from hengku.masterdata.api import entry, set_up

router = Router()
router.add_router("", set_up.router)
router.add_router("", entry.router)
