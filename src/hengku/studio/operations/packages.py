"""Packages: filled, brought in from files, tried, published, taken back. All or nothing, through the rooms' own operations."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import DatabaseError, transaction

from hengku.identity.operations.audit import record_change
from hengku.identity.queries import epoch
from hengku.identity.queries.restrict import require
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.texts import current_language
from hengku.masterdata.operations import records
from hengku.metadata.rules.configuration import Contents, Part, Piece, in_order, with_needs
from hengku.studio.models import Package, Publication
from hengku.studio.operations.cases import given_up, try_cases
from hengku.studio.queries.configuration import BROKEN, ENTITY, everything, fingerprint, malformed, missing
from hengku.studio.rules.packages import CaseResult, PackageFile, case_problems

Chosen = Mapping[str, Sequence[str]]


@transaction.atomic
def create_package(*, act: Act, values: Mapping[str, object]) -> Package:
    """A new, empty package. Refuses config_case_bad."""
    fresh = records.columns(Package, values)
    _check(fresh)
    return records.insert(act=act, entity=ENTITY, record=Package(**fresh, code=f"p_{secrets.token_hex(8)}"))


@transaction.atomic
def update_package(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> Package:
    """Change name, version, notes or cases of a package; nothing of it takes effect."""
    package = records.locked(model=Package, record_id=record_id, rev=rev)
    changes = records.columns(Package, values)
    _check(changes)
    records.change(act=act, entity=ENTITY, record=package, values=changes)
    return package


@transaction.atomic
def delete_package(*, act: Act, record_id: int) -> None:
    """Throw a package away. Refuses config_in_effect while something of it is in effect."""
    package = records.locked(model=Package, record_id=record_id)
    if package.live:
        raise refuse("config_in_effect", name=package.name)
    records.remove(act=act, entity=ENTITY, record=package)


def _check(values: Mapping[str, object]) -> None:
    wrong = case_problems(values["tests"]) if values.get("tests") else []
    if wrong:
        raise Refused(wrong)


@transaction.atomic
def choose_contents(
    *, act: Act, package_id: int, rev: int, chosen: Chosen, removed: Chosen, refresh: bool = False
) -> None:
    """Let the package hold these pieces with whatever they need, and the wish that `removed` ones go. What it holds already stays as the
    package wants it, unless `refresh`; the rest is taken as it is in effect now. Raises Refused permission_denied, stale_revision."""
    require(act.viewer, ENTITY, "update")
    package = records.locked(model=Package, record_id=package_id, rev=rev)
    live = everything()
    wanted: dict[str, dict[str, Piece | None]] = {}
    for name, keys in chosen.items():
        for key in keys:
            now, held = live.get(name, {}).get(key), package.contents.get(name, {}).get(key)
            piece = (now or held) if refresh else (held or now)
            if piece is None:
                raise refuse("config_piece_unknown", loc=(name, key), piece=key[:100])
            wanted.setdefault(name, {})[key] = piece
    whole = with_needs(wanted, live)
    for name, keys in removed.items():
        for key in keys:
            whole.setdefault(name, {})[key] = None
    _keep(act, package, whole)


@transaction.atomic
def change_piece(*, act: Act, package_id: int, rev: int, part: str, key: str, piece: Mapping[str, Any] | None) -> None:
    """Let the package want something else of one piece; nothing takes effect. Raises Refused config_piece_malformed."""
    require(act.viewer, ENTITY, "update")
    package = records.locked(model=Package, record_id=package_id, rev=rev)
    _keep(act, package, {**package.contents, part: {**package.contents.get(part, {}), key: piece}})


def _keep(act: Act, package: Package, contents: Contents) -> None:
    wrong = malformed(contents)
    if wrong:
        raise Refused(wrong)
    records.change(act=act, entity=ENTITY, record=package, values={"contents": contents})


@transaction.atomic
def bring_in(*, act: Act, file: PackageFile, source: str) -> Package:
    """Keep the package of a file (or of an industry template); one of the same code is replaced, and nothing takes effect yet. Raises Refused
    config_part_unknown, config_piece_malformed with every broken piece."""
    require(act.viewer, ENTITY, "import")
    wrong = malformed(file.contents)
    if wrong:
        raise Refused(wrong)
    values = {
        "name": file.name, "version": file.version, "notes": file.notes, "contents": file.contents, "tests": file.tests, "source": source,
    }  # fmt: skip
    known = Package.objects.select_for_update().filter(code=file.code).first()
    if known is None:
        return records.insert(act=act, entity=ENTITY, record=Package(code=file.code, **values))
    records.change(act=act, entity=ENTITY, record=known, values=values)
    return known


def try_package(*, act: Act, package_id: int) -> tuple[list[Refusal], list[CaseResult]]:
    """What publishing would run into, and how the cases would go; nothing is kept. The cases are tried when every piece fits."""
    require(act.viewer, ENTITY, "publish")
    package = _package(package_id)
    with given_up():
        problems = _problems(act, package.contents, everything())
        results = [] if problems else try_cases(act=act, cases=package.tests)
    return problems, results


@transaction.atomic
def publish_package(*, act: Act, package_id: int, rev: int, seen: str, note: str) -> Publication:
    """Let the package take effect: all of it or nothing. seen: the fingerprint of what was in effect when its differences were looked at.

    Raises Refused stale_revision, config_outdated (409), config_empty, what is missing or does not fit piece by piece, and
    config_case_failed for every case that does not hold."""
    require(act.viewer, ENTITY, "publish")
    package = records.locked(model=Package, record_id=package_id, rev=rev)
    before = everything()
    if not any(package.contents.values()):
        raise refuse("config_empty")
    if seen != fingerprint(package.contents, before):
        raise refuse("config_outdated", status=409)
    problems = _problems(act, package.contents, before)
    if problems:
        raise Refused(problems)
    results = try_cases(act=act, cases=package.tests)
    failed = [one for one in results if not one.passed]
    if failed:
        raise Refused([Refusal("config_case_failed", {"name": one.name, "found": one.found}) for one in failed])
    return _note(act, package, "publish", package.version, note, (package.contents, before), results)


@transaction.atomic
def roll_back(*, act: Act, package_id: int, to: int | None = None, note: str = "") -> Publication:
    """Bring back everything the package concerned as it was after publication `to` (0: before the first; None: after the one before the
    last). Documents made meanwhile keep their data: fields are hidden, what runs in a flow goes on. Raises Refused
    config_never_published, and what does not fit."""
    require(act.viewer, ENTITY, "publish")
    package = records.locked(model=Package, record_id=package_id)
    history = list(package.publications.order_by("no"))
    if not history:
        raise refuse("config_never_published", name=package.name)
    goal = history[-1].no - 1 if to is None else to
    contents, version = wanted_back(history, goal)
    before = everything()
    problems = _problems(act, contents, before)
    if problems:
        raise Refused(problems)
    kind = "rollback" if version else "remove"
    return _note(act, package, kind, version, note, (contents, before), [])


def wanted_back(history: Sequence[Publication], goal: int) -> tuple[dict[str, dict[str, Piece | None]], str]:
    """The pieces that bring the package back to what it was after publication `goal` (0: before the first), and the version that
    was in effect then. Raises Refused not_found (404)."""
    target = next((one for one in history if one.no == goal), None)
    if goal < 0 or (goal > 0 and target is None) or goal >= history[-1].no:
        raise refuse("not_found", status=404)
    then = target.after if target is not None else history[0].before
    wanted: dict[str, dict[str, Piece | None]] = {}
    for one in history:
        for name, pieces in one.contents.items() if one.no > goal else ():
            for key in pieces:
                wanted.setdefault(name, {})[key] = then.get(name, {}).get(key)
    return wanted, target.version if target is not None and target.kind != "remove" else ""


def _note(
    act: Act, package: Package, kind: str, version: str, note: str, applied: tuple[Contents, Contents], results: Sequence[CaseResult]
) -> Publication:  # fmt: skip
    """Keep what happened; `applied`: the pieces, and the whole configuration before."""
    contents, before = applied
    made = Publication.objects.create(
        package=package, no=package.publications.count() + 1, kind=kind, version=version, note=note[:400], contents=contents,
        before=before, after=everything(), results=[asdict(one) for one in results], at=act.at, by_id=act.actor_id,
        by_name=act.viewer.name[:100],
    )  # fmt: skip
    records.change(act=act, entity=ENTITY, record=package, values={"live": version})
    keys = {name: list(pieces) for name, pieces in contents.items()}
    record_change(
        act=act, entity=ENTITY, entity_id=package.pk, action=kind, before=None,
        after={"no": made.no, "version": version, "contents": keys}, reason=note,
    )  # fmt: skip
    return made


def _problems(act: Act, contents: Contents, live: Contents) -> list[Refusal]:
    """Apply the pieces; gives everything that is missing or does not fit, piece by piece (the caller then keeps nothing)."""
    found = malformed(contents) or missing(contents, live)
    if found:
        return found
    for part, key, piece in in_order(contents):
        known = epoch.noted()
        try:
            with transaction.atomic():
                part.apply(act, key, piece)
        except Refused as refused:
            epoch.note(known)
            found.extend(_named(part, key, piece, refused.refusals))
        except (*BROKEN, DatabaseError) as problem:
            epoch.note(known)
            params = {"part": str(part.label), "piece": f"{key} ({type(problem).__name__})"}
            found.append(Refusal("config_piece_malformed", params, (part.name, key)))
    return found


def _named(part: Part, key: str, piece: Piece | None, refusals: Sequence[Refusal]) -> list[Refusal]:
    """The reasons with the piece they are about."""
    title = key if piece is None else part.title(key, piece)
    language = current_language()
    return [
        Refusal(
            "config_piece_refused",
            {"part": str(part.label), "piece": title, "reason": one.message(language)},
            (part.name, key, *one.loc),
        )
        for one in refusals
    ]


def _package(package_id: int) -> Package:
    found = Package.objects.filter(pk=package_id).first()
    if found is None:
        raise refuse("not_found", status=404)
    return found
