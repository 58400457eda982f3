"""Endpoints of the house itself: health, jobs, account sets."""

from ninja import Router

from hengku.config.api.account_sets import router as account_sets
from hengku.config.api.backups import router as backups
from hengku.config.api.health import router as health
from hengku.config.api.jobs import router as jobs
from hengku.config.api.scenarios import router as scenarios
from hengku.config.api.status import router as status

router = Router(tags=["house"])
router.add_router("", health)
router.add_router("", jobs)
router.add_router("", account_sets)
router.add_router("", backups)
router.add_router("", scenarios)
router.add_router("", status)
