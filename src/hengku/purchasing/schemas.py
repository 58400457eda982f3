"""Shapes of the receiving workbench."""

from typing import Any

from ninja import Schema


class ReceivableQuery(Schema):
    """What may be received: of one supplier, into one warehouse, matching a text."""

    supplier: int | None = None
    warehouse: int | None = None
    q: str = ""
    limit: int = 200


class OpenLines(Schema):
    items: list[dict[str, Any]]
