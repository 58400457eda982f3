"""Undoing a whole import: documents are reversed or voided, records nobody uses are deleted, the rest is named."""

from collections.abc import Sequence

from django.db import transaction

from hengku.documents.models import Document
from hengku.documents.operations.transition import transition_documents
from hengku.documents.types import DocumentState, TransitionCommand
from hengku.finance.models import OpeningBalance
from hengku.finance.operations.accounts import delete_opening
from hengku.identity.operations.audit import record_change
from hengku.identity.types import Act
from hengku.integrations.models import ImportRowResult, ImportRun
from hengku.integrations.operations.imports import need_run
from hengku.integrations.types import ImportState, RowState
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.texts import current_language
from hengku.masterdata.models import Bin, Brand, Item, ItemCategory, Partner, PriceEntry, Unit, Warehouse
from hengku.masterdata.operations import catalogue, warehouses
from hengku.masterdata.operations.items import delete_items
from hengku.masterdata.operations.partners import delete_partners
from hengku.masterdata.operations.prices import delete_prices

UNDOABLE = (ImportState.DONE, ImportState.PARTIAL, ImportState.CANCELLED)
REASON = "import"
_BATCH = 200
_ONE_BY_ONE = {
    "opening-balances": (OpeningBalance, delete_opening),
    "bins": (Bin, warehouses.delete_bin),
    "brands": (Brand, catalogue.delete_brand),
    "item-categories": (ItemCategory, catalogue.delete_category),
    "warehouses": (Warehouse, warehouses.delete_warehouse),
    "units": (Unit, catalogue.delete_unit),
}
"""Few of these are made by an import: one by one, newest first (children before parents)."""


def undo_import(*, act: Act, run_id: int) -> list[str]:
    """Take an import back as far as possible; gives a sentence for everything that stays. Refuses import_not_undoable.

    Each group of documents and records is a transaction of its own, so an interrupted undo goes on where it stopped.
    """
    run = need_run(viewer=act.viewer, run_id=run_id)
    if run.state not in UNDOABLE:
        raise refuse("import_not_undoable", status=409)
    kept = _undo_documents(act, run)
    made: dict[str, list[int]] = {}
    rows = ImportRowResult.objects.filter(run=run, state=RowState.CREATED, entity_id__isnull=False)
    for entity, key in rows.order_by("entity", "entity_id").values_list("entity", "entity_id").distinct():
        made.setdefault(entity, []).append(key or 0)
    with transaction.atomic():
        delete_prices(
            act=act,
            price_ids=list(
                PriceEntry.objects.filter(pk__in=made.get("price-entries", [])).values_list("pk", flat=True)
            ),
        )
        kept += _named(Item, delete_items(act=act, item_ids=made.get("items", [])))
        kept += _named(Partner, delete_partners(act=act, partner_ids=made.get("partners", [])))
    for entity in _ONE_BY_ONE:
        kept += _delete_each(act, entity, made.get(entity, []))
    if run.updated_count:
        kept.append(_sentence("undo_updates_kept", count=str(run.updated_count)))
    with transaction.atomic():
        ImportRun.objects.filter(pk=run.pk).update(state=ImportState.UNDONE, message="\n".join(kept)[:5000])
        record_change(
            act=act, entity="import-runs", entity_id=run.pk, action="undo", before=None, after={"kept": kept[:100]}
        )
    return kept


def _undo_documents(act: Act, run: ImportRun) -> list[str]:
    """Reverse what is posted, void what is not, newest first; batches that are refused are tried one by one."""
    kept: list[str] = []
    documents = Document.objects.filter(import_run_id=run.pk, reverses__isnull=True).order_by("-pk")
    for state, steps in (
        (DocumentState.POSTED, ("reverse",)),
        (DocumentState.APPROVED, ("unapprove", "void")),
        (DocumentState.SUBMITTED, ("reject", "void")),
        (DocumentState.DRAFT, ("void",)),
    ):
        found = list(documents.filter(state=state).values_list("pk", "number"))
        for start in range(0, len(found), _BATCH):
            kept += _take_back(act, found[start : start + _BATCH], steps)
    return kept


def _take_back(act: Act, found: Sequence[tuple[int, str | None]], steps: Sequence[str]) -> list[str]:
    try:
        with transaction.atomic():
            for step in steps:
                commands = [TransitionCommand(document_id=pk, transition=step, reason=REASON) for pk, _ in found]
                transition_documents(act=act, commands=commands)
    except Refused as refusal:
        if len(found) == 1:
            reason = "; ".join(one.message(current_language()) for one in refusal.refusals)
            return [_sentence("undo_document_kept", name=found[0][1] or str(found[0][0]), reason=reason)]
        return [sentence for one in found for sentence in _take_back(act, [one], steps)]
    return []


def _delete_each(act: Act, entity: str, keys: Sequence[int]) -> list[str]:
    model, delete = _ONE_BY_ONE[entity]
    kept = []
    existing = set(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
    for key in sorted(existing, reverse=True):
        try:
            delete(act=act, record_id=key)
        except Refused as refusal:
            params = dict(refusal.refusals[0].params)
            kept.append(_sentence("undo_record_kept", name=params.get("name", str(key)), users=params.get("users", "")))
    return kept


def _named(model: type[Item] | type[Partner], used: dict[int, str]) -> list[str]:
    names = dict(model._default_manager.filter(pk__in=used).values_list("pk", "name"))
    return [_sentence("undo_record_kept", name=names.get(key, str(key)), users=users) for key, users in used.items()]


def _sentence(code: str, **params: str) -> str:
    return Refusal(code, params).message(current_language())
