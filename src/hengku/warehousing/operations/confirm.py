"""Confirming a count sheet: lines become differences, differences become gain and loss documents."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hengku.documents.models import Document
from hengku.documents.operations.command import in_command
from hengku.documents.operations.transition import transition_documents
from hengku.documents.types import DocumentState, LoadedDocument, TransitionCommand
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.kernel.quantity import plain
from hengku.warehousing import texts
from hengku.warehousing.models import CountAdjustment, CountLine, CountPlan, CountSheet
from hengku.warehousing.operations.adjust import draft_adjustments
from hengku.warehousing.operations.collect import collect_count
from hengku.warehousing.operations.cost import item_names
from hengku.warehousing.queries.adjustments import settled_lines
from hengku.warehousing.queries.count import counted_on, judge, key_of_line, keys_of_lines, limits_of, said_on
from hengku.warehousing.rules.count import above


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A confirmed sheet and the gain and loss documents made from it."""

    sheet_id: int
    document_ids: tuple[int, ...]


def confirm_count(*, act: Act, sheet_id: int, post: bool, business_date: date | None = None) -> Confirmed:
    """Take what was scanned into the sheet, confirm it, and make (post: and post) the gains and losses; all or nothing.

    business_date: of the sheet and its documents; None = as the sheet says. Raises Refused: not_found, permission_denied,
    recount_needed and the other reasons of guard_confirm, and with `post` the ledger's.
    """

    def work() -> Confirmed:
        _take_back(act, sheet_id)
        collect_count(act=act, sheet_id=sheet_id, business_date=business_date)
        transition_documents(act=act, commands=[TransitionCommand(sheet_id, "approve")])
        made = CountAdjustment.objects.filter(sheet_id=sheet_id).order_by("pk")
        document_ids = tuple(made.values_list("pk", flat=True))
        if post:
            transition_documents(act=act, commands=[TransitionCommand(id_, "post") for id_ in document_ids])
        return Confirmed(sheet_id, document_ids)

    return in_command(work)


def _take_back(act: Act, sheet_id: int) -> None:
    """A sheet that was handed in becomes a draft once more, so that what was scanned can be written into it."""
    if Document.objects.filter(pk=sheet_id, state=DocumentState.SUBMITTED.value).exists():
        reason = str(texts.COLLECTED)
        transition_documents(act=act, commands=[TransitionCommand(sheet_id, "reject", reason=reason)])


def guard_confirm(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Something counted, everything collected, nothing twice, and a second count wherever the difference is large."""
    problems: list[Refusal] = []
    for document in documents:
        sheet = CountSheet.objects.select_related("plan").get(pk=document.id)
        plan = sheet.plan
        if plan.started_at is None or plan.finished_at is not None:
            problems.append(Refusal("count_not_running", {"plan": str(plan.pk)}))
        elif not document.lines:
            problems.append(Refusal("count_nothing", {}, ("lines",)))
        else:
            names = item_names([line.item_id for line in document.lines])
            problems += _uncollected(document)
            problems += _twice(document, plan, names)
            problems += _recounts(document, plan, names)
    return problems


def _uncollected(document: LoadedDocument) -> list[Refusal]:
    lines = {key_of_line(line): line.base_quantity for line in document.lines}
    counted = counted_on(document.id)
    if any(lines.get(key) != result.quantity for key, result in counted.items()):
        return [Refusal("count_not_collected", {}, ("lines",))]
    return []


def _twice(document: LoadedDocument, plan: CountPlan, names: dict[int, str]) -> list[Refusal]:
    """Keys that stand on this sheet twice, or on another sheet of the plan that is confirmed already."""
    keys = Counter(key_of_line(line) for line in document.lines)
    elsewhere = {row.line_id: row.sheet for row in settled_lines(plan_id=plan.pk) if row.sheet_id != document.id}
    confirmed = keys_of_lines(list(elsewhere))
    problems = []
    for line in document.lines:
        key, loc = key_of_line(line), ("line", line.id, "item")
        if keys[key] > 1:
            problems.append(Refusal("count_key_twice", {"item": names[line.item_id]}, loc))
        if key in confirmed:
            params = {"item": names[line.item_id], "sheet": elsewhere[confirmed[key]]}
            problems.append(Refusal("count_key_confirmed", params, loc))
    return problems


def _recounts(document: LoadedDocument, plan: CountPlan, names: dict[int, str]) -> list[Refusal]:
    limits = limits_of(plan)
    found = judge(book_id=document.book_id, plan_id=plan.pk, said=said_on(document))
    problems = []
    for line in document.lines:
        one = found[key_of_line(line)]
        rounds = line.extra.get("rounds")
        if above(one, limits) and (not isinstance(rounds, int) or rounds < 2):
            params = {"item": names[line.item_id], "difference": plain(one.difference)}
            problems.append(Refusal("recount_needed", params, ("line", line.id, "quantity")))
    return problems


def confirm_sheets(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Write down every difference for good and make drafts of the gains and losses."""
    for document in documents:
        plan_id = CountSheet.objects.values_list("plan_id", flat=True).get(pk=document.id)
        said = {one.key: one for one in said_on(document)}
        found = judge(book_id=document.book_id, plan_id=plan_id, said=list(said.values()))
        rows = []
        for line in document.lines:
            key = key_of_line(line)
            one = found[key]
            rows.append(
                CountLine(
                    line_id=line.id,
                    counted_at=said[key].counted_at,
                    snapshot_quantity=one.snapshot,
                    moved_quantity=one.moved,
                    difference=one.difference,
                    amount=one.amount,
                )
            )
        CountLine.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["line"],
            update_fields=["counted_at", "snapshot_quantity", "moved_quantity", "difference", "amount"],
        )
        draft_adjustments(act=act, sheet=document)
