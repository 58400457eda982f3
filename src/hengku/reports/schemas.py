"""Shapes of the reports' answers."""

from typing import Any

from ninja import Schema


class ReportOut(Schema):
    """columns and parameters as FieldSpecs; a row's `_drill.path` is the page of the figures behind it."""

    name: str
    label: str
    columns: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    totals: dict[str, Any]
    count: int
    limit: int | None
    next_cursor: str | None
    parameters: dict[str, Any]
    generated_at: str


class DerivationOut(Schema):
    """One node: what it is, its value, how it follows from its parts (formula with their values), and the page of a fact."""

    label: str
    value: str
    operation: str
    formula: str
    path: str
    person: str
    parts: list["DerivationOut"]
