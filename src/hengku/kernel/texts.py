"""Words for people: every label and message in Chinese and English, chosen by the reader's language."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh-CN", "en"]
DEFAULT_LANGUAGE: Language = "zh-CN"

_language: ContextVar[Language] = ContextVar("hengku_language", default=DEFAULT_LANGUAGE)


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages; `{name}` marks a parameter."""

    zh: str
    en: str

    def in_language(self, language: Language, params: Mapping[str, object] | None = None) -> str:
        text = self.zh if language == "zh-CN" else self.en
        return text.format_map(params) if params else text

    def __str__(self) -> str:
        return self.in_language(current_language())


def current_language() -> Language:
    """The language of the person being answered; set once per request or command."""
    return _language.get()


def speak(language: Language) -> None:
    """Answer in this language from here on (this thread or task)."""
    _language.set(language)


def language_of(accept_language: str | None) -> Language:
    """Pick a language from an Accept-Language header; Chinese unless English stands first."""
    for part in (accept_language or "").split(","):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith("zh"):
            return "zh-CN"
        if tag.startswith("en"):
            return "en"
    return DEFAULT_LANGUAGE
