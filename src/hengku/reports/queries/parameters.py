"""Parameters of a report against the records they name."""

from collections.abc import Mapping, Sequence
from typing import Any

from hengku.identity.queries.restrict import allowed_ids, within_reach
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.masterdata.models import Book
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.types import FieldSpec, ResourceSpec
from hengku.reports.rules.columns import BOOK
from hengku.reports.rules.parameters import Reference, read_parameters
from hengku.reports.types import ReportSpec


def parameters_of(*, spec: ReportSpec) -> tuple[FieldSpec, ...]:
    """All parameters of a report, the book in front."""
    return (BOOK, *spec.parameters)


def resolve(*, viewer: Viewer, spec: ReportSpec, raw: Mapping[str, str]) -> dict[str, Any]:
    """Parameter values by name with references as ids; without a book the viewer's first one.

    Raises Refused: unknown_parameter, parameter_required, bad_value, record_not_found.
    """
    specs = parameters_of(spec=spec)
    values = read_parameters(specs, raw)
    for parameter in specs:
        value = values[parameter.name]
        if isinstance(value, Reference):
            values[parameter.name] = _id_of(viewer, parameter, value)
        elif isinstance(value, list):
            values[parameter.name] = [_id_of(viewer, parameter, one) for one in value]
    if values["book"] is None:
        values["book"] = first_book_id(viewer=viewer)
    return values


def first_book_id(*, viewer: Viewer) -> int:
    """The book a viewer means who names none. Raises Refused not_found when there is none to see."""
    book_id = first_book_seen(viewer=viewer)
    if book_id is None:
        raise refuse("not_found", status=404)
    return book_id


def first_book_seen(*, viewer: Viewer) -> int | None:
    """The first book whose stock the viewer may see; None when there is none."""
    allowed = allowed_ids(viewer, "stock", "view", "book")
    books = Book.objects.order_by("id")
    if allowed is not None:
        books = books.filter(id__in=allowed)
    return books.values_list("id", flat=True).first()


def as_shown(*, specs: Sequence[FieldSpec], values: Mapping[str, Any]) -> dict[str, object]:
    """Parameter values with references as {"id", "code", "name"}, for the head of a page or paper."""
    shown: dict[str, object] = {}
    for spec in specs:
        value = values.get(spec.name)
        if spec.ref and value is not None:
            ids = value if isinstance(value, list) else [value]
            found = _records(RESOURCES.get(spec.ref), ids)
            shown[spec.name] = found if isinstance(value, list) else (found[0] if found else None)
        else:
            shown[spec.name] = value
    return shown


def _records(resource: ResourceSpec, ids: Sequence[int]) -> list[dict[str, object]]:
    rows = resource.model.objects.filter(id__in=ids).values_list("id", resource.code_field, resource.title_field)
    return [{"id": str(record_id), "code": code, "name": name} for record_id, code, name in rows]


def _id_of(viewer: Viewer, parameter: FieldSpec, reference: Reference) -> int:
    """An id first; a number that is nobody's id may still be a code (a 69-code, for example)."""
    resource = RESOURCES.get(parameter.ref or "")
    for condition in ({"id": reference.id}, {resource.code_field: reference.code}):
        value = next(iter(condition.values()))
        if value:
            found = within_reach(resource.model.objects.filter(**condition), viewer=viewer, resource=resource.name)
            record_id = found.values_list("id", flat=True).first()
            if record_id is not None:
                return int(record_id)
    raise refuse("record_not_found", loc=(parameter.name,), label=str(parameter.label), value=reference.code)
