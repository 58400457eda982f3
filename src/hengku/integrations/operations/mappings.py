"""Mappings from outside the wizard: a YAML file's columns by title, options by words (warehouse=CK01)."""

from collections.abc import Mapping
from typing import Any

import yaml

from hengku.identity.types import Act
from hengku.integrations.models import ImportRun
from hengku.integrations.operations.import_files import sheets_of
from hengku.integrations.operations.imports import need_run, set_mapping
from hengku.integrations.rules.columns import fold
from hengku.integrations.types import Options
from hengku.kernel.errors import refuse
from hengku.masterdata.models import Book, Partner, Warehouse

_BY_WORD: dict[str, Any] = {"warehouse": Warehouse, "partner": Partner, "book": Book}
_FLAGS = ("make_missing", "effect", "price_includes_tax")


def apply_mapping(*, act: Act, run_id: int, given: Mapping[str, Any], options: Mapping[str, str]) -> ImportRun:
    """Lay a mapping file and options over what was guessed. Refuses mapping_bad, mapping_unknown_column, option_unknown and
    whatever set_mapping refuses."""
    run = need_run(viewer=act.viewer, run_id=run_id)
    mapping: dict[str, Any] = {}
    if "sheet" in given:
        mapping["sheet"] = _sheet(run, given["sheet"])
    if "header_row" in given:
        mapping["header_row"] = given["header_row"]
    if "columns" in given:
        mapping["columns"] = _columns(run, given, mapping.get("sheet", int(run.mapping["sheet"])))
    words = {**dict(given.get("options") or {}), **options}
    mapping["options"] = {**(run.mapping.get("options") or {}), **_options(words)}
    return set_mapping(act=act, run_id=run_id, mapping=mapping)


def load_mapping(*, act: Act, run_id: int, text: str) -> ImportRun:
    """Lay a saved mapping (YAML) over what was guessed. Refuses mapping_file_bad, mapping_other_kind and what apply_mapping does."""
    run = need_run(viewer=act.viewer, run_id=run_id)
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError:
        given = None
    if not isinstance(given, dict):
        raise refuse("mapping_file_bad", loc=("file",))
    if given.get("kind", run.kind) != run.kind:
        raise refuse("mapping_other_kind", loc=("file",), value=str(given["kind"]))
    return apply_mapping(act=act, run_id=run_id, given=given, options={})


def _sheet(run: ImportRun, word: object) -> int:
    """A sheet by its name; a file whose only sheet is called otherwise has the right one all the same."""
    names = [sheet.name for sheet in sheets_of(run=run)]
    return names.index(str(word)) if word in names else int(run.mapping["sheet"])


def _columns(run: ImportRun, given: Mapping[str, Any], sheet: int) -> dict[str, str]:
    """{title or position: field} as {position: field}."""
    rows = sheets_of(run=run)[sheet].rows
    header = int(given.get("header_row", run.mapping["header_row"]))
    titles = (
        {fold(title): index for index, title in reversed(list(enumerate(rows[header])))}
        if 0 <= header < len(rows)
        else {}
    )
    if not isinstance(given["columns"], Mapping):
        raise refuse("mapping_bad", loc=("columns",))
    columns: dict[str, str] = {}
    for title, name in given["columns"].items():
        index = title if isinstance(title, int) else titles.get(fold(str(title)))
        if index is None:
            raise refuse("mapping_unknown_column", loc=("columns",), value=str(title))
        if name:
            columns[str(index)] = str(name)
    return columns


def _options(words: Mapping[str, Any]) -> dict[str, Any]:
    """Options with records by code or name, flags by yes and no."""
    found: dict[str, Any] = {}
    for name, value in words.items():
        model = _BY_WORD.get(name)
        if model is not None:
            record = (
                model._default_manager.filter(code=value).first() or model._default_manager.filter(name=value).first()
            )
            if record is None:
                raise refuse("option_unknown", loc=("options", name), value=f"{name}={value}")
            found[f"{name}_id"] = record.pk
        elif name in _FLAGS:
            found[name] = value if isinstance(value, bool) else str(value).lower() in {"1", "true", "yes", "是"}
        elif name in Options.__dataclass_fields__:
            found[name] = value
        else:
            raise refuse("option_unknown", loc=("options", name), value=name)
    return found
