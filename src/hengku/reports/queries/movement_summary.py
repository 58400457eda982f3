"""收发存汇总表: opening, in by type, out by type, closing; quantity and amount; by item × warehouse × month."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hengku.kernel.texts import Text
from hengku.ledger.queries.movement import Dimension, MovementQuestion, movement_summary
from hengku.ledger.rules.movement import GROUPS, IN_GROUPS, OUT_GROUPS, MovementRow
from hengku.masterdata.models import Item
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.reports.queries.days import end_of_month, period_of, today_of
from hengku.reports.queries.explain_stock import explain_movement, stock_key
from hengku.reports.queries.stock_filters import STOCK_PARAMETERS, filter_of, sees_cost
from hengku.reports.rules.columns import CATEGORY, FROM, ITEM, TO, UNIT, WAREHOUSE, cost_amount, quantity
from hengku.reports.rules.derivation import Node, total
from hengku.reports.rules.movement_groups import GROUP_LABELS
from hengku.reports.rules.stock_rows import with_references
from hengku.reports.types import Page, Parameters, ReportQuestion, ReportResult, ReportSpec, Row

GROUPINGS: dict[str, tuple[Dimension, ...]] = {
    "item": ("item",),
    "item,warehouse": ("item", "warehouse"),
    "category": ("category",),
    "warehouse": ("warehouse",),
    "category,warehouse": ("category", "warehouse"),
}
_GROUPING_LABELS = (
    Text("商品", "Item"),
    Text("商品 × 仓库", "Item × warehouse"),
    Text("商品分类", "Category"),
    Text("仓库", "Warehouse"),
    Text("商品分类 × 仓库", "Category × warehouse"),
)
GROUP_BY = FieldSpec(
    "group_by",
    Text("汇总方式", "Group by"),
    FieldType.ENUM,
    default="item",
    choices=tuple(Choice(value, label) for value, label in zip(GROUPINGS, _GROUPING_LABELS, strict=True)),
)
BY_MONTH = FieldSpec("by_month", Text("分月", "By month"), FieldType.BOOLEAN, default=False)
MONTH = FieldSpec("month", Text("月份", "Month"), FieldType.TEXT)
_DIMENSION_COLUMNS = {"item": (ITEM, UNIT), "category": (CATEGORY,), "warehouse": (WAREHOUSE,)}


def columns(parameters: Parameters) -> tuple[FieldSpec, ...]:
    by = GROUPINGS[parameters["group_by"]]
    found: list[FieldSpec] = [column for dimension in by for column in _DIMENSION_COLUMNS[dimension]]
    found += [MONTH] if parameters["by_month"] else []
    found += _pair("opening", "期初", "Opening")
    for names, whole in ((IN_GROUPS, ("in", "收入合计", "Total in")), (OUT_GROUPS, ("out", "发出合计", "Total out"))):
        for name in names:
            found += _pair(name, GROUP_LABELS[name].zh, GROUP_LABELS[name].en)
        found += _pair(*whole)
    return (*found, *_pair("closing", "期末", "Closing"))


def _pair(name: str, zh: str, en: str) -> tuple[FieldSpec, FieldSpec]:
    return (
        quantity(f"{name}_quantity", f"{zh}数量", f"{en} quantity", group=zh),
        cost_amount(f"{name}_amount", f"{zh}金额", f"{en} amount", group=zh),
    )


def run(question: ReportQuestion) -> ReportResult:
    asked = question.parameters
    first, last = period_of(question=question)
    if last >= today_of(book_id=question.book_id, at=question.at):
        last = end_of_month(day=last)  # Nothing can be dated after today: the running month counts as a whole one.
    found = movement_summary(
        viewer=question.viewer,
        question=MovementQuestion(
            question.book_id,
            filter_of(asked=asked),
            first,
            last,
            group_by=GROUPINGS[asked["group_by"]],
            by_month=asked["by_month"],
            with_amounts=sees_cost(viewer=question.viewer),
        ),
        limit=question.page.limit,
        offset=question.page.offset,
    )
    return ReportResult(
        (_row(row) for row in found.rows), figures(row=found.totals), found.count, has_more=found.has_more
    )


def figures(*, row: MovementRow) -> dict[str, Decimal]:
    """The figures of a row by column name."""
    pairs = {
        "opening": row.opening,
        "closing": row.closing,
        "in": row.side(IN_GROUPS),
        "out": row.side(OUT_GROUPS),
        **{name: row.groups[name] for name in GROUPS},
    }
    found: dict[str, Decimal] = {}
    for name, (pieces, money) in pairs.items():
        found[f"{name}_quantity"], found[f"{name}_amount"] = pieces, money
    return found


def _row(row: MovementRow) -> Row:
    shown: dict[str, Any] = with_references(row.labels)
    return {
        **shown,
        "month": f"{row.span.first:%Y-%m}",
        **figures(row=row),
        "_drill": {"path": _drill(shown, row)},
        "_key": {**stock_key(row.labels), "month": f"{row.span.first:%Y-%m}"},
    }


def explain(question: ReportQuestion, key: Mapping[str, str], column: str) -> Node:
    """A figure of 收发存: an item's from its moves and entries; a group's from its items; what only the stock ledger of one
    warehouse tells (its part of a shared average, transfers) by a way there."""
    if "item" in key:
        try:
            return explain_movement(question, key, column)
        except KeyError:
            if "warehouse" not in key:
                raise
    names = ("item", "warehouse") if "warehouse" in key else ("item",)
    finer = replace(question, parameters={**question.parameters, "group_by": ",".join(names)}, page=Page())
    of_category = dict(Item.objects.values_list("pk", "category_id")) if "category" in key else {}
    parts = []
    for row in run(finer).rows:
        below: Any = row
        shown = {**below["_key"], "category": str(of_category.get(below["item"]["id"]) or "")}
        if below[column] and all(shown[name] == value for name, value in key.items()):
            path = str(below["_drill"]["path"])
            parts.append(Node(f"{below['item']['code']} {below['item']['name']}", below[column], path=path))
    return total(str(_ITEMS), parts)


_ITEMS = Text("各商品合计", "Sum over the items")


def _drill(shown: dict[str, Any], row: MovementRow) -> str:
    """An item's figures are its book over the same days; a group's are its items."""
    days = f"from={row.span.first.isoformat()}&to={row.span.last.isoformat()}"
    narrowed = "".join(f"&{name}={shown[name]['id']}" for name in _narrowing(shown))
    if shown.get("item"):
        return f"/stock/ledger?{days}&item={shown['item']['id']}{narrowed}"
    return f"/reports/movement_summary?group_by=item&{days}{narrowed}"


def _narrowing(shown: dict[str, Any]) -> Sequence[str]:
    return [name for name in ("category", "warehouse") if shown.get(name)]


MOVEMENT_SUMMARY = ReportSpec(
    name="movement_summary",
    label=Text("收发存汇总表", "Movement summary"),
    group="stock",
    help=Text(
        "期末 = 期初 + 收入 − 发出；退货与红字为负数；按仓库时，同一成本池的均价差额计入“调整”",
        "Closing = opening + in − out; returns and reversals are negative; by warehouse, the difference of a shared average"
        " stands under adjustment",
    ),
    parameters=(FROM, TO, GROUP_BY, BY_MONTH, *STOCK_PARAMETERS),
    columns=columns,
    for_period=True,
    run=run,
    explain=explain,
)
