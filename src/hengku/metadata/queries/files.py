"""Files named by fields of records: what is told of them, and who may open one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal, refuse
from hengku.metadata.models import KeptFile
from hengku.metadata.queries.records import read_record
from hengku.metadata.rules.file_kinds import FORMATS, PICTURES
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.types import FieldSpec

Teller = Callable[[Viewer, str, int], Mapping[str, Any] | None]
"""(viewer, target, id) -> what the viewer may see of that record or line, under the rights it is read with; None = not its own target."""
_tellers: list[Teller] = []


def offer_teller(tell: Teller) -> None:
    """Let files of these records be opened by whoever may see the record and the field."""
    _tellers.append(tell)


def file_for(*, viewer: Viewer, key: str, of: str, record_id: int | None) -> KeptFile:
    """A kept file: for who put it there while nothing names it yet (no record), else for everybody who sees the record and the
    field that names it. Raises Refused not_found (404)."""
    kept = KeptFile.objects.filter(key=key).first()
    if kept is None:
        raise refuse("not_found", status=404)
    if record_id is None:
        if kept.author_id is None or kept.author_id != viewer.user_id:
            raise refuse("not_found", status=404)
        return kept
    if not _names(_told(viewer, of, record_id), key):
        raise refuse("not_found", status=404)
    return kept


def _told(viewer: Viewer, of: str, record_id: int) -> Mapping[str, Any]:
    for tell in _tellers:
        found = tell(viewer, of, record_id)
        if found is not None:
            return found
    if of not in RESOURCES:
        raise refuse("not_found", status=404)
    return read_record(spec=RESOURCES.get(of), viewer=viewer, record_id=record_id)


def _names(told: Mapping[str, Any], key: str) -> bool:
    lists = (value for value in told.values() if isinstance(value, list))
    return any(isinstance(one, Mapping) and one.get("id") == key and "url" in one for value in lists for one in value)


def missing_files(told: Sequence[tuple[FieldSpec, object, tuple[Any, ...]]]) -> list[Refusal]:
    """Refusals for keys that name no file, or one of the wrong kind. told: field, what is stored, place."""
    named = [(field, key, loc) for field, stored, loc in told if isinstance(stored, list) for key in stored]
    if not named:
        return []
    kinds = dict(KeptFile.objects.filter(key__in={key for _, key, _ in named}).values_list("key", "media_type"))
    found: list[Refusal] = []
    for field, key, loc in named:
        if key not in kinds:
            found.append(Refusal("file_unknown", {}, loc))
        elif FORMATS[field.format].pictures and not kinds[key].startswith(PICTURES):
            found.append(Refusal("file_not_a_picture", {}, loc))
    return found
