"""Worked examples 核算样例: the stories that come with the product, and performing one."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from hengku.config.scenario.glossary import TITLES, words_of
from hengku.config.scenario.shelf import all_stories, find_story, perform_apart
from hengku.config.scenario.story import Story
from hengku.config.scenario.words import PAPERS
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.finance.rules.keys import KEYS
from hengku.identity.api.edge import viewer_of
from hengku.identity.queries.restrict import require
from hengku.kernel.errors import refuse

router = Router()

_performing = Lock()
"""One at a time in a process: each makes an account set."""


class StoryBrief(Schema):
    """variant "" is the story itself; name is code or code/variant."""

    name: str
    code: str
    variant: str
    title: str


class StoryOut(StoryBrief):
    """The story as its file says (format of the scenarios); names of its document codes, account keys and other words."""

    given: dict[str, Any]
    steps: list[dict[str, Any]]
    final: dict[str, Any]
    documents: dict[str, str]
    accounts: dict[str, str]
    words: dict[str, str]


class DifferenceOut(Schema):
    """check: key of the format; where: which pool, voucher, row."""

    step: str
    check: str
    where: str
    expected: str
    found: str


class ToldOut(Schema):
    """What became of a story that was performed."""

    passed: bool
    steps: int
    checks: int
    differences: list[DifferenceOut]


def _story(code: str, variant: str) -> Story:
    found = find_story(code, variant)
    if found is None:
        raise refuse("not_found", status=404)
    return found


def _brief(story: Story) -> dict[str, Any]:
    return {
        "name": story.name,
        "code": story.code,
        "variant": story.variant,
        "title": str(TITLES.get(story.code, story.title)),
    }


def _papers() -> Mapping[str, str]:
    known = dict(DOCUMENT_TYPES.items())
    return {code: str(known[paper.type].label) for code, paper in PAPERS.items() if paper.type in known}


@router.get("/scenarios", response=list[StoryBrief], summary="Worked examples")
def list_stories(request: HttpRequest) -> list[dict[str, Any]]:
    """Stories and variants that come with the product."""
    require(viewer_of(request), "periods", "view")
    return [_brief(story) for story in all_stories()]


@router.get("/scenarios/{code}", response=StoryOut, summary="One worked example")
def read_story(request: HttpRequest, code: str, variant: str = "") -> dict[str, Any]:
    """What happens and what must be true afterwards."""
    require(viewer_of(request), "periods", "view")
    story = _story(code, variant)
    whole = {"given": story.given, "steps": story.steps, "final": story.final}
    accounts = {key: str(name) for key, name in KEYS.items()}
    return {**_brief(story), **whole, "documents": _papers(), "accounts": accounts, "words": words_of(*whole.values())}


@router.post("/scenarios/{code}/run", response=ToldOut, summary="Perform a worked example")
def run_story(request: HttpRequest, code: str, variant: str = "") -> dict[str, Any]:
    """Performs it through the public API in a fresh account set that is removed again; takes seconds."""
    require(viewer_of(request), "periods", "view")
    with _performing:
        return perform_apart(_story(code, variant))
