"""Duplicate hints while somebody enters an item or a partner."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from django.db import connection

from hengku.identity.queries.restrict import within_reach
from hengku.identity.types import Viewer
from hengku.kernel import sql
from hengku.masterdata.models import Item, Partner
from hengku.masterdata.rules.duplicates import Hint, Known, company_stem, hints
from hengku.masterdata.rules.pinyin import spell
from hengku.masterdata.rules.search import grams

CANDIDATES = 50


def item_duplicates(
    *, viewer: Viewer, name: str, spec: str = "", barcodes: Sequence[str] = (), besides: int | None = None
) -> list[Hint]:
    """Items that look like the one being entered: first those with one of its barcodes, then the likeliest by name.

    The candidates by name share two-character pieces of it.
    """
    if not viewer.may("items", "view"):
        return []
    scanned = _with_barcode(barcodes, besides)
    known = {hint.known.id for hint in scanned}
    alike = [hint for hint in _named_like(name, spec, besides) if hint.known.id not in known]
    return _in_reach(viewer, "items", [*scanned, *alike])


def _in_reach(viewer: Viewer, resource: Literal["items", "partners"], found: Sequence[Hint]) -> list[Hint]:
    """Hints without records that the viewer's roles leave out."""
    if not viewer.narrows(resource):
        return list(found)
    model: type[Item | Partner] = Item if resource == "items" else Partner
    known = model._default_manager.filter(pk__in=[hint.known.id for hint in found])
    seen = set(within_reach(known, viewer=viewer, resource=resource).values_list("pk", flat=True))
    return [hint for hint in found if hint.known.id in seen]


def _with_barcode(barcodes: Sequence[str], besides: int | None) -> list[Hint]:
    if not barcodes:
        return []
    items = Item.objects.filter(barcodes__code__in=barcodes).exclude(pk=besides or 0).order_by("code").distinct()
    return [Hint(Known(*row), True, 1.0) for row in items.values_list("pk", "code", "name", "spec")[:CANDIDATES]]


def _named_like(name: str, spec: str, besides: int | None) -> list[Hint]:
    if not name.strip():
        return []
    pieces = [piece for piece in grams(name) if len(piece) == 2 and not piece.isdigit()]
    rows = sql.rows(
        connection,
        """
        SELECT id, code, name, spec FROM (
            SELECT id, code, name, spec, search_grams FROM masterdata_item
            WHERE search_grams && %s::varchar[] AND id <> %s LIMIT 2000
        ) alike
        ORDER BY cardinality(ARRAY(SELECT unnest(search_grams) INTERSECT SELECT unnest(%s::varchar[]))) DESC, id LIMIT %s
        """,
        (pieces, besides or 0, pieces, CANDIDATES),
    )
    return hints(name=name, spec=spec, known=[Known(*row) for row in rows])


def partner_duplicates(*, viewer: Viewer, name: str, besides: int | None = None) -> list[Hint]:
    """Partners that look like the one being entered."""
    if not viewer.may("partners", "view") or not name.strip():
        return []
    stem = company_stem(name)
    spelling = spell(stem).full  # trigrams of Chinese depend on the server; those of its pinyin do not
    rows = sql.rows(
        connection,
        """
        SELECT id, code, name FROM masterdata_partner
        WHERE %s <%% search_text AND id <> %s
        ORDER BY word_similarity(%s, search_text) DESC LIMIT %s
        """,
        (spelling, besides or 0, spelling, CANDIDATES),
    )
    known = {row[0]: Known(*row) for row in rows}
    found = hints(name=stem, spec="", known=[replace(one, name=company_stem(one.name)) for one in known.values()])
    return _in_reach(viewer, "partners", [replace(hint, known=known[hint.known.id]) for hint in found])
