"""What rooms describe: resources (records with generated pages). Document types and reports have registries in their rooms."""

from hengku.kernel.registry import Registry
from hengku.metadata.types import ResourceSpec

RESOURCES: Registry[ResourceSpec] = Registry("resource")


def offer_resource(spec: ResourceSpec) -> None:
    """Offer a kind of record to list, form, API, export and import."""
    RESOURCES.offer(spec.name, spec)
