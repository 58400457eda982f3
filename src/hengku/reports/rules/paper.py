"""From a document as the API gives it to what its paper shows. Masked values are simply not there, so nothing prints them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

from hengku.documents.types import DocTypeSpec
from hengku.kernel.texts import Language, Text
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.rules.figures import grouped, is_number, on_paper
from hengku.reports.rules.flat import column_width
from hengku.reports.rules.kit_lines import as_kits
from hengku.reports.rules.uppercase import uppercase_amount
from hengku.reports.texts import PAPER

Layout = Literal["a4", "kits", "triplicate", "delivery"]
LAYOUTS: tuple[Layout, ...] = ("a4", "kits", "triplicate", "delivery")
_ONE_SHEET = frozenset({"a4", "kits"})
CNY = "CNY"

_INK = "#333333"
_SECOND, _THIRD = "#b91c1c", "#a16207"
_NOT_IN_HEAD = frozenset({"remarks", "business_date", "price_includes_tax", "currency", "book"})
_NOT_ON_LINES = frozenset(
    {
        "item",
        "unit",
        "quantity",
        "remarks",
        "source_line_id",
        "executed_quantity",
        "returned_quantity",
        "remaining_quantity",
        "kit_of",
    }
)
MONEY = ("price", "discount", "discount_amount", "tax_rate", "amount", "tax", "total")
MONEY_IN_HEAD = frozenset({"order_discount", "order_discount_rate"})
_INSIDE = frozenset({"cost_amount", "on_hand", "available"})
"""What our own page tells and a paper that leaves the house must not; cost stands only on papers without prices."""
_NAME_CAP = 18


@dataclass(frozen=True, slots=True)
class PaperJob:
    """How a document is to be printed. copies: None = what the layout says; with_prices False leaves money out; pictures: those of
    the document's fields, as SVG by the key of the file."""

    layout: Layout
    language: Language
    company: str
    zone: ZoneInfo
    printed_by: str
    printed_at: datetime
    print_count: int
    copies: int | None = None
    with_prices: bool = True
    pictures: Mapping[str, str] = field(default_factory=dict)


Document = Mapping[str, Any]
"""A document in the shape of the API (header fields and `lines`)."""


@dataclass(frozen=True, slots=True)
class PaperFields:
    """The fields of the document's type that the reader may see."""

    header: tuple[FieldSpec, ...]
    line: tuple[FieldSpec, ...]


def paper(document: Document, spec: DocTypeSpec, fields: PaperFields, job: PaperJob) -> dict[str, object]:
    """Everything the template `document` prints, as text.

    Quantities and amounts are the document's own; totals are the sums of the printed columns.
    """
    lines: Sequence[Mapping[str, Any]] = document["lines"]
    if job.layout == "kits":
        lines = as_kits(lines, prices_include_tax=bool(document.get("price_includes_tax")))
    columns = _columns(fields.line, lines, job, shows_cost=not spec.has_prices)
    if not spec.needs_lines and not lines:
        lines, columns = _own_rows(document, fields.header, job)
    texts = [[_line_text(column, line, job) for column in columns] for line in lines]
    money = job.with_prices and spec.has_prices and document.get("total_amount") is not None
    total = Decimal(str(document["total_amount"])) if money else Decimal(0)
    currency = str(document.get("currency") or CNY)
    return {
        "layout": "a4" if job.layout in _ONE_SHEET else "triplicate",
        "lang": job.language[:2],
        "company": job.company,
        "title": str(PAPER["delivery_note"] if job.layout == "delivery" else spec.label),
        "number": document.get("number") or "",
        "stamp": _stamp(document),
        "labels": {key: str(PAPER[key]) for key in ("number", "uppercase", "lowercase", "remarks")},
        "header_columns": 3,
        "header": _header(document, fields.header, job),
        "columns": _described(columns, texts),
        "lines": texts,
        "totals": _totals(columns, lines),
        "uppercase": uppercase_amount(total) if money and currency == CNY else "",
        "lowercase": f"¥{grouped(f'{total:.2f}')}",
        "remarks": document.get("remarks") or "",
        "signatures": _signatures(document, job),
        "footer": PAPER["print_count"].in_language(job.language, {"count": job.print_count}),
        "printed": PAPER["printed"].in_language(
            job.language, {"name": job.printed_by, "at": f"{job.printed_at.astimezone(job.zone):%Y-%m-%d %H:%M}"}
        ),
        "copies": _copies(spec, job),
    }


