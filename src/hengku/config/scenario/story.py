"""Reading stories: one file gives the story itself and its variants, each whole."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from hengku.config.scenario.grammar import VARIANT, unknown_names

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # installed without the C library: slower by ten times, otherwise the same
    from yaml import SafeLoader  # type: ignore[assignment]  # the same duty in Python

FORMAT = "1.0"
KNOWN_PARTS = frozenset({"format", "meta", "given", "steps", "final", "variants", "invariants"})
KNOWN_PATCH = frozenset({"date", "entered", "time", "expect", "lines", "with", "check", "header"})


class BadStory(ValueError):
    """The file is not a scenario of this format; the text says where."""


@dataclass(frozen=True, slots=True)
class Story:
    """One story to perform from an empty book. variant is "" for the story itself."""

    path: Path
    code: str
    title: str
    variant: str
    given: Mapping[str, Any]
    steps: Sequence[Mapping[str, Any]]
    final: Mapping[str, Any]
    prove: bool
    ignores_revenue: bool

    @property
    def name(self) -> str:
        return f"{self.code}/{self.variant}" if self.variant else self.code


def read_stories(path: Path) -> Iterator[Story]:
    """The story of a file and its variants. Raises BadStory."""
    try:
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise BadStory(f"{path}: {error}") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise BadStory(f"{path}: format {FORMAT} expected")
    unknown = sorted(map(str, set(told) - KNOWN_PARTS))
    if unknown or not isinstance(told.get("meta"), dict) or "given" not in told or "steps" not in told:
        raise BadStory(f"{path}: meta, given and steps are needed; unknown: {', '.join(unknown) or 'none'}")
    try:
        _require_shape(told)
        yield _story(path, told, "", told.get("final") or {})
        for variant in told.get("variants") or []:
            yield _variant(path, told, variant)
    except BadStory as error:
        raise BadStory(f"{path}: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise BadStory(f"{path}: not of the format: {error!r}") from error


def _require_shape(told: Mapping[str, Any]) -> None:
    """Raises BadStory."""
    lacking = [name for name in ("code", "title") if not told["meta"].get(name)]
    if lacking:
        raise BadStory(f"meta: {', '.join(lacking)} needed")
    if not isinstance(told["given"], Mapping) or not isinstance(told["given"].get("book"), Mapping):
        raise BadStory("given: a book is needed")
    if not isinstance(told["steps"], list) or not all(isinstance(step, Mapping) for step in told["steps"]):
        raise BadStory("steps: a list of steps expected")
    seen: set[str] = set()
    for number, step in enumerate(told["steps"], start=1):
        for one in (step, *(step.get("with") or [])):
            label = str(one.get("id", ""))
            if not label:
                raise BadStory(f"step {number}: id needed")
            if label in seen:
                raise BadStory(f"step {label}: told twice")
            seen.add(label)
        if "date" not in step:
            raise BadStory(f"step {step['id']}: date needed")


def _story(path: Path, told: Mapping[str, Any], variant: str, final: Mapping[str, Any]) -> Story:
    meta = told["meta"]
    return Story(
        path=path, code=str(meta["code"]), title=str(meta["title"]), variant=variant, given=told["given"],
        steps=told["steps"], final=final, prove=told.get("invariants") == "all",
        ignores_revenue=meta.get("revenue_vouchers") == "ignore",
    )  # fmt: skip


def _variant(path: Path, told: Mapping[str, Any], variant: Mapping[str, Any]) -> Story:
    whole = deepcopy(dict(told))
    unknown = unknown_names(variant, VARIANT)
    if unknown:
        raise BadStory(f"variant {variant.get('id')}: unknown {unknown}")
    labels = {one["id"] for step in told["steps"] for one in (step, *(step.get("with") or []))}
    astray = sorted({*(variant.get("patch") or {}), *variant.get("drop", [])} - labels)
    if astray:
        raise BadStory(f"variant {variant['id']}: no step {', '.join(astray)}")
    keeps = bool(variant.get("keep_checks"))
    whole["given"] = merged(told["given"], variant.get("given") or {})
    steps = [step if keeps else _without_checks(step) for step in whole["steps"]]
    steps = [_patched(step, variant.get("patch") or {}) for step in steps if step["id"] not in variant.get("drop", [])]
    whole["steps"] = _up_to(_with_inserts(steps, variant.get("insert") or []), variant)
    final = {**(told.get("final") or {}), **(variant.get("final") or {})} if keeps else variant.get("final") or {}
    return _story(path, whole, str(variant["id"]), final)


def merged(base: Any, change: Any) -> Any:
    """Maps are merged, everything else is replaced."""
    if isinstance(base, Mapping) and isinstance(change, Mapping):
        return {**base, **{key: merged(base.get(key), value) for key, value in change.items()}}
    return deepcopy(change)


def _without_checks(step: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in step.items() if name != "check"}


def _patched(step: Mapping[str, Any], patches: Mapping[str, Any]) -> Mapping[str, Any]:
    together = [_patched(one, patches) for one in step.get("with", [])]
    step = {**step, "with": together} if together else step
    patch = patches.get(step["id"])
    if patch is None:
        return step
    unknown = sorted(set(patch) - KNOWN_PATCH)
    if unknown:
        raise BadStory(f"patch {step['id']}: unknown {', '.join(unknown)}")
    header = {**step.get("header", {}), **patch.get("header", {})}
    return {**step, **patch, **({"header": header} if header else {})}


def _with_inserts(steps: list[Mapping[str, Any]], inserts: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    for insert in inserts:
        place = next((at for at, step in enumerate(steps) if step["id"] == insert["after"]), None)
        if place is None:
            raise BadStory(f"insert after {insert['after']}: no such step")
        steps[place + 1 : place + 1] = insert["steps"]
    return steps


def _up_to(steps: list[Mapping[str, Any]], variant: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Up to the named step of the original, with what was inserted right after it."""
    last = variant.get("until")
    if last is None:
        return steps
    inserted = {step["id"] for insert in variant.get("insert") or [] for step in insert["steps"]}
    place = next((at for at, step in enumerate(steps) if step["id"] == last), None)
    if place is None:
        raise BadStory(f"until {last}: no such step")
    end = place + 1
    while end < len(steps) and steps[end]["id"] in inserted:
        end += 1
    return steps[:end]
