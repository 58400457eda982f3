"""Endpoints of sales: what its workbenches read and do. Its documents are served by documents."""

from ninja import Router

from hengku.sales.api.allocation import router as allocation
from hengku.sales.api.price import router as price
from hengku.sales.api.promise import router as promise
from hengku.sales.api.reservations import router as reservations
from hengku.sales.api.shippable import router as shippable

router = Router()
router.add_router("", shippable)
router.add_router("", promise)
router.add_router("", allocation)
router.add_router("", price)
router.add_router("", reservations)

__all__ = ["router"]
