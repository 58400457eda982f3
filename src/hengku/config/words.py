"""Terminal texts in two languages. Pages have their own glossary; a terminal has only its locale to go by."""

import os


def chinese() -> bool:
    """Whether this terminal wants Chinese: HENGKU_LANG, then the usual locale variables; English otherwise."""
    for name in ("HENGKU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.lower().startswith("zh")
    return False


def say(en: str, zh: str) -> str:
    """The text in the terminal's language."""
    return zh if chinese() else en
