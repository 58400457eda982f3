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


class TemplateIn(Schema):
    """A print template that is being designed."""

    document_type: str
    paper: str
    blocks: list[dict[str, Any]]


class TemplateWord(Schema):
    value: str
    label: str


class TemplateWordsOut(Schema):
    """What a template may use."""

    header: list[TemplateWord]
    lines: list[TemplateWord]
    tags: list[TemplateWord]
    blocks: list[dict[str, Any]]


class PagesOut(Schema):
    """Pages of a paper as addresses of pictures."""

    pages: list[str]
