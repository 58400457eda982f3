"""The one router of documents: the methods of one address must live on one router."""

from ninja import Router

router = Router()
