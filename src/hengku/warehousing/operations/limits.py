"""领用限额: what a department may take of an item in a month, as records people keep."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.masterdata.operations import records
from hengku.masterdata.queries.books import default_book
from hengku.warehousing.models import UseLimit

ENTITY = "use-limits"


@transaction.atomic
def create_limit(*, act: Act, values: Mapping[str, Any]) -> UseLimit:
    """Set a limit. Refuses not_unique, quantity_not_positive."""
    fresh = dict(values)
    fresh["book_id"] = fresh.pop("book", None) or default_book().id
    limit = UseLimit(**records.columns(UseLimit, fresh))
    _check(limit)
    return records.insert(act=act, entity=ENTITY, record=limit)


@transaction.atomic
def update_limit(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> UseLimit:
    """Change a limit; what was taken stays. Refuses stale_revision, not_unique."""
    limit = records.locked(model=UseLimit, record_id=record_id, rev=rev)
    changes = {name: value for name, value in records.columns(UseLimit, values).items() if name != "book_id"}
    wanted = UseLimit(pk=limit.pk, book_id=limit.book_id)
    for name in ("department", "item_id", "quantity", "refuses"):
        setattr(wanted, name, changes.get(name, getattr(limit, name)))
    _check(wanted)
    records.change(act=act, entity=ENTITY, record=limit, values=changes)
    return limit


@transaction.atomic
def delete_limit(*, act: Act, record_id: int) -> None:
    """Lift a limit."""
    records.remove(act=act, entity=ENTITY, record=records.locked(model=UseLimit, record_id=record_id))


def _check(limit: UseLimit) -> None:
    if limit.quantity < 0:
        raise refuse("use_limit_negative", loc=("quantity",))
    same = UseLimit.objects.filter(book_id=limit.book_id, department=limit.department, item_id=limit.item_id)
    if same.exclude(pk=limit.pk or 0).exists():
        raise refuse("not_unique", loc=("item",))
