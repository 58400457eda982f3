"""Papers laid out by people: which blocks there are, whether a layout fits, and what each block says of a document.

A layout is data: names of fields and texts with {field} tags. Values are put in as text and never read as code.
"""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import segno
from barcode.codex import Code128
from barcode.errors import BarcodeError
from barcode.writer import SVGWriter

from hengku.kernel.errors import Refusal
from hengku.kernel.texts import Text
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.rules.figures import grouped, is_number, on_paper
from hengku.reports.rules.flat import column_width
from hengku.reports.rules.paper import (
    CNY,
    MONEY,
    MONEY_IN_HEAD,
    Document,
    PaperFields,
    PaperJob,
    drawn_pictures,
    total_text,
    value_at,
)
from hengku.reports.rules.uppercase import uppercase_amount
from hengku.reports.texts import PAPER

SIZES: dict[str, tuple[Text, int, int, int]] = {
    "a4": (Text("A4 纵向", "A4 portrait"), 210, 297, 12),
    "a4_wide": (Text("A4 横向", "A4 landscape"), 297, 210, 12),
    "a5_wide": (Text("A5 横向", "A5 landscape"), 210, 148, 10),
    "half": (Text("241 mm 二等分", "241 mm, halves"), 241, 140, 8),
    "third": (Text("241 mm 三等分", "241 mm, thirds"), 241, 93, 6),
    "label_100": (Text("标签 100 × 70", "Label 100 × 70"), 100, 70, 3),
    "label_60": (Text("标签 60 × 40", "Label 60 × 40"), 60, 40, 2),
}
"""Name, width, height and margin in millimetres."""
KINDS = ("text", "fields", "lines", "totals", "code", "barcode", "trail", "signatures")
ALIGNS = ("left", "center", "right")
MOST_BLOCKS = 40
_MOST_TEXT = 2_000
_MOST_NAMES = 30
_TAG = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")
OWN = ("line_no", "item.code", "item.name", "item.spec", "unit.name")
"""Columns of lines beside the type's own fields."""
_NAME_CAP = 18
_SELDOM = frozenset({"currency", "rate", "price_includes_tax", "order_discount", "order_discount_rate"})
"""What a new template leaves out of its head."""


@dataclass(frozen=True, slots=True)
class TrailStep:
    """One event of the document's history, as paper tells it."""

    at: str
    actor: str
    label: str
    reason: str


def block_problems(blocks: Any, paper: str) -> list[Refusal]:
    """What does not fit a layout: its paper, its blocks' kinds, numbers and texts."""
    found = [] if paper in SIZES else [Refusal("template_paper_unknown", {"value": str(paper)[:20]}, ("paper",))]
    if not isinstance(blocks, list) or not all(isinstance(one, dict) for one in blocks):
        return [*found, Refusal("template_malformed", {}, ("blocks",))]
    if len(blocks) > MOST_BLOCKS:
        found.append(Refusal("template_too_long", {"most": str(MOST_BLOCKS)}, ("blocks",)))
    found.extend(
        Refusal("template_block_bad", {"number": str(at + 1)}, ("blocks", at))
        for at, one in enumerate(blocks)
        if not _fits(one)
    )
    return found


def _fits(block: Mapping[str, Any]) -> bool:
    names = block.get("names", [])
    return (
        block.get("kind") in KINDS
        and isinstance(block.get("text", ""), str)
        and len(block.get("text", "")) <= _MOST_TEXT
        and block.get("align", "left") in ALIGNS
        and isinstance(names, list)
        and len(names) <= _MOST_NAMES
        and all(isinstance(name, str) and len(name) <= 100 for name in names)
        and _whole(block.get("size", 10), 5, 60)
        and _whole(block.get("columns", 3), 1, 6)
        and _whole(block.get("rows", 0), 0, 100)
        and isinstance(block.get("subtotal", False), bool)
    )


def _whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def template_paper(
    document: Document,
    fields: PaperFields,
    job: PaperJob,
    *,
    paper: str,
    blocks: Sequence[Mapping[str, Any]],
    trail: Sequence[TrailStep],
) -> dict[str, object]:
    """Everything the template `custom` prints, as text. A field the reader may not see is not among `fields`: it says nothing."""
    _, width, height, margin = SIZES[paper]
    maker = _Maker(document, fields, job, trail)
    return {
        "lang": job.language[:2],
        "number": str(document.get("number") or ""),
        "company": job.company,
        "page": {"width": width, "height": height, "margin": margin},
        "papers": [[{"kind": block["kind"], **maker.block(block)} for block in blocks]],
    }


