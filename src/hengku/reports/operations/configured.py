"""Print templates as a part of the configuration."""

import re

from hengku.kernel.texts import Text
from hengku.metadata.operations.configured import title_of_target, type_refs
from hengku.metadata.operations.record_parts import RecordPart
from hengku.metadata.rules.configuration import Part, Piece, offer_part
from hengku.metadata.rules.custom_fields import target_of_lines
from hengku.metadata.rules.field_uses import FieldUse, named_uses
from hengku.reports.operations.print_templates import ENTITY

_WORDS = {
    "name": Text("名称", "Name"), "document_type": Text("单据类型", "Document type"), "paper": Text("纸张", "Paper"),
    "blocks": Text("内容", "Blocks"), "active": Text("启用", "Active"),
}  # fmt: skip
_TEMPLATES = RecordPart(resource=ENTITY, keyed_by=("document_type", "name"), kept=tuple(_WORDS))
_TAG = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")


def _uses(_: str, piece: Piece) -> list[FieldUse]:
    base = str(piece["document_type"])
    found: list[FieldUse] = []
    for block in piece.get("blocks") or ():
        names = [str(name) for name in block.get("names") or ()]
        if block.get("kind") == "lines":
            found += [FieldUse(target_of_lines(base), name.split(".")[0]) for name in names]
        else:
            found += named_uses(base, [*names, *_TAG.findall(str(block.get("text") or ""))])
    return found


def offer_parts() -> None:
    """Called once at start."""
    offer_part(Part(
        ENTITY, Text("打印模板", "Print templates"), 60, _TEMPLATES.read, _TEMPLATES.apply,
        lambda _, piece: f"{title_of_target(str(piece['document_type']))} · {piece['name']}",
        about=lambda _, piece: str(piece["document_type"]), needs=lambda _, piece: type_refs(str(piece["document_type"])),
        uses=_uses, words=_WORDS, page="/print-templates",
    ))  # fmt: skip
