"""Shapes of the shipping workbench."""

from typing import Any

from ninja import Schema


class ShippableQuery(Schema):
    """What may be shipped: to one customer, from one warehouse, matching a text."""

    customer: int | None = None
    warehouse: int | None = None
    q: str = ""
    limit: int = 200


class OpenLines(Schema):
    items: list[dict[str, Any]]


class Reserved(Schema):
    """What an order holds now, by line id."""

    reserved: dict[str, str]
