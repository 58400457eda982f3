"""Endpoints of warehousing: counting, packages, the expiry check and standard costs. Its documents are served by documents."""

from ninja import Router

from hengku.warehousing.api import counts, expiry, packages, standards

router = Router()
router.add_router("", counts.router)
router.add_router("", expiry.router)
router.add_router("", packages.router)
router.add_router("", standards.router)

__all__ = ["router"]
