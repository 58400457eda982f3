"""The kind of record manufacturing offers: released production orders, for pickers and reports."""

from hengku.documents.models import Document
from hengku.documents.rules import fields
from hengku.kernel.texts import Text
from hengku.manufacturing import texts
from hengku.manufacturing.queries.orders import look_up_orders, released_orders
from hengku.metadata.types import FieldSpec, FieldType, ResourceSpec

PRODUCTION_ORDERS = ResourceSpec(
    name="production_order",
    label=texts.PRODUCTION_ORDER,
    label_plural=texts.PRODUCTION_ORDERS,
    model=Document,
    fields=(
        FieldSpec("number", Text("单号", "Number"), readonly=True, searchable=True, width=160),
        fields.BUSINESS_DATE.but(readonly=True),
        FieldSpec("running", texts.RUNNING, FieldType.BOOLEAN, readonly=True),
        fields.HANDLER.but(readonly=True),
        fields.REMARKS.but(readonly=True, searchable=True),
    ),
    code_field="number",
    title_field="remarks",
    default_sort="-business_date",
    group="documents",
    scope={"book": "book_id", "own": "created_by_id"},
    queryset=released_orders,
    lookup=look_up_orders,
    lookup_by=("running",),
)
"""Named as the document type, so that one right answers for both: who may see production orders may pick one."""
