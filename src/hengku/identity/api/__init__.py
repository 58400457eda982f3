"""Endpoints of identity."""

from ninja import Router

from hengku.identity.api import mail, session, sessions

router = Router()
router.add_router("", session.router)
router.add_router("", mail.router)
router.add_router("", sessions.router)

__all__ = ["router"]
