"""Formulas about documents: what they may use, and whether they can be read."""

from typing import Any

from django.http import HttpRequest

from hengku.documents.api.router import router
from hengku.documents.operations.checks import read_check
from hengku.documents.queries.formulas import formula_words
from hengku.documents.schemas import FormulaIn, FormulaOut, FormulaWordsOut
from hengku.identity.api.edge import viewer_of
from hengku.metadata.rules.formula.nodes import to_json


@router.get("/document-types/{code}/formula-words", response=FormulaWordsOut)
def words(request: HttpRequest, code: str) -> dict[str, Any]:
    """Fields of the type and functions of the language, for the editor."""
    return formula_words(viewer=viewer_of(request), document_type=code)


@router.post("/document-types/{code}/formula", response=FormulaOut)
def read(request: HttpRequest, code: str, body: FormulaIn) -> dict[str, Any]:
    """The typed tree of a formula, which pages evaluate; refused with the place where it cannot be read."""
    formula_words(viewer=viewer_of(request), document_type=code)
    return {"tree": to_json(read_check(document_type=code, formula=body.formula, gives=body.gives))}
