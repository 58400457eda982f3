"""Terminal texts in two languages. Pages have their own glossary; a terminal has only its locale to go by."""

import os

LANGUAGE_VARIABLE = "HENGKU_LANG"
_NO_LANGUAGE = frozenset({"c", "posix"})


def chinese() -> bool:
    """Whether this terminal wants Chinese: HENGKU_LANG, then the usual locale variables; Chinese when none names a language."""
    for name in (LANGUAGE_VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").lower()
        if value and value.partition(".")[0] not in _NO_LANGUAGE:
            return value.startswith("zh")
    return True


def say(en: str, zh: str) -> str:
    """The text in the terminal's language."""
    return zh if chinese() else en
