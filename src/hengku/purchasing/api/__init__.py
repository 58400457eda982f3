"""Endpoints of purchasing: what its workbenches read and do. Its documents are served by documents."""

from ninja import Router

from hengku.purchasing.api.quotes import router as quotes
from hengku.purchasing.api.receivable import router as receivable
from hengku.purchasing.api.requisitions import router as requisitions

router = Router()
router.add_router("", receivable)
router.add_router("", requisitions)
router.add_router("", quotes)
