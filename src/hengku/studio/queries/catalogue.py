"""The datasets as the maker of a question sees them."""

from typing import Any

from hengku.identity.types import Viewer
from hengku.metadata.queries.describe import field_json
from hengku.studio.queries.datasets import dataset, datasets
from hengku.studio.rules.aggregates import aggregates_of, grains_of, groups
from hengku.studio.rules.periods import PERIODS
from hengku.studio.rules.questions import AGGREGATE_LABELS, GRAIN_LABELS
from hengku.studio.types import Aggregate, DataField, Dataset, Grain


def list_datasets(*, viewer: Viewer) -> dict[str, Any]:
    """What can be asked about, with the words questions are made of; fields are told one dataset at a time."""
    return {
        "datasets": [_head(one) for one in datasets(viewer=viewer)],
        "aggregates": [{"value": one.value, "label": str(AGGREGATE_LABELS[one])} for one in Aggregate],
        "grains": [{"value": one.value, "label": str(GRAIN_LABELS[one])} for one in Grain],
        "periods": [{"value": name, "label": str(label)} for name, (label, _) in PERIODS.items()],
    }


def describe_dataset(*, viewer: Viewer, name: str) -> dict[str, Any]:
    """One dataset with its fields: whether rows can be grouped by each, and what can be asked of it. Raises dataset_unknown (404)."""
    found = dataset(viewer=viewer, name=name)
    return _head(found) | {"fields": [_field(field) for field in found.fields.values()]}


def _head(found: Dataset) -> dict[str, Any]:
    return {
        "name": found.name, "label": found.label, "kind": found.kind, "group": found.group, "records_at": found.records_at,
    }  # fmt: skip


def _field(field: DataField) -> dict[str, Any]:
    told = field_json(field.spec)
    return told | {
        "groups": groups(field.spec),
        "grains": [grain.value for grain in grains_of(field.spec)],
        "aggregates": [aggregate.value for aggregate in aggregates_of(field)],
    }
