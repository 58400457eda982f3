"""What master data offers the house."""

from hengku.kernel.errors import offer_messages
from hengku.masterdata.queries.books import describe_book, zone_name
from hengku.masterdata.schemas import RESOURCES
from hengku.masterdata.texts import MESSAGES
from hengku.metadata.queries.clock import offer_zone
from hengku.metadata.rules.own_targets import OwnTarget, offer_own_target
from hengku.metadata.rules.record_words import record_labels, record_words
from hengku.metadata.rules.registry import RESOURCES as RESOURCES_OFFERED
from hengku.metadata.rules.registry import offer_meta_part, offer_resource

WITH_OWN_FIELDS = ("items", "partners", "warehouses", "lots")
"""Kinds of records to which an account set may add fields."""


def _target(name: str) -> OwnTarget:
    spec = RESOURCES_OFFERED.get(name)
    return OwnTarget(
        name, spec.label_plural, spec.model._meta.db_table, spec.fields,
        words=lambda: record_words(RESOURCES_OFFERED.get(name).fields),
        labels=lambda: record_labels(RESOURCES_OFFERED.get(name).fields),
    )  # fmt: skip


def register() -> None:
    """Offer messages and the kinds of records."""
    offer_messages(MESSAGES)
    offer_meta_part("book", describe_book)
    offer_zone(zone_name)
    for spec in RESOURCES:
        offer_resource(spec)
    for name in WITH_OWN_FIELDS:
        offer_own_target(_target(name))
