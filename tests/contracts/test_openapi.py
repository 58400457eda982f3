"""The committed description of the API is the one this code has: the pages' types are generated from it."""

from pathlib import Path

from hengku.config.cli.openapi import DEFAULT, described


def test_snapshot_is_current() -> None:
    assert DEFAULT.is_file(), "run `python -m hengku openapi`"
    assert Path(DEFAULT).read_text(encoding="utf-8") == described(), "the API changed: run `python -m hengku openapi`"
