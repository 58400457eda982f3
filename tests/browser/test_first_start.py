"""From the link in the terminal to the first page."""

import pytest
from tests.browser.conftest import OWNER, FirstStart

pytestmark = pytest.mark.browser


def test_at_most_eight_questions_lead_home(first_start: FirstStart) -> None:
    assert 1 <= first_start.questions <= 8
    assert OWNER in first_start.heading
    assert first_start.path == "/"
    assert first_start.troubles == []
