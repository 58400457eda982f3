"""Addresses of the books: their light, and their periods."""

from ninja import Router

from hengku.ledger.api.light import router as light
from hengku.ledger.api.periods import router as periods

router = Router()
router.add_router("", light)
router.add_router("", periods)
