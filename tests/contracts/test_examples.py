"""Worked examples as the help page reads them."""

from django.test import Client
from tests.contracts.conftest import SignIn

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
