"""`hengku scenario`."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hengku.config.cli.frame import database_ready
from hengku.config.words import say

if TYPE_CHECKING:
    from hengku.config.scenario.run import Result
    from hengku.config.scenario.story import Story


@click.group()
def command() -> None:
    """Stories with golden numbers, performed and compared. 核算样例"""


@command.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Machine-readable results. 机器可读")
@click.option("--url", help="A running product instead of this machine's database. 已运行的服务地址")
@click.option("--token", envvar="HENGKU_TOKEN", help="API token of its owner, with --url. 所有者的令牌")
@click.option("--keep", is_flag=True, help="Leave the sandbox account sets behind to look at. 保留演练账套")
@click.option("--only", help="Only this variant (id), or - for none of them. 只运行某个变体")
def run(
    *, files: tuple[Path, ...], as_json: bool, url: str | None, token: str | None, keep: bool, only: str | None
) -> None:
    """Perform scenario FILES, each story and variant in a fresh sandbox account set through the public API.

    Exit 1 when anything differs or is not implemented.
    """
    if url and not token:
        raise click.UsageError(say("--url needs --token.", "使用 --url 时需要 --token。"))
    stories, told = _read(files, only)
    if not as_json:
        for one in told:
            click.echo(f"✗ {one['differences'][0]['found']}")
    with _performing(stories, url=url, token=token or "", keep=keep) as results:
        for result in results:
            told.append(_as_json(result))
            if not as_json:
                _tell(result)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    elif len(told) > 1:
        passed = sum(one["passed"] for one in told)
        click.echo(say(f"{passed} of {len(told)} stories pass.", f"{len(told)} 个样例中 {passed} 个通过。"))
    if not all(one["passed"] for one in told):
        raise SystemExit(1)


@contextmanager
def _performing(stories: "list[Story]", *, url: str | None, token: str, keep: bool) -> "Iterator[Iterator[Result]]":
    if not stories:
        yield iter(())
        return
    if url:
        from hengku.config.scenario.places import perform_at

        yield perform_at(url, token, iter(stories), keep=keep)
        return
    with database_ready(role="owner"):
        from hengku.config.scenario.places import perform_here, quiet_hashes

        with quiet_hashes():
            yield perform_here(iter(stories), keep=keep)


def _read(files: Iterable[Path], only: str | None) -> "tuple[list[Story], list[dict[str, Any]]]":
    """The stories of these files, and results of those that are none."""
    from hengku.config.scenario.story import BadStory, read_stories

    wanted = "" if only == "-" else only
    stories: list[Story] = []
    broken: list[dict[str, Any]] = []
    for path in files:
        try:
            stories += [story for story in read_stories(path) if wanted is None or story.variant == wanted]
        except BadStory as error:
            difference = {"step": "file", "check": "not understood", "where": "", "expected": "", "found": str(error)}
            broken.append(
                {"file": str(path), "code": "", "variant": "", "title": "", "passed": False, "steps": 0, "checks": 0,
                 "differences": [difference]}
            )  # fmt: skip
    return stories, broken


def _as_json(result: "Result") -> dict[str, Any]:
    story = result.story
    return {
        "file": str(story.path), "code": story.code, "variant": story.variant, "title": story.title, "passed": result.passed,
        "steps": result.steps, "checks": result.checks,
        "differences": [
            {"step": step, "check": one.check, "where": one.where, "expected": one.expected, "found": one.found}
            for step, one in result.differences
        ],
    }  # fmt: skip


def _tell(result: "Result") -> None:
    story = result.story
    mark = "✓" if result.passed else "✗"
    click.echo(
        f"{mark} {story.name}  {story.title}  ({result.steps} {say('steps', '步')}, {result.checks} {say('checks', '项检查')})"
    )
    for step, one in result.differences:
        click.echo(f"    {step}  {one.check} {one.where}".rstrip())
        if one.expected:
            click.echo(f"        {say('expected', '应为')}  {one.expected}")
        click.echo(f"        {say('found', '实为')}  {one.found}")
