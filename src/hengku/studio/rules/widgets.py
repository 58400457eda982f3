"""What a dashboard may hold: its widgets' shape and places. What they ask is checked when it is asked, under the reader's rights."""

from collections.abc import Mapping, Sequence
from typing import Any

from hengku.kernel.errors import Refusal

KINDS = ("chart", "pivot", "table", "figure", "filter", "text", "countdown")
COLUMNS = 12
MOST_WIDGETS = 40
MOST_ROWS = 400
_LONGEST = 20_000
"""Characters one widget may take: a question is short; this keeps files and scripts out."""


def widget_problems(widgets: Any) -> list[Refusal]:
    """Everything that does not fit: not a list, too many, an unknown kind, an id twice, a place outside the grid."""
    if not isinstance(widgets, list) or not all(isinstance(one, dict) for one in widgets):
        return [Refusal("widgets_malformed", {}, ("widgets",))]
    found: list[Refusal] = []
    if len(widgets) > MOST_WIDGETS:
        found.append(Refusal("widgets_too_many", {"most": str(MOST_WIDGETS)}, ("widgets",)))
    seen: set[str] = set()
    for at, widget in enumerate(widgets):
        code = _problem(widget, seen)
        if code:
            found.append(Refusal(code, {"title": str(widget.get("title") or at + 1)[:60]}, ("widgets", at)))
        seen.add(str(widget.get("id")))
    return found


def _problem(widget: Mapping[str, Any], seen: set[str]) -> str:
    key = widget.get("id")
    if not isinstance(key, str) or not key or key in seen:
        return "widget_id_twice"
    if widget.get("kind") not in KINDS:
        return "widget_kind_unknown"
    if not _fits(widget):
        return "widget_outside"
    return "widget_too_large" if len(str(widget)) > _LONGEST else ""


def _fits(widget: Mapping[str, Any]) -> bool:
    places = [widget.get(side) for side in ("x", "y", "w", "h")]
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in places):
        return False
    x, y, w, h = places
    return x >= 0 and y >= 0 and w >= 1 and h >= 1 and x + w <= COLUMNS and y + h <= MOST_ROWS  # type: ignore[operator]  # whole numbers, as asked above


def stacked(sizes: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places (x, y) for widgets of these sizes (w, h), row by row from the left."""
    found: list[tuple[int, int]] = []
    x = y = tallest = 0
    for w, h in sizes:
        if x + w > COLUMNS:
            x, y, tallest = 0, y + tallest, 0
        found.append((x, y))
        x, tallest = x + w, max(tallest, h)
    return found
