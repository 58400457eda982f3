"""Worked examples as the help page reads them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.test import Client
from tests.contracts.conftest import SignIn

from hengku.config.scenario.glossary import WORDS
from hengku.config.scenario.shelf import all_stories


def test_every_story_is_on_the_shelf(boss: Client) -> None:
    listed = boss.get("/api/v1/scenarios").json()
    assert [one["name"] for one in listed] == [story.name for story in all_stories()]
    assert {"S01", "S03/negative-forbidden"} <= {one["name"] for one in listed}


def test_a_variant_is_told_with_the_words_of_the_books(boss: Client) -> None:
    told = boss.get("/api/v1/scenarios/S03?variant=negative-forbidden").json()
    assert (told["name"], told["steps"][0]["expect"]["refused"]) == ("S03/negative-forbidden", "insufficient_stock")
    assert (told["documents"]["GRN"], told["accounts"]["GOODS"]) == ("Goods receipt", "Goods")


def test_an_unknown_story_is_not_found(boss: Client) -> None:
    assert boss.get("/api/v1/scenarios/S03?variant=nobody").status_code == 404


def test_a_keeper_has_no_business_here(sign_in: SignIn) -> None:
    assert sign_in("keeper").get("/api/v1/scenarios").status_code == 403


def test_every_word_of_a_story_is_in_the_glossary() -> None:
    """Names of fields, checks and actions: written in small letters, unlike the ids of goods, partners and steps."""
    told = [part for story in all_stories() for part in (story.given, story.steps, story.final)]
    names = {name for name in names_in(told) if re.fullmatch("[a-z][a-z_]+", name)}
    assert names - WORDS.keys() - SELF_EVIDENT == set()


SELF_EVIDENT = {"id", "row", "doc", "action", "check", "with", "by", "cr", "dr", "roles", "grouping", "given", "steps"}
"""Shown otherwise or not at all."""


def names_in(told: Any) -> Iterator[str]:
    if isinstance(told, Mapping):
        yield from map(str, told)
        for value in told.values():
            yield from names_in(value)
    elif isinstance(told, Sequence) and not isinstance(told, str):
        for one in told:
            yield from names_in(one)
