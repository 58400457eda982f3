"""Making, changing and removing print templates."""

from collections.abc import Mapping

from django.db import transaction

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.masterdata.operations import records
from hengku.reports.models import PrintTemplate
from hengku.reports.rules.templates import block_problems

ENTITY = "print-templates"


@transaction.atomic
def create_template(*, act: Act, values: Mapping[str, object]) -> PrintTemplate:
    """Keep a new template. Refuses required, reference_unknown for a type nobody has, template_…"""
    fresh = records.columns(PrintTemplate, values)
    _check(fresh)
    return records.insert(act=act, entity=ENTITY, record=PrintTemplate(**fresh))


@transaction.atomic
def update_template(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> PrintTemplate:
    """Change a template; papers printed from now on look like it."""
    template = records.locked(model=PrintTemplate, record_id=record_id, rev=rev)
    changes = records.columns(PrintTemplate, values)
    kept = {name: getattr(template, name) for name in ("document_type", "name", "paper", "blocks")}
    _check({**kept, **changes})
    records.change(act=act, entity=ENTITY, record=template, values=changes)
    return template


@transaction.atomic
def delete_template(*, act: Act, record_id: int) -> None:
    """Remove a template."""
    records.remove(act=act, entity=ENTITY, record=records.locked(model=PrintTemplate, record_id=record_id))


def _check(values: Mapping[str, object]) -> None:
    wrong = [] if str(values.get("name") or "").strip() else [Refusal("required", {}, ("name",))]
    kind = str(values.get("document_type") or "")
    if kind not in DOCUMENT_TYPES:
        wrong.append(Refusal("reference_unknown", {"value": kind[:40]}, ("document_type",)))
    wrong.extend(block_problems(values.get("blocks") or [], str(values.get("paper") or "")))
    if wrong:
        raise Refused(wrong)
