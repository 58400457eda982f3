"""Endpoints of metadata: generated routes of every registered resource, the description of everything, saved views."""

from ninja import NinjaAPI, Router

from hengku.metadata.api import description, files, form_designs, rights, saved_views
from hengku.metadata.api.routes import router_of
from hengku.metadata.rules.registry import RESOURCES

__all__ = ["mount_resources", "router"]

router = Router()
router.add_router("", description.router)
router.add_router("", saved_views.router)
router.add_router("", rights.router)
router.add_router("", form_designs.router)
router.add_router("", files.router)


def mount_resources(api: NinjaAPI) -> None:
    """Add the generated routes of every registered resource; called once, after all rooms have registered."""
    for spec in RESOURCES:
        api.add_router("", router_of(spec))
