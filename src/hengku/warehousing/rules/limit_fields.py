"""Fields of 领用限额."""

from hengku.kernel.texts import Text
from hengku.metadata.types import FieldSpec, FieldType
from hengku.warehousing import texts

LIMIT_FIELDS = (
    FieldSpec("department", texts.DEPARTMENT, required=True, searchable=True, width=140),
    FieldSpec("item", Text("商品", "Item"), FieldType.REFERENCE, ref="items", required=True, width=240),
    FieldSpec(
        "quantity", texts.MONTHLY_LIMIT, FieldType.QUANTITY, required=True, width=120, help=texts.USE_LIMITS_HELP
    ),
    FieldSpec("refuses", texts.REFUSES, FieldType.BOOLEAN, default=False, width=100),
    FieldSpec("book", Text("核算账簿", "Book"), FieldType.REFERENCE, column="book_id", ref="books", in_list=False),
)
