"""What a file says that the format does not know is named."""

from pathlib import Path
from typing import Any

import pytest

from hengku.config.scenario.grammar import oddities
from hengku.config.scenario.story import BadStory, read_stories

HEAD = 'format: "1.0"\nmeta: {code: X01, title: t, needs: []}\n'
GIVEN = 'given: {book: {start: "2026-06-01"}, items: {}, warehouses: {}}\n'


def test_unknown_names_are_told_with_their_step() -> None:
    given = {"book": {"start": "2026-06-01", "colour": "red"}}
    steps: list[dict[str, Any]] = [
        {"id": "a", "date": "2026-06-02", "doc": "OIN", "weather": "rain"},
        {"id": "b", "date": "2026-06-02"},
        {"id": "c", "date": "2026-06-02", "doc": "OIN", "check": {"stock": [{"item": "A", "moon": "1"}]}},
    ]
    assert list(oddities(given, steps, {"balances": [{"item": "A", "sun": "1"}]})) == [
        ("given", "book", "colour"),
        ("a", "", "weather"),
        ("b", "", "one of doc, action and concurrent expected"),
        ("c", "stock", "moon"),
        ("final", "balances", "sun"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("just words", "format 1.0 expected"),
        ("a: [1,", "expected"),
        (HEAD + "given: {}\nsteps: []\n", "a book is needed"),
        (HEAD + GIVEN + 'steps: [{id: a, date: "2026-06-01"}, {id: a, date: "2026-06-01"}]\n', "step a: told twice"),
        (HEAD + GIVEN + "steps: [{id: a}]\n", "step a: date needed"),
        (HEAD + GIVEN + 'steps: [{id: a, date: "2026-06-01"}]\nvariants: [{id: v, text: t, drop: [b]}]\n', "no step b"),
        (HEAD + GIVEN + 'steps: [{id: a, date: "2026-06-01"}]\nvariants: [{id: v, text: t, patsh: {}}]\n', "patsh"),
    ],
)
def test_what_is_no_story_is_told_in_a_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadStory, match=r"story\.yaml") as refused:
        list(read_stories(path))
    assert words in str(refused.value)
