"""What names a document type: formulas about its documents and what they may use; its documents for pickers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query

from hengku.documents.api.router import router
from hengku.documents.operations.checks import read_check
from hengku.documents.queries.formulas import formula_words
from hengku.documents.queries.picked import find_documents
from hengku.documents.schemas import FormulaIn, FormulaOut, FormulaWordsOut
from hengku.identity.api.edge import viewer_of
from hengku.metadata.api.routes import json_answer
from hengku.metadata.api.shapes import Hit
from hengku.metadata.rules.formula.nodes import to_json
from hengku.metadata.schemas import LookupQuery


@router.get("/document-types/{code}/formula-words", response=FormulaWordsOut)
def words(request: HttpRequest, code: str) -> dict[str, Any]:
    """Fields of the type and functions of the language, for the editor."""
    return formula_words(viewer=viewer_of(request), document_type=code)


@router.get("/document-types/{code}/lookup", response=list[Hit])
def find(request: HttpRequest, code: str, query: Query[LookupQuery]) -> HttpResponse:
    """Documents of the type, for a field that names one."""
    return json_answer(find_documents(viewer=viewer_of(request), code=code, q=query.q, limit=query.limit))


@router.post("/document-types/{code}/formula", response=FormulaOut)
def read(request: HttpRequest, code: str, body: FormulaIn) -> dict[str, Any]:
    """The typed tree of a formula, which pages evaluate; refused with the place where it cannot be read."""
    formula_words(viewer=viewer_of(request), document_type=code)
    return {"tree": to_json(read_check(document_type=code, formula=body.formula, gives=body.gives))}
