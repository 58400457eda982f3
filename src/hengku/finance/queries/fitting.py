"""Which account mappings fit, and which of them wins: most conditions first (partner before warehouse before category)."""

from typing import Any

from hengku.finance.models import AccountMapping
from hengku.finance.rules.resolve import KeyMapping
from hengku.masterdata.models import Item


def fitting(
    *, book_id: int, key: str, item_id: int | None, warehouse_id: int | None, partner_id: int | None
) -> list[dict[str, Any]]:
    """Mappings of a key that fit an item, warehouse and partner; the first one wins."""
    path = Item.objects.filter(pk=item_id).values_list("category__path", flat=True).first() if item_id else ""
    rows = AccountMapping.objects.filter(book_id=book_id, key=key).select_related(
        "account", "category", "warehouse", "partner"
    )
    ranked = []
    for row in rows:
        rule = KeyMapping(row.account_id, row.category.path if row.category else None, row.warehouse_id, row.partner_id)
        if row.account.active and rule.fits(category_path=path or "", warehouse_id=warehouse_id, partner_id=partner_id):
            ranked.append((rule.rank, row))
    ranked.sort(key=lambda one: one[0], reverse=True)
    return [
        {
            "id": str(row.pk),
            "account": {"id": str(row.account_id), "code": row.account.code, "name": row.account.name},
            **{
                name: getattr(row, name).name if getattr(row, name) else ""
                for name in ("category", "warehouse", "partner")
            },
            "wins": place == 0,
        }
        for place, (_, row) in enumerate(ranked)
    ]
