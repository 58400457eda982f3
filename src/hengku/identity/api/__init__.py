"""Endpoints of identity."""

from ninja import Router

from hengku.identity.api import handover, mail, passkeys, providers, roles, second_factor, security, session, sessions

router = Router()
router.add_router("", session.router)
router.add_router("", mail.router)
router.add_router("", sessions.router)
router.add_router("", second_factor.router)
router.add_router("", security.router)
router.add_router("", handover.router)
router.add_router("", roles.router)
router.add_router("", passkeys.router)
router.add_router("", providers.router)

__all__ = ["router"]
