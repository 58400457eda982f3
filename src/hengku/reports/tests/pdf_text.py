"""Reads the text of a PDF that uses one embedded font, as our papers do: enough to see which figures stand on it."""

import re
import zlib
from itertools import pairwise


def pdf_text(content: bytes) -> str:
    """All glyphs of all pages as characters, pieces of text joined by blanks."""
    streams = [_inflated(stream) for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)]
    letters: dict[int, str] = {}
    for stream in streams:
        if b"begincmap" in stream:
            letters |= _letters(stream)
    return " ".join(_page(stream, letters) for stream in streams if b"begincmap" not in stream and b" Tf" in stream)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def _letters(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = int(text, 16)
            for offset in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + offset] = chr(start + offset)
    return found


def _page(stream: bytes, letters: dict[int, str]) -> str:
    pieces = []
    for shown in re.findall(rb"\[(.*?)\]\s*TJ|(\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f]+>)\s*Tj", stream, re.DOTALL):
        parts = re.findall(rb"\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f]+>", shown[0] or shown[1], re.DOTALL)
        pieces.append("".join(_decoded(part, letters) for part in parts))
    return " ".join(pieces)


def _decoded(part: bytes, letters: dict[int, str]) -> str:
    raw = bytes.fromhex(part[1:-1].decode()) if part.startswith(b"<") else _literal(part[1:-1])
    codes = [high << 8 | low for high, low in list(pairwise(raw))[::2]]
    return "".join(letters.get(code, "") for code in codes)


_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def _literal(text: bytes) -> bytes:
    def plain(match: re.Match[bytes]) -> bytes:
        mark = match.group(1)
        return bytes([int(mark, 8)]) if mark.isdigit() else _ESCAPES.get(mark, mark)

    return re.sub(rb"\\([0-7]{1,3}|.)", plain, text, flags=re.DOTALL)
