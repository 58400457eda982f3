"""Packages as files, and the cases they are tried by: shapes and checks, plain data."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from hengku.kernel.errors import Refusal, Refused, refuse

FORMAT = "hengku-package"
FORMAT_VERSION = 1
MOST_CASES = 50
_HEAD = ("code", "name", "version", "notes", "contents", "tests")
CASE_KINDS = ("approver", "refused", "accepted", "formula")


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A package as it travels between installations."""

    code: str
    name: str
    version: str
    notes: str
    contents: dict[str, dict[str, Any]]
    tests: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How a case went; found: what came of it, in words."""

    name: str
    passed: bool
    found: str


def checksum(body: Mapping[str, Any]) -> str:
    """What tells a file that was changed or cut short on its way."""
    told = {name: value for name, value in body.items() if name != "checksum"}
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def to_file(package: PackageFile, *, product: str) -> dict[str, Any]:
    """The file: {format, format_version, product, code, name, version, notes, contents, tests, checksum}."""
    body: dict[str, Any] = {"format": FORMAT, "format_version": FORMAT_VERSION, "product": product}
    body |= {name: getattr(package, name) for name in _HEAD}
    return {**body, "checksum": checksum(body)}


def read_file(body: Mapping[str, Any]) -> PackageFile:
    """The package in a file. Raises Refused config_not_a_file, config_newer, config_changed, and what is wrong with its cases."""
    if body.get("format") != FORMAT or not isinstance(body.get("format_version"), int):
        raise refuse("config_not_a_file")
    if body["format_version"] > FORMAT_VERSION:
        raise refuse("config_newer", version=str(body["format_version"]))
    if body.get("checksum") != checksum(body):
        raise refuse("config_changed")
    contents, tests = body.get("contents"), body.get("tests")
    texts = [body.get(name) for name in ("code", "name", "version", "notes")]
    if not _is_contents(contents) or not isinstance(tests, list) or not all(isinstance(one, str) for one in texts):
        raise refuse("config_not_a_file")
    wrong = case_problems(tests)
    if wrong:
        raise Refused(wrong)
    code, name, version, notes = (str(one) for one in texts)
    return PackageFile(code[:60], name[:100], version[:20], notes, dict(contents or {}), tests)


def _is_contents(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(pieces, dict) and all(piece is None or isinstance(piece, dict) for piece in pieces.values())
        for pieces in value.values()
    )


def case_problems(cases: Any) -> list[Refusal]:
    """Everything that keeps these cases from being tried. A case: {name, kind, document, expect, transition?, formula?}; document:
    {type, header, lines} as the interface takes it, or {number} of one that is there; expect: a user name ("" = nobody is asked), a
    code of a refusal, or the value of the formula as text."""
    if not isinstance(cases, list) or not all(isinstance(one, dict) for one in cases):
        return [Refusal("config_cases_malformed", {}, ("tests",))]
    found = [] if len(cases) <= MOST_CASES else [Refusal("config_cases_many", {"most": str(MOST_CASES)}, ("tests",))]
    for at, case in enumerate(cases):
        what = _missing(case)
        if what:
            params = {"name": str(case.get("name") or at + 1)[:60], "what": what}
            found.append(Refusal("config_case_bad", params, ("tests", at, what)))
    return found


def _missing(case: Mapping[str, Any]) -> str:
    """The first property that is missing or of the wrong shape; "" for none."""
    document = case.get("document")
    if not str(case.get("name") or "").strip():
        return "name"
    if case.get("kind") not in CASE_KINDS:
        return "kind"
    if not isinstance(document, Mapping) or not (document.get("number") or document.get("type")):
        return "document"
    if not isinstance(document.get("header", {}), Mapping) or not _is_rows(document.get("lines", [])):
        return "document"
    if case["kind"] == "refused" and not case.get("expect"):
        return "expect"
    if case["kind"] == "formula" and not (str(case.get("formula") or "").strip() and document.get("type")):
        return "formula"
    return "" if isinstance(case.get("expect", ""), str) else "expect"


def _is_rows(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(one, Mapping) for one in value)