def _columns(
    fields: Sequence[FieldSpec], lines: Sequence[Mapping[str, Any]], job: PaperJob, *, shows_cost: bool
) -> list[FieldSpec]:
    """Item, what the type asks for and somebody filled, unit, quantity, money, remarks."""

    def is_filled(name: str) -> bool:
        return any(_has_value(line.get(name)) and line[name] != "0" for line in lines)

    named = {field.name: field for field in fields}
    filled = [
        field for field in fields if field.name not in {*_NOT_ON_LINES, *MONEY, *_INSIDE} and is_filled(field.name)
    ]
    columns = [
        FieldSpec("line_no", Text("#", "#"), FieldType.TEXT),
        FieldSpec("item.code", PAPER["item_code"]),
        FieldSpec("item.name", PAPER["item_name"]),
    ]
    if any(value_at(line, "item.spec") for line in lines):
        columns.append(FieldSpec("item.spec", PAPER["item_spec"]))
    columns += filled
    columns.append(FieldSpec("unit.name", PAPER["unit"]))
    columns.append(FieldSpec("quantity", PAPER["quantity"], FieldType.QUANTITY, total=True))
    if job.with_prices:
        columns += [named[name] for name in MONEY if name in named and is_filled(name)]
    if job.with_prices and shows_cost and "cost_amount" in named and is_filled("cost_amount"):
        columns.append(named["cost_amount"].but(type=FieldType.AMOUNT, total=True))
    if any(line.get("remarks") for line in lines):
        columns.append(FieldSpec("remarks", PAPER["remarks"]))
    return columns


def _own_rows(
    document: Document, fields: Sequence[FieldSpec], job: PaperJob
) -> tuple[Sequence[Mapping[str, Any]], list[FieldSpec]]:
    """A document without goods prints the rows of its header instead (the entries of an expense); nothing where it has none."""
    own = next((field for field in fields if field.rows and document.get(field.name)), None)
    if own is None or not job.with_prices:
        return [], []
    yes_or_no = [field.name for field in own.rows if field.type is FieldType.BOOLEAN]
    rows = [
        {**row, "line_no": number, **{name: "✓" if row.get(name) else "" for name in yes_or_no}}
        for number, row in enumerate(document[own.name], start=1)
    ]
    columns = [
        field.but(total=field.type is FieldType.AMOUNT)
        for field in own.rows
        if any(_has_value(row.get(field.name)) for row in rows)
    ]
    return rows, [FieldSpec("line_no", Text("#", "#"), FieldType.TEXT), *columns]


def _rows_text(field: FieldSpec, rows: object, job: PaperJob) -> str:
    """Rows of a header as one line of text each."""
    if not isinstance(rows, list):
        return ""
    told = (
        " ".join(filter(None, (on_paper(part, row.get(part.name), job.zone) for part in field.rows))) for row in rows
    )
    return "；".join(told)


def _described(columns: Sequence[FieldSpec], texts: Sequence[Sequence[str]]) -> list[dict[str, object]]:
    return [
        {
            "label": str(column.label),
            "align": "right" if is_number(column) else "left",
            "width": column_width(str(column.label), (row[index] for row in texts), most=_NAME_CAP),
        }
        for index, column in enumerate(columns)
    ]


def _totals(columns: Sequence[FieldSpec], lines: Sequence[Mapping[str, Any]]) -> list[dict[str, object]]:
    first = next((index for index, column in enumerate(columns) if column.total), None)
    if first is None:
        return []
    cells: list[dict[str, object]] = [{"span": first, "align": "left", "value": str(PAPER["total"])}]
    for column in columns[first:]:
        value = ""
        if column.total:
            value = total_text(column, lines)
        cells.append({"span": 1, "align": "right", "value": value})
    return cells


