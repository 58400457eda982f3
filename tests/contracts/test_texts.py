"""Every message exists in both languages and asks for the same parameters in both."""

import string

import pytest

from hengku.kernel.errors import MESSAGES
from hengku.kernel.texts import Text


def _parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("code", "text"), [pytest.param(code, text, id=code) for code, text in MESSAGES.items()])
def test_message(code: str, text: Text) -> None:
    assert text.zh.strip(), code
    assert text.en.strip(), code
    assert _parameters(text.zh) == _parameters(text.en), code
    assert _chinese(text.zh) > 0, f"{code} is not Chinese"
    latin = sum(letter.isascii() and letter.isalpha() for letter in text.en)
    assert latin > _chinese(text.en), f"{code} is not English"


def _chinese(text: str) -> int:
    return sum("一" <= letter <= "鿿" for letter in text)
