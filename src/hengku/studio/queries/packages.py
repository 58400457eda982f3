"""Packages as a kind of record, what is in them against what is in effect, and their history."""

from typing import Any

from hengku import __version__
from hengku.identity.queries.restrict import require
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.kernel.texts import Text, current_language
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.types import FieldSpec, FieldType, ResourceSpec
from hengku.studio.models import Package, Publication
from hengku.studio.operations import packages
from hengku.studio.queries.configuration import ENTITY, compared, everything, fingerprint, missing
from hengku.studio.rules.packages import PackageFile, to_file

FIELDS = (
    FieldSpec("name", Text("名称", "Name"), required=True, searchable=True, width=200),
    FieldSpec("version", Text("版本", "Version"), required=True, default="1.0", width=90),
    FieldSpec("live", Text("生效版本", "In effect"), readonly=True, width=90),
    FieldSpec("notes", Text("说明", "Notes"), FieldType.MULTILINE, searchable=True, width=280),
    FieldSpec("code", Text("代码", "Code"), readonly=True, in_list=False),
    FieldSpec("source", Text("来源", "Source"), readonly=True, in_list=False),
    FieldSpec("tests", Text("测试用例", "Test cases"), FieldType.JSON, default=list, in_list=False, filterable=False, sortable=False),
    FieldSpec("updated_at", Text("修改时间", "Changed"), FieldType.DATETIME, readonly=True, in_form=False),
)  # fmt: skip
PACKAGES = ResourceSpec(
    ENTITY, Text("配置包", "Configuration package"), Text("配置包", "Configuration packages"), Package, FIELDS, code_field="name", title_field="name",
    default_sort="name", group="packages", create=packages.create_package, update=packages.update_package, delete=packages.delete_package,
)  # fmt: skip


def package_of(viewer: Viewer, package_id: int, action: str = "view") -> Package:
    """The package. Raises Refused permission_denied (403), not_found (404)."""
    require(viewer, ENTITY, action)
    found = Package.objects.filter(pk=package_id).first()
    if found is None:
        raise refuse("not_found", status=404)
    return found


def contents_json(*, viewer: Viewer, package_id: int) -> dict[str, Any]:
    """{rev, seen, pieces, contents, problems}: every piece with how it differs from what is in effect; seen: give it back when
    publishing."""
    package = package_of(viewer, package_id)
    live = everything()
    return {
        "rev": package.rev,
        "seen": fingerprint(package.contents, live),
        "pieces": compared(package.contents, live),
        "contents": package.contents,
        "problems": [one.message(current_language()) for one in missing(package.contents, live)],
    }


def history_json(*, viewer: Viewer, package_id: int) -> list[dict[str, Any]]:
    """Publications, the newest first: {no, kind, version, note, at, by, pieces: how many, results}."""
    package = package_of(viewer, package_id)
    return [_publication(one) for one in package.publications.order_by("-no").defer("before", "after")]


def _publication(one: Publication) -> dict[str, Any]:
    return {
        "no": one.no,
        "kind": one.kind,
        "version": one.version,
        "note": one.note,
        "at": one.at.astimezone(book_zone()).isoformat(timespec="seconds"),
        "by": one.by_name,
        "pieces": sum(len(pieces) for pieces in one.contents.values()),
        "results": one.results,
    }


def back_json(*, viewer: Viewer, package_id: int, to: int | None) -> dict[str, Any]:
    """What rolling back would change: {to, version, pieces}. Raises Refused config_never_published, not_found."""
    package = package_of(viewer, package_id)
    history = list(package.publications.order_by("no"))
    if not history:
        raise refuse("config_never_published", name=package.name)
    goal = history[-1].no - 1 if to is None else to
    contents, version = packages.wanted_back(history, goal)
    return {"to": goal, "version": version, "pieces": compared(contents, everything())}


def file_of(*, viewer: Viewer, package_id: int) -> dict[str, Any]:
    """The package as a file. Raises Refused permission_denied (export), not_found."""
    found = package_of(viewer, package_id, "export")
    file = PackageFile(found.code, found.name, found.version, found.notes, found.contents, found.tests)
    return to_file(file, product=__version__)
