"""What the runner remembers of a story: its labels and the product's own ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hengku.config.scenario.door import Door, Unexpected
from hengku.config.scenario.story import Story

ZONE = ZoneInfo("Asia/Shanghai")
NOON = time(12)
PASSWORD = "Scenario-Book-1"  # noqa: S105 (people of a sandbox that lives for seconds)


OTHER_UNIT_PLACES = 6
"""Precision of units that are not an item's base unit."""


def unit_name(unit: str, precision: int) -> str:
    """Units of one name and different precision are different records."""
    return f"{unit}{precision}"


@dataclass(frozen=True, slots=True)
class Told:
    """A step that has become something in the product: a document with its lines, or an action with its answer."""

    step: str
    document_id: str | None = None
    type: str = ""
    line_ids: tuple[str, ...] = ()
    line_items: tuple[str, ...] = ()
    answer: Any = None


@dataclass(slots=True)
class World:
    """Ids by the story's own labels. trial: what the last trial costing said; followed: steps of documents the product made; bins:
    those of each warehouse in which a story moves goods between bins."""

    story: Story
    door: Door
    book: str = ""
    items: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    partners: dict[str, str] = field(default_factory=dict)
    warehouses: dict[str, str] = field(default_factory=dict)
    bins: dict[str, tuple[str, ...]] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    opening: list[Told] = field(default_factory=list)
    trial: Mapping[str, Any] = field(default_factory=dict)
    followed: dict[str, str] = field(default_factory=dict)

    def at(self, day: str, clock: str | None = None) -> datetime:
        """The moment of an entry; noon when the story names no time."""
        moment = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock) if clock else NOON, ZONE)
        # Entries of one day stand in the story's order.
        return moment if clock else moment + timedelta(seconds=len(self.told))

    def step(self, reference: str) -> Told:
        """The step (without "/line") that a reference names. Raises Unexpected when it was not performed."""
        label = reference.split("/", maxsplit=1)[0]
        if label not in self.told:
            raise Unexpected(f"{label} was not performed")
        return self.told[label]

    def line_id(self, reference: str) -> str:
        """The document line behind STEP/LINE."""
        told = self.step(reference)
        return told.line_ids[int(reference.split("/")[1]) - 1]

    def line_item(self, reference: str) -> str:
        """Label of the item on STEP/LINE."""
        return self.step(reference).line_items[int(reference.split("/")[1]) - 1]

    def step_of(self, document_id: object) -> str:
        """Label of the step that made a document; its id when it is none of ours (made by the product itself)."""
        for told in [*self.told.values(), *self.opening]:
            if told.document_id == str(document_id):
                return told.step
        key = str(document_id)
        if key not in self.followed:
            self.followed[key] = self._followed(key)
        return self.followed[key]

    def _followed(self, document_id: str) -> str:
        """Label of the step whose document brought this one about by itself."""
        lines = self.door.get(f"/documents/{document_id}").get("lines", [])
        sources = {str(line["source"]["document_id"]) for line in lines if line.get("source")}
        return next((told.step for told in self.told.values() if told.document_id in sources), f"#{document_id}")

    def item_of(self, item_id: object) -> str:
        """Label of an item."""
        return next((label for label, known in self.items.items() if known == str(item_id)), f"#{item_id}")

    def unit_of(self, line: Mapping[str, Any], unit: str) -> str:
        """The record of the unit a line names: the base unit of its item, or one of its others."""
        item = self.given("items")[line["item"] if "item" in line else self.line_item(line["link"])]
        return self.units[unit_name(unit, int(item.get("precision", 0)) if unit == item["unit"] else OTHER_UNIT_PLACES)]

    def given(self, part: str) -> Mapping[str, Any]:
        """One part of what the story takes as given."""
        found = self.story.given.get(part) or {}
        return found if isinstance(found, Mapping) else {}
