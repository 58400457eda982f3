"""Posting of material issues and returns, and what stands against it."""

from collections.abc import Sequence

from django.db import connection

from hengku.documents.rules.posting import reversal_requests
from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal
from hengku.ledger.operations.post import post
from hengku.ledger.operations.reverse import reverse
from hengku.manufacturing.queries.material import materials_of
from hengku.manufacturing.rules.material import (
    issue_posting,
    issue_problems,
    order_problems,
    return_posting,
    return_problems,
)
from hengku.manufacturing.types import Material, ReturnKind
from hengku.masterdata.queries.places import outside_place_id, warehouse_place_ids
from hengku.masterdata.types import PlaceKind

_LOCK = """
SELECT o.id FROM documents_document o
 WHERE o.id IN (SELECT production_order_id FROM manufacturing_material_document WHERE document_id = ANY(%s::bigint[]))
 ORDER BY o.id FOR SHARE
"""


def _materials(document_ids: Sequence[int]) -> dict[int, Material]:
    """Use and order of these, the orders shared-locked so that nobody closes them meanwhile."""
    sql.rows(connection, _LOCK, [sorted(set(document_ids))])
    return materials_of(document_ids=document_ids)


def guard_issues(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Every reason against issuing that manufacturing knows."""
    materials = _materials([document.id for document in documents])
    return [problem for document in documents for problem in issue_problems(document, materials[document.id])]


def guard_returns(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Every reason against taking material back that manufacturing knows."""
    materials = _materials([source for document in documents for source in _sources(document)])
    problems: list[Refusal] = []
    for document in documents:
        known = [materials[source] for source in _sources(document)]
        problems.extend(return_problems(document, known, kind_of(document)))
    return problems


def _sources(document: LoadedDocument) -> list[int]:
    """The issues whose material comes back."""
    return sorted({line.source_document_id for line in document.lines if line.source_document_id is not None})


def guard_reversals(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """The cost of a closed order stays: no reversal either."""
    materials = _materials([document.id for document in documents])
    return [problem for document in documents for problem in order_problems(materials[document.id].order)]


def kind_of(document: LoadedDocument) -> ReturnKind:
    """Why this return's material comes back; good unless said otherwise."""
    return ReturnKind(str(document.extra.get("kind") or ReturnKind.GOOD_RETURN))


def post_issues(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """WH → PROD or ADJ. Raises Refused with the ledger's reasons (insufficient_stock names what is available)."""
    materials = materials_of(document_ids=[document.id for document in documents])
    places, outside = _places(documents)
    post(
        act=act,
        requests=[
            issue_posting(document, materials[document.id].usage, warehouse_places=places, outside=outside)
            for document in documents
        ],
    )


def post_returns(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Back into the warehouse at the issue's cost. Raises Refused with the ledger's reasons."""
    materials = materials_of(document_ids=[document.id for document in documents])
    places, outside = _places(documents)
    post(
        act=act,
        requests=[
            return_posting(
                document,
                materials[document.id].usage,
                kind_of(document),
                warehouse_places=places,
                outside=outside,
            )
            for document in documents
        ],
    )


def reverse_documents(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Mirror the postings of the originals among `documents`."""
    reverse(act=act, requests=reversal_requests(documents))


def _places(documents: Sequence[LoadedDocument]) -> tuple[dict[int, int], dict[PlaceKind, int]]:
    warehouses = {line.warehouse_id for document in documents for line in document.lines if line.warehouse_id}
    kinds = (PlaceKind.PRODUCTION, PlaceKind.ADJUSTMENT)
    return dict(warehouse_place_ids(warehouses)), {kind: outside_place_id(kind) for kind in kinds}
