"""The books of stories, every figure of every report computed again from the facts its derivation names."""

from datetime import UTC, datetime, time

import pytest
from tests.scenarios.test_stories import ALL, fresh, told

from hengku.config.directory import operations as directory
from hengku.config.scenario.run import FreshSet
from hengku.config.scenario.story import Story
from hengku.documents.models import Document
from hengku.reports.tests.derivations import wrong_figures

__all__ = ["fresh"]
BOOKS = ("S09", "S13")
"""Stories that between them have invoices, payments, landed cost, production, variances, returns and a close; the others differ in
what they cost, not in what stands behind a figure."""


@pytest.mark.parametrize("story", [one for one in ALL if one.name in BOOKS], ids=lambda story: story.name)
def test_every_figure_of_a_story(story: Story, fresh: FreshSet) -> None:
    assert told(story, fresh).differences == []
    with directory.enter("main"):
        last = Document.objects.order_by("-business_date").values_list("business_date", flat=True)[0]
        assert wrong_figures(datetime.combine(last, time(9), tzinfo=UTC)) == []
