"""Addresses of the books of account."""

from ninja import Router

from hengku.finance.api.balances import router as balances
from hengku.finance.api.counter import router as counter
from hengku.finance.api.credit import router as credit
from hengku.finance.api.exports import router as exports
from hengku.finance.api.matching import router as matching
from hengku.finance.api.odd_costs import router as odd_costs
from hengku.finance.api.opening import router as opening
from hengku.finance.api.periods import router as periods
from hengku.finance.api.statements import router as statements
from hengku.finance.api.vouchers import router as vouchers

router = Router()
router.add_router("", exports)
router.add_router("", vouchers)
router.add_router("", balances)
router.add_router("", periods)
router.add_router("", matching)
router.add_router("", credit)
router.add_router("", counter)
router.add_router("", odd_costs)
router.add_router("", opening)
router.add_router("", statements)
