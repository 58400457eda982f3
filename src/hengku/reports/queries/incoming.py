"""采购在途: what approved purchase orders still bring (domain specification 3.3)."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import BigIntegerField, DecimalField, F, Sum, Value
from django.db.models.functions import Coalesce, Greatest

from hengku.documents.models import Line
from hengku.documents.queries.completion import unfinished
from hengku.documents.types import DocumentState
from hengku.identity.queries.restrict import restrict
from hengku.identity.types import Viewer
from hengku.kernel.money import ZERO

_QUANTITY: "DecimalField[Decimal, Decimal]" = DecimalField(max_digits=20, decimal_places=6)


def incoming_quantities(
    *, viewer: Viewer, book_id: int, item_ids: Sequence[int], by_warehouse: bool
) -> dict[tuple[int, int | None], Decimal]:
    """Base quantity ordered and not yet received, by (item, warehouse); warehouse None when not asked apart. Whoever sees the
    stock of a warehouse sees what comes to it."""
    lines = restrict(
        Line.objects.filter(
            unfinished(),
            type="purchase_order",
            item_id__in=item_ids,
            document__book_id=book_id,
            document__state=DocumentState.APPROVED,
            document__stopped_at=None,
        ),
        viewer=viewer,
        resource="stock",
        scope={"book": "document__book_id", "warehouse": "document__warehouse_id|warehouse_id"},
    )
    nothing = Value(ZERO, output_field=_QUANTITY)
    done = Coalesce("progress__executed_quantity", nothing, output_field=_QUANTITY)
    remaining = Greatest(F("base_quantity") - done, nothing, output_field=_QUANTITY)
    place = Coalesce("warehouse_id", "document__warehouse_id", output_field=BigIntegerField())
    rows = lines.annotate(place=place).values("item_id", "place").annotate(total=Sum(remaining))
    found: dict[tuple[int, int | None], Decimal] = defaultdict(Decimal)
    for row in rows:
        found[row["item_id"], row["place"] if by_warehouse else None] += row["total"]
    return dict(found)
