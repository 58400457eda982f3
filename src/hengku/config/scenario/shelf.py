"""The stories that come with the product: listed, read, and performed in a process of their own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hengku.config.scenario.story import Story, read_stories

STORIES = Path(__file__).parent / "stories"


def all_stories() -> Iterator[Story]:
    """Every story and variant, in the order of their codes."""
    for path in sorted(STORIES.glob("*.yaml")):
        yield from read_stories(path)


def find_story(code: str, variant: str = "") -> Story | None:
    """The story of this code; variant "" is the story itself."""
    return next((one for one in all_stories() if (one.code, one.variant) == (code, variant)), None)


def perform_apart(story: Story) -> dict[str, Any]:
    """Perform a story in a child process and give its result as `hengku scenario run --json` tells it.

    A process of its own, because a sandbox set is made and dropped with the owner's rights, which a serving process does
    not have.
    """
    command = [
        sys.executable,
        "-m",
        "hengku",
        "scenario",
        "run",
        str(story.path),
        "--json",
        "--only",
        story.variant or "-",
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if not done.stdout.startswith("["):
        raise RuntimeError(f"{story.name}: {done.stderr.strip() or done.stdout.strip()}")
    (result,) = json.loads(done.stdout)
    return dict(result)
