"""What documents offer the house."""

from collections.abc import Iterable

from hengku.documents.operations.approval_handover import papers_held, pass_tasks_on
from hengku.documents.operations.approvals import APPROVALS
from hengku.documents.operations.checks import JUDGED, ask_checks
from hengku.documents.operations.configured import offer_parts
from hengku.documents.operations.configured_forms import offer_form_parts
from hengku.documents.queries import prove
from hengku.documents.queries.approval_records import people_resources
from hengku.documents.queries.checks import check_resource
from hengku.documents.queries.describe import describe_document_types, describe_states
from hengku.documents.queries.effective import types_seen
from hengku.documents.queries.form_resource import form_resource
from hengku.documents.queries.own_targets import offer_own_targets
from hengku.documents.queries.picked import documents_as_source, documents_referred, told_of_document
from hengku.documents.queries.targets import document_targets
from hengku.documents.queries.usage import LOT_PARTS, USAGES
from hengku.documents.queries.user_forms import form_choices, form_specs, form_targets, target_choices
from hengku.documents.queries.workflows import workflow_resource
from hengku.documents.rules.registry import DOCUMENT_TYPES, EVERY_TYPE, offer_approvals, offer_guard
from hengku.documents.texts import INVARIANT_TITLES, MESSAGES
from hengku.identity.operations.handover import Held, offer_handover
from hengku.identity.rules.attempts import offer_noted, offer_watched
from hengku.identity.types import Act
from hengku.kernel.errors import offer_messages
from hengku.kernel.texts import Text
from hengku.masterdata.rules.seeds import NumberRuleSeed, offer_number_rules
from hengku.masterdata.rules.usage import offer_usage
from hengku.metadata.queries.files import offer_teller
from hengku.metadata.queries.fills import offer_fill_source
from hengku.metadata.rules.invariants import Invariant, offer_invariant
from hengku.metadata.rules.own_targets import OWN_TARGETS
from hengku.metadata.rules.registry import (
    offer_choices,
    offer_meta_part,
    offer_referred,
    offer_resource,
    offer_targets,
)

INVARIANTS = (
    Invariant("I08", INVARIANT_TITLES["I08"], prove.check_base_quantities),
    Invariant("I26", INVARIANT_TITLES["I26"], prove.check_numbers),
    Invariant("I28d", INVARIANT_TITLES["I28d"], prove.check_reversals),
    Invariant("I32", INVARIANT_TITLES["I32"], prove.check_tolerances),
    Invariant("I33", INVARIANT_TITLES["I33"], prove.check_progress),
    Invariant("I35", INVARIANT_TITLES["I35"], prove.check_amounts),
)


def register() -> None:
    """Called once at start, after the rooms below."""
    offer_messages(MESSAGES)
    offer_noted("not_a_draft", "not_revisable", "state")
    offer_watched("document-checks", "workflows")
    offer_targets(document_targets)
    offer_referred(documents_referred)
    offer_teller(told_of_document)
    offer_fill_source(documents_as_source)
    DOCUMENT_TYPES.seen_through(types_seen)
    DOCUMENT_TYPES.joined_by(form_specs)
    OWN_TARGETS.joined_by(form_targets)
    offer_meta_part("document_types", describe_document_types)
    offer_meta_part("states", describe_states)
    offer_number_rules(_number_rules)
    for invariant in INVARIANTS:
        offer_invariant(invariant)
    for resource, usage in USAGES.items():
        offer_usage(resource, usage)
    offer_usage("lots", LOT_PARTS)
    for transition in JUDGED:
        offer_guard(EVERY_TYPE, transition, ask_checks)
    offer_approvals(APPROVALS)
    offer_parts()
    offer_form_parts()
    offer_handover(Held("approvals", Text("待办审批", "Approvals"), papers_held, _pass_on))


def register_over_all() -> None:
    """What must know every document type: called once, after all rooms."""
    offer_resource(check_resource())
    offer_own_targets()
    for spec in (workflow_resource(), form_resource(), *people_resources()):
        offer_resource(spec)
    offer_choices("custom-fields", "target", target_choices)
    for resource in ("workflows", "document-checks"):
        offer_choices(resource, "document_type", form_choices)


def _pass_on(act: Act, from_id: int, to_id: int) -> int:
    return pass_tasks_on(act=act, from_id=from_id, to_id=to_id)


def _number_rules() -> Iterable[NumberRuleSeed]:
    return [NumberRuleSeed(spec.code, spec.prefix) for spec in DOCUMENT_TYPES]