def total_text(column: FieldSpec, lines: Sequence[Mapping[str, Any]]) -> str:
    """The sum of a column; quantities are added up unit by unit, because 12 cartons and 340 kg make no 352 of anything."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        if _has_value(line.get(column.name)):
            unit = str(value_at(line, "unit.name") or "") if column.type is FieldType.QUANTITY else ""
            sums[unit] = sums.get(unit, Decimal(0)) + Decimal(str(line[column.name]))
    if len(sums) < 2:
        return on_paper(column, sum(sums.values(), Decimal(0)), ZoneInfo("UTC"))
    return " · ".join(f"{on_paper(column, amount, ZoneInfo('UTC'))} {unit}" for unit, amount in sums.items())


def _header(document: Document, fields: Sequence[FieldSpec], job: PaperJob) -> list[dict[str, object]]:
    in_table = bool(document["lines"])
    entries = [
        (
            str(field.label),
            _rows_text(field, document.get(field.name), job)
            if field.rows
            else on_paper(field, document.get(field.name), job.zone),
        )
        for field in fields
        if field.name not in _NOT_IN_HEAD
        and (job.with_prices or field.name not in MONEY_IN_HEAD)
        and (field.type is not FieldType.JSON or (field.rows and in_table))
    ]
    shown = {str(one.label): drawn for one in fields if (drawn := drawn_pictures(one, document, job))}
    entries.insert(1, (str(PAPER["business_date"]), str(document.get("business_date") or "")))
    entries.append((str(PAPER["source"]), "、".join(_sources(document))))
    if str(document.get("currency") or CNY) != CNY:
        entries.append((str(PAPER["currency"]), str(document["currency"])))
    reverses = document.get("reverses")
    if isinstance(reverses, Mapping):
        entries.append((str(PAPER["reverses"]), str(reverses.get("number") or "")))
    if job.layout == "delivery" and isinstance(document.get("partner"), Mapping):
        partner = document["partner"]
        entries.append(
            (str(PAPER["contact"]), " ".join(str(partner[key]) for key in ("contact", "phone") if partner.get(key)))
        )
        entries.append((str(PAPER["address"]), str(partner.get("address") or "")))
    return [
        {
            "label": label,
            "value": "" if label in shown else value,
            "span": 1 if len(value) <= 40 and len(shown.get(label, ())) < 2 else 3,
            "pictures": shown.get(label, []),
        }
        for label, value in entries
        if value
    ]


_HEIGHTS = {"signature": 12, "photo": 30}


def drawn_pictures(field: FieldSpec, document: Document, job: PaperJob) -> list[dict[str, object]]:
    """The pictures of a field with their height in millimetres; files of other kinds are told by name."""
    if field.type is not FieldType.FILES or field.format not in _HEIGHTS:
        return []
    files: Sequence[Mapping[str, str]] = document.get(field.name) or ()
    return [
        {"svg": job.pictures[one["id"]], "height": _HEIGHTS[field.format]} for one in files if one["id"] in job.pictures
    ]


def _sources(document: Document) -> list[str]:
    """Numbers of the documents the lines came from, each once, in line order."""
    found = (line["source"].get("number") for line in document["lines"] if isinstance(line.get("source"), Mapping))
    return list(dict.fromkeys(str(number) for number in found if number))


def _stamp(document: Document) -> str:
    """A paper that is not yet, or no longer, in force says so; so does a reversal."""
    if isinstance(document.get("reverses"), Mapping):
        return str(PAPER["stamp_reversal"])
    state = str(document.get("state", "")).lower()
    return str(PAPER[f"stamp_{state}"]) if f"stamp_{state}" in PAPER else ""


def _signatures(document: Document, job: PaperJob) -> list[dict[str, str]]:
    maker = document.get("created_by")
    name = str(maker.get("name") or "") if isinstance(maker, Mapping) else str(maker or "")
    last = "sign_recipient" if job.layout == "delivery" else "sign_other"
    return [
        {"label": str(PAPER["sign_maker"]), "value": name},
        *({"label": str(PAPER[key]), "value": ""} for key in ("sign_approver", "sign_keeper", last)),
    ]


def _copies(spec: DocTypeSpec, job: PaperJob) -> list[dict[str, str]]:
    """Who gets which copy: white stays, red goes to the partner (or the warehouse), yellow to accounts or back signed."""
    if job.layout in _ONE_SHEET:
        return [{"label": "", "color": _INK}] * (job.copies or 1)
    second = {"supplier": "copy_supplier", "customer": "copy_customer"}.get(spec.partner_role or "", "copy_warehouse")
    third = "copy_receipt" if job.layout == "delivery" else "copy_accounts"
    named = (("copy_stub", _INK), (second, _SECOND), (third, _THIRD))
    return [{"label": str(PAPER[key]), "color": color} for key, color in named[: job.copies or len(named)]]


def _line_text(column: FieldSpec, line: Mapping[str, Any], job: PaperJob) -> str:
    value = value_at(line, column.name)
    return str(value) if column.name == "line_no" else on_paper(column, value, job.zone)


def value_at(line: Mapping[str, Any], path: str) -> Any:
    value: Any = line
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _has_value(value: object) -> bool:
    return value not in (None, "", [], {})
