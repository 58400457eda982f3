"""Endpoints of warehousing: counting and the expiry check. Its documents are served by documents."""

from ninja import Router

from hengku.warehousing.api import counts, expiry

router = Router()
router.add_router("", counts.router)
router.add_router("", expiry.router)

__all__ = ["router"]
