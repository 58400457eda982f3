"""What an approved order may not become: less than what was already made from it."""

from collections.abc import Mapping
from decimal import Decimal

from hengku.documents.rules.headers import PreparedHeader
from hengku.documents.rules.lines import PreparedLine
from hengku.documents.types import LoadedDocument, LoadedLine
from hengku.kernel.errors import Refusal
from hengku.kernel.quantity import plain


def revision_problems(
    before: LoadedDocument,
    after: Mapping[int | None, PreparedLine],
    linked: Mapping[int, Decimal],
    header: PreparedHeader,
) -> list[Refusal]:
    """Reasons against a revision. after: the lines that stay, by id; linked: what was made from each line, base units."""
    problems = []
    if linked and header.partner_id != before.partner_id:
        problems.append(Refusal("revision_partner", {"number": before.number}, ("header", "partner")))
    for line in before.lines:
        drawn = linked.get(line.id)
        if drawn is not None:
            problems.extend(_line_problem(line, after.get(line.id), drawn))
    return problems


def _line_problem(line: LoadedLine, new: PreparedLine | None, drawn: Decimal) -> list[Refusal]:
    where = ("lines", line.line_no - 1)
    if new is None or new.item_id != line.item_id:
        return [Refusal("revision_line_in_use", {"line": str(line.line_no), "linked": plain(drawn)}, where)]
    if new.base_quantity < min(drawn, line.base_quantity):
        params = {"line": str(line.line_no), "linked": plain(drawn), "quantity": plain(new.base_quantity)}
        return [Refusal("below_executed", params, ("lines", new.line_no - 1, "quantity"))]
    return []
