"""Paper: data and a Typst template in, PDF (or PNG pages) out. One compiler per process, with only the fonts we ship.

Fonts come from packages, never from the machine, so a paper looks the same everywhere.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal, cast

import pylopdf_fonts_zh_cn
import typst

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
Template = Literal["document", "report", "custom"]

_lock = Lock()


@cache
def _compiler() -> Any:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(pylopdf_fonts_zh_cn.sans_path().parent)],
    )
    return typst.Compiler(root=str(TEMPLATES), font_paths=fonts, ignore_system_fonts=True)


def pdf(template: Template, data: Mapping[str, object]) -> bytes:
    """The paper as PDF. `data` is what the template prints, already formatted as text: templates do no arithmetic."""
    return cast("bytes", _compile(template, data, format="pdf"))


def pictures(template: Template, data: Mapping[str, object], *, most: int) -> list[bytes]:
    """The first `most` pages as PNG, for looking at on a screen."""
    found = _compile(template, data, format="png", ppi=110.0)
    return list(cast("list[bytes]", found))[:most] if isinstance(found, list) else [cast("bytes", found)]


def _compile(template: Template, data: Mapping[str, object], **options: object) -> object:
    """Typst's compiler keeps its caches between papers and is not made for two threads at once."""
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    with _lock:
        return _compiler().compile(input=str(TEMPLATES / f"{template}.typ"), sys_inputs=inputs, **options)
