"""Posting of goods that belong to others. Raises kernel.errors.Refused with the ledger's reasons."""

from collections.abc import Sequence

from hengku.documents.rules.usage import Usage
from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.ledger.operations.post import post
from hengku.masterdata.models import Book
from hengku.masterdata.queries.places import outside_place_id, warehouse_place_ids
from hengku.masterdata.types import PlaceKind, TaxpayerType
from hengku.warehousing.rules.custody import CustodyPlaces, custody_posting, use_problems


def guard_custody_use(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """A use is a purchase: it has a price."""
    del act
    return [problem for document in documents for problem in use_problems(document)]


def post_custody_documents(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Bring goods of others in, give them back, or use them up."""
    warehouses = warehouse_place_ids(
        {line.warehouse_id for document in documents for line in document.lines if line.warehouse_id is not None}
    )
    small = set(
        Book.objects.filter(
            pk__in={document.book_id for document in documents}, taxpayer=TaxpayerType.SMALL_SCALE
        ).values_list("pk", flat=True)
    )
    owners = outside_place_id(PlaceKind.PARTNER)
    requests = []
    for document in documents:
        production = document.extra.get("usage") == Usage.PRODUCTION
        used = outside_place_id(PlaceKind.PRODUCTION if production else PlaceKind.ADJUSTMENT)
        places = CustodyPlaces(warehouses, owners, used)
        requests.append(custody_posting(document, places, tax_is_cost=document.book_id in small))
    post(act=act, requests=requests)