def together(papers: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """Papers of one template as one, each beginning on a page of its own."""
    return {**papers[0], "papers": [paper for one in papers for paper in one["papers"]]}


class _Maker:
    """Says blocks of one document."""

    def __init__(self, document: Document, fields: PaperFields, job: PaperJob, trail: Sequence[TrailStep]) -> None:
        self.document, self.job, self.trail = document, job, trail
        money = frozenset() if job.with_prices else {*MONEY, *MONEY_IN_HEAD, "cost_amount", "unit_cost"}
        self.header = {field.name: field for field in fields.header if field.name not in money}
        self.lines = {field.name: field for field in fields.line if field.name not in money}
        self.values = self._values()

    def block(self, block: Mapping[str, Any]) -> dict[str, object]:
        say: dict[str, Callable[[Mapping[str, Any]], dict[str, object]]] = {
            "text": self._text, "fields": self._fields, "lines": self._lines, "totals": self._totals, "code": self._code,
            "barcode": self._barcode, "trail": self._trail, "signatures": self._signatures,
        }  # fmt: skip
        return say[block["kind"]](block)

    def _values(self) -> dict[str, str]:
        """What tags may say."""
        found = {name: self._said(field) for name, field in self.header.items() if not field.rows}
        found |= {
            "number": str(self.document.get("number") or ""),
            "company": self.job.company,
            "business_date": str(self.document.get("business_date") or ""),
            "printed_by": self.job.printed_by,
            "printed_at": f"{self.job.printed_at.astimezone(self.job.zone):%Y-%m-%d %H:%M}",
            "print_count": str(self.job.print_count),
        }
        found |= {
            name: grouped(f"{total:.2f}")
            for name in ("total_net", "total_tax", "total_amount")
            if (total := self._total(name)) is not None
        }
        maker = self.document.get("created_by")
        if isinstance(maker, Mapping):
            found["created_by"] = str(maker.get("name") or "")
        total = self._total("total_amount")
        if total is not None and str(self.document.get("currency") or CNY) == CNY:
            found["uppercase"] = uppercase_amount(total)
        return found

    def _said(self, field: FieldSpec) -> str:
        value = self.document.get(field.name)
        if field.type is FieldType.BOOLEAN:
            return "" if value is None else str(PAPER["yes" if value else "no"])
        return on_paper(field, value, self.job.zone)

    def _total(self, name: str) -> Decimal | None:
        value = self.document.get(name)
        return None if value is None or not self.job.with_prices else Decimal(str(value))

    def _filled(self, text: str) -> str:
        return _TAG.sub(lambda tag: self.values.get(tag[1], ""), text)

    def _text(self, block: Mapping[str, Any]) -> dict[str, object]:
        return {
            "text": self._filled(block.get("text", "")),
            "align": block.get("align", "left"),
            "size": block.get("size", 10),
            "bold": block.get("bold") is True,
        }

    def _fields(self, block: Mapping[str, Any]) -> dict[str, object]:
        shown = [
            self._field(name, field)
            for name in block.get("names", []) if (field := self.header.get(name) or COMMON.get(name)) is not None
        ]  # fmt: skip
        return {"fields": shown, "columns": block.get("columns", 3), "size": block.get("size", 10)}

    def _field(self, name: str, field: FieldSpec) -> dict[str, object]:
        drawn = drawn_pictures(field, self.document, self.job)
        return {"label": str(field.label), "value": "" if drawn else self.values.get(name, ""), "pictures": drawn}

    def _columns(self, names: Sequence[str]) -> list[FieldSpec]:
        return [field for name in names if (field := OWN_COLUMNS.get(name) or self.lines.get(name)) is not None]

    def _lines(self, block: Mapping[str, Any]) -> dict[str, object]:
        columns = self._columns(block.get("names", []))
        lines: Sequence[Mapping[str, Any]] = self.document["lines"]
        texts = [[self._cell(column, line) for column in columns] for line in lines]
        rows = block.get("rows", 0) or max(1, len(lines))
        pages = [
            {"rows": texts[at : at + rows], "subtotal": self._sums(columns, lines[at : at + rows], PAPER["subtotal"]) if block.get("subtotal") and len(lines) > rows else []}
            for at in range(0, max(1, len(lines)), rows)
        ]  # fmt: skip
        return {
            "columns": [
                {"label": str(one.label), "align": "right" if is_number(one) else "left", "width": column_width(str(one.label), (row[at] for row in texts), most=_NAME_CAP)}
                for at, one in enumerate(columns)
            ],
            "pages": pages,
            "total": self._sums(columns, lines, PAPER["total"]),
            "size": block.get("size", 9),
        }  # fmt: skip

    def _cell(self, column: FieldSpec, line: Mapping[str, Any]) -> str:
        value = value_at(line, column.name)
        return str(value) if column.name == "line_no" else on_paper(column, value, self.job.zone)

    def _sums(self, columns: Sequence[FieldSpec], lines: Sequence[Mapping[str, Any]], word: Text) -> list[str]:
        """One text a column: the sum where it adds up, the word in the first. Nothing when no column adds up."""
        sums = [
            total_text(column, lines) if column.total or column.type in (FieldType.QUANTITY, FieldType.AMOUNT) else ""
            for column in columns
        ]
        if not any(sums):
            return []
        return [str(word) if at == 0 and not text else text for at, text in enumerate(sums)]

    def _totals(self, block: Mapping[str, Any]) -> dict[str, object]:
        total = self._total("total_amount")
        return {
            "uppercase": self.values.get("uppercase", ""),
            "lowercase": "" if total is None else f"¥{grouped(f'{total:.2f}')}",
            "labels": {key: str(PAPER[key]) for key in ("uppercase", "lowercase")},
            "size": block.get("size", 10),
        }

    def _code(self, block: Mapping[str, Any]) -> dict[str, object]:
        text = self._filled(block.get("text", "")) or self.values["number"]
        drawn = io.BytesIO()
        if text:
            segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=1, xmldecl=False)
        return {"svg": drawn.getvalue().decode(), "align": block.get("align", "left"), "size": block.get("size", 20)}

    def _barcode(self, block: Mapping[str, Any]) -> dict[str, object]:
        """Code 128; what it cannot write (Chinese) is not drawn."""
        text = self._filled(block.get("text", "")) or self.values["number"]
        drawn = io.BytesIO()
        with suppress(BarcodeError):
            if text:
                plain = {"write_text": False, "module_height": 12.0, "quiet_zone": 2.0}
                Code128(text, writer=SVGWriter()).write(drawn, options=plain)
        return {
            "svg": drawn.getvalue().decode(),
            "text": text,
            "align": block.get("align", "left"),
            "size": block.get("size", 50),
        }

    def _trail(self, block: Mapping[str, Any]) -> dict[str, object]:
        return {
            "steps": [[step.at, step.actor, step.label, step.reason] for step in self.trail],
            "size": block.get("size", 9),
        }

    def _signatures(self, block: Mapping[str, Any]) -> dict[str, object]:
        return {"labels": [self._filled(name) for name in block.get("names", [])], "size": block.get("size", 10)}


