"""Words in files as records: units, categories, brands, warehouses, bins, partners, items; missing ones are made on request."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial

from hengku.identity.types import Act
from hengku.masterdata.models import (
    Barcode,
    Bin,
    Brand,
    Item,
    ItemCategory,
    Partner,
    PartnerItemCode,
    Unit,
    Warehouse,
)
from hengku.masterdata.operations.catalogue import create_brand, create_category, create_unit
from hengku.masterdata.operations.warehouses import create_warehouse, ensure_bins
from hengku.masterdata.rules.categories import split_path

AMBIGUOUS = -1
"""Several records answer to the word."""


class Lookups:
    """Remembers what words mean for the length of one import. While checking only (`writes` False) missing records that would
    be made get a stand-in id below AMBIGUOUS."""

    def __init__(self, *, act: Act, make_missing: bool, writes: bool) -> None:
        self._act = act
        self._make = make_missing
        self._writes = writes
        self._stand_in = AMBIGUOUS
        self._units: dict[str, int] | None = None
        self._categories: dict[str, int] | None = None
        self._brands: dict[str, int] | None = None
        self._warehouses: dict[str, int] | None = None
        self._bins: dict[tuple[int, str], int] = {}
        self._bins_read: set[int] = set()
        self._partners: dict[str, int] | None = None
        self._items: dict[str, int] = {}
        self._item_units: dict[str, int | None] = {}
        self.made: list[tuple[str, int]] = []
        self.wanted: dict[str, list[str]] = defaultdict(list)
        """Names of records that were missing, by kind of record."""

    def unit(self, word: str) -> int | None:
        """Unit by name, code or other name; made when missing and allowed."""
        if self._units is None:
            self._units = {}
            for pk, code, name, aliases in Unit.objects.values_list("pk", "code", "name", "aliases"):
                for spoken in (*aliases, code, name):
                    self._units[spoken.lower()] = pk
        key = word.lower()
        if key not in self._units and self._make:
            self._units[key] = self._new(
                "units", word, lambda: create_unit(act=self._act, values={"name": word[:50]}).pk
            )
        return self._units.get(key)

    def category(self, words: str) -> int | None:
        """Category by path (食品/饮料), name or code; the whole path is made when missing and allowed."""
        if self._categories is None:
            self._categories = self._known_categories()
        if words.lower() in self._categories:
            return self._categories[words.lower()]
        parent: int | None = None
        spoken = ""
        for part in split_path(words):
            spoken = f"{spoken}/{part}" if spoken else part
            key = spoken.lower()
            if key not in self._categories:
                if not self._make:
                    return None
                values: dict[str, object] = {"name": part[:100], "parent": parent}
                self._categories[key] = self._new("item-categories", spoken, partial(self._make_category, values))
            parent = self._categories[key]
        return parent

    def _make_category(self, values: dict[str, object]) -> int:
        return create_category(act=self._act, values=values).pk

    def _known_categories(self) -> dict[str, int]:
        known: dict[str, int] = {}
        rows = {
            pk: (code, name, parent)
            for pk, code, name, parent in ItemCategory.objects.values_list("pk", "code", "name", "parent_id")
        }
        for pk, (code, name, parent) in rows.items():
            path = name
            above: int | None = parent
            while above is not None:
                path, above = f"{rows[above][1]}/{path}", rows[above][2]
            known.setdefault(name.lower(), pk)
            known[path.lower()] = pk
            known.setdefault(code.lower(), pk)
        return known

    def brand(self, word: str) -> int | None:
        """Brand by name or code; made when missing and allowed."""
        if self._brands is None:
            self._brands = {}
            for pk, code, name in Brand.objects.values_list("pk", "code", "name"):
                self._brands.setdefault(code.lower(), pk)
                self._brands[name.lower()] = pk
        key = word.lower()
        if key not in self._brands and self._make:
            self._brands[key] = self._new(
                "brands", word, lambda: create_brand(act=self._act, values={"name": word[:100]}).pk
            )
        return self._brands.get(key)

    def warehouse(self, word: str) -> int | None:
        """Warehouse by name or code; made when missing and allowed."""
        if self._warehouses is None:
            self._warehouses = {}
            for pk, code, name in Warehouse.objects.values_list("pk", "code", "name"):
                self._warehouses.setdefault(code.lower(), pk)
                self._warehouses[name.lower()] = pk
        key = word.lower()
        if key not in self._warehouses and self._make:
            self._warehouses[key] = self._new(
                "warehouses", word, lambda: create_warehouse(act=self._act, values={"name": word[:200]}).pk
            )
        return self._warehouses.get(key)

    def bin(self, warehouse_id: int, code: str) -> int | None:
        """Bin of a warehouse by code; made when missing and allowed."""
        if warehouse_id not in self._bins_read:
            self._bins_read.add(warehouse_id)
            for pk, known in Bin.objects.filter(warehouse_id=warehouse_id).values_list("pk", "code"):
                self._bins[warehouse_id, known.lower()] = pk
        key = warehouse_id, code.lower()
        if key not in self._bins and self._make:
            self._bins[key] = self._new(
                "bins", code, lambda: ensure_bins(act=self._act, warehouse_id=warehouse_id, codes=[code[:40]])[0]
            )
        return self._bins.get(key)

    def partner(self, word: str) -> int | None:
        """Partner by code, then name or short name; AMBIGUOUS when several have the name."""
        if self._partners is None:
            self._partners = {}
            codes: dict[str, int] = {}
            for pk, code, name, short in Partner.objects.values_list("pk", "code", "name", "short_name"):
                codes[code.lower()] = pk
                for spoken in {name.lower(), short.lower()} - {""}:
                    self._partners[spoken] = AMBIGUOUS if spoken in self._partners else pk
            self._partners |= codes
        return self._partners.get(word.lower())

    def learn_items(self, words: Iterable[str]) -> None:
        """Look up many item words at once: code first, then barcode, then the codes partners use."""
        asked = [word for word in dict.fromkeys(words) if word and word not in self._items]
        if not asked:
            return
        theirs: dict[str, set[int]] = defaultdict(set)
        for code, item_id in PartnerItemCode.objects.filter(code__in=asked).values_list("code", "item_id"):
            theirs[code].add(item_id)
        for code, ids in theirs.items():
            self._items[code] = ids.pop() if len(ids) == 1 else AMBIGUOUS
            self._item_units[code] = None
        for code, item_id, unit_id in Barcode.objects.filter(code__in=asked).values_list("code", "item_id", "unit_id"):
            self._items[code] = item_id
            self._item_units[code] = unit_id
        for code, item_id in Item.objects.filter(code__in=asked).values_list("code", "pk"):
            self._items[code] = item_id
            self._item_units[code] = None

    def item(self, word: str) -> int | None:
        """An item learnt before; None when nobody knows the word."""
        return self._items.get(word)

    def item_unit(self, word: str) -> int | None:
        """The unit a barcode selects; None = as the row says."""
        return self._item_units.get(word)

    def _new(self, entity: str, name: str, make: Callable[[], int]) -> int:
        self.wanted[entity].append(name)
        if self._writes:
            made = make()
            self.made.append((entity, made))
            return made
        self._stand_in -= 1
        return self._stand_in
