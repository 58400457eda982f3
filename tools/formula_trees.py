"""Writes the typed trees of the formula language's golden values for the tests of the pages, which do not parse.

Run: python tools/formula_trees.py   (again after a change of formula_vectors.json)
"""

import json
from pathlib import Path
from typing import Any

from hengku.metadata.rules.formula.check import read_formula
from hengku.metadata.rules.formula.kinds import Kind, Type
from hengku.metadata.rules.formula.nodes import to_json

ROOT = Path(__file__).resolve().parent.parent
VECTORS = ROOT / "src/hengku/metadata/tests/formula_vectors.json"
TREES = ROOT / "web/tests/formula_trees.json"


def trees() -> str:
    """One line a formula: its text and its tree."""
    vectors: dict[str, Any] = json.loads(VECTORS.read_text(encoding="utf-8"))
    types = {
        name: Type(Kind(kind.removesuffix("[]")), kind.endswith("[]")) for name, (kind, _) in vectors["fields"].items()
    }
    lines = [
        json.dumps([case["formula"], to_json(read_formula(case["formula"], types))], ensure_ascii=False)
        for case in vectors["cases"]
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    TREES.write_text(trees(), encoding="utf-8")
