"""Endpoints of documents: one API for all types."""

from ninja import Router

from hengku.documents.api import change, files, read

router = Router()
router.add_router("", read.router)
router.add_router("", change.router)
router.add_router("", files.router)
