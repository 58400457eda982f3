"""Keeps what pickers search in step with items and partners."""

from collections import defaultdict
from collections.abc import Sequence

from hengku.masterdata.models import Barcode, Item, Partner, PartnerItemCode, Warehouse
from hengku.masterdata.rules.pinyin import spell
from hengku.masterdata.rules.search import grams, search_text

SEARCHED = ("pinyin", "initials", "search_text", "search_grams")


def refresh_search(*, items: Sequence[Item]) -> None:
    """Recompute the search columns of saved items; writes only those that differ."""
    ids = [item.pk for item in items]
    words: dict[int, list[str]] = defaultdict(list)
    for key, code in Barcode.objects.filter(item_id__in=ids).values_list("item_id", "code"):
        words[key].append(code)
    for key, code, name in PartnerItemCode.objects.filter(item_id__in=ids).values_list("item_id", "code", "name"):
        words[key] += [code, name]
    stale = [item for item in items if describe_item(item, words[item.pk])]
    Item.objects.bulk_update(stale, SEARCHED, batch_size=500)


def describe_item(item: Item, words: Sequence[str]) -> bool:
    """Set an item's search columns (not saved); words: its barcodes, and codes and names partners use. True when they changed."""
    spelling = spell(item.name)
    fresh = (
        spelling.full[:600],
        spelling.initials[:300],
        search_text([item.code, item.name, item.spec, spelling.initials, spelling.full, *sorted(words)]),
        grams(item.name, item.spec, spoken=[item.code, *words]),
    )
    if (item.pinyin, item.initials, item.search_text, item.search_grams) == fresh:
        return False
    item.pinyin, item.initials, item.search_text, item.search_grams = fresh
    return True


def describe_partner(partner: Partner) -> dict[str, object]:
    """The search columns of a partner."""
    spelling = spell(partner.name)
    short = spell(partner.short_name)
    text = search_text(
        [
            partner.code,
            partner.name,
            partner.short_name,
            spelling.initials,
            spelling.full,
            short.initials,
            short.full,
            partner.phone,
            partner.contact,
            partner.tax_number,
        ]
    )
    return {"pinyin": spelling.full[:600], "initials": spelling.initials[:300], "search_text": text}


def describe_warehouse(warehouse: Warehouse) -> str:
    """The search text of a warehouse."""
    spelling = spell(warehouse.name)
    return search_text([warehouse.code, warehouse.name, spelling.initials, spelling.full])
