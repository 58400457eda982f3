"""What a terminal is told: its language, the port, and where errors are kept when it is gone."""

import logging
import logging.config
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from hengku.config import error_log
from hengku.config.cli.frame import language_option
from hengku.config.embedded.home import Home
from hengku.config.serving.start import Wish, _announce
from hengku.config.words import say
from hengku.kernel.texts import current_language, speak

VARIABLES = ("HENGKU_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"HENGKU_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_a_terminal_that_names_no_language_gets_chinese(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert say("en", "zh") == language


@pytest.mark.parametrize(("option", "told"), [("zh-CN", "zh zh-CN"), ("en", "en en")])
def test_the_option_wins(option: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HENGKU_LANG", "en")

    @click.command()
    @language_option
    def command() -> None:
        click.echo(f"{say('en', 'zh')} {current_language()}")

    assert CliRunner().invoke(command, ["--lang", option]).output == f"{told}\n"
    speak("zh-CN")


@pytest.mark.parametrize(
    ("wanted", "variable", "told"), [(None, "", True), (None, "8899", False), (8899, "", False)]
)  # fmt: skip
def test_the_usual_port_is_only_called_taken_when_it_was_tried(
    wanted: int | None, variable: str, told: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("HENGKU_PORT", variable)
    _announce(Home(tmp_path), Wish(port=wanted), 8899, None)
    assert ("8765 is in use" in capsys.readouterr().out) is told


def test_errors_go_to_the_file_too_and_full_files_move_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(error_log, "LARGEST", 200)
    path = tmp_path / "errors.log"
    made = error_log.handlers_to(str(path))["file"]
    first, second = (error_log.ErrorLog(made["filename"], encoding="utf-8", delay=True) for _ in range(2))
    for number in range(12):
        for writer in (first, second):
            writer.emit(logging.makeLogRecord({"msg": f"request {number:04} failed {'x' * 60}"}))
    first.close()
    second.close()
    parts = sorted(one.name for one in tmp_path.iterdir())
    assert parts == ["errors.log", *(f"errors.log.{part}" for part in range(1, error_log.PARTS_KEPT + 1))]
    assert "request 0011" in path.read_text(encoding="utf-8")
    assert "file" not in error_log.handlers_to(None)
