"""Document types as the account set wants them: built-in fields ⊕ its own ⊕ what it changed about them."""

from dataclasses import replace
from functools import partial

from hengku.documents.queries.user_forms import forms
from hengku.documents.types import DocTypeSpec
from hengku.kernel.registry import Glass
from hengku.metadata.queries.effective import Definitions, definitions
from hengku.metadata.rules.custom_fields import target_of_lines


def types_seen() -> Glass[DocTypeSpec] | None:
    """How the account set wants document types: what DOCUMENT_TYPES is seen through."""
    found = definitions()
    return None if found is None else partial(_seen, found)


def _seen(found: Definitions, spec: DocTypeSpec) -> DocTypeSpec:
    made = found.made.get(f"document:{spec.code}")
    if made is None:
        lines = target_of_lines(spec.code)
        made = spec
        links = forms().links.get(spec.code, ())
        if links:
            made = replace(spec, links=(*spec.links, *links))
        if found.touches(spec.code) or found.touches(lines):
            made = replace(
                made,
                header_fields=found.applied(spec.code, spec.header_fields),
                line_fields=found.applied(lines, spec.line_fields),
            )
        found.made[f"document:{spec.code}"] = made
    return made