COMMON = {
    "number": FieldSpec("number", PAPER["number"]),
    "business_date": FieldSpec("business_date", PAPER["business_date"], FieldType.DATE),
    "created_by": FieldSpec("created_by", PAPER["sign_maker"]),
    "remarks": FieldSpec("remarks", PAPER["remarks"]),
}
OWN_COLUMNS = {
    "line_no": FieldSpec("line_no", Text("#", "#")),
    "item.code": FieldSpec("item.code", PAPER["item_code"]),
    "item.name": FieldSpec("item.name", PAPER["item_name"]),
    "item.spec": FieldSpec("item.spec", PAPER["item_spec"]),
    "unit.name": FieldSpec("unit.name", PAPER["unit"]),
}


def standard_blocks(header: Sequence[FieldSpec], line: Sequence[FieldSpec], label: str) -> list[dict[str, Any]]:
    """What a new template starts with: the usual paper."""
    head = [
        field.name
        for field in header
        if not field.rows and field.type is not FieldType.JSON and field.name not in _SELDOM
    ][:8]
    wanted = ("quantity", "price", "amount", "tax_rate", "total", "lot", "remarks")
    columns = [*OWN, *(field.name for field in line if field.name in wanted)]
    return [
        {"kind": "text", "text": "{company}", "align": "center", "size": 12},
        {"kind": "text", "text": label, "align": "center", "size": 16, "bold": True},
        {"kind": "fields", "names": ["number", *(name for name in head if name != "remarks")], "columns": 3},
        {"kind": "lines", "names": columns, "rows": 0, "subtotal": False},
        {"kind": "totals"},
        {"kind": "signatures", "names": [f"{PAPER['sign_maker']}：{{created_by}}", f"{PAPER['sign_approver']}：＿＿＿＿", f"{PAPER['sign_keeper']}：＿＿＿＿"]},
    ]  # fmt: skip
