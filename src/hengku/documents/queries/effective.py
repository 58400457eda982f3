"""Document types as the account set wants them: built-in fields ⊕ its own ⊕ what it changed about them."""

from dataclasses import replace

from hengku.documents.types import DocTypeSpec
from hengku.metadata.queries.effective import definitions
from hengku.metadata.rules.custom_fields import target_of_lines


def type_seen(spec: DocTypeSpec) -> DocTypeSpec:
    """The document type as the account set wants it: what DOCUMENT_TYPES gives everybody."""
    found = definitions()
    if found is None:
        return spec
    made = found.made.get(f"document:{spec.code}")
    if made is None:
        lines = target_of_lines(spec.code)
        made = spec
        if found.touches(spec.code) or found.touches(lines):
            made = replace(
                spec,
                header_fields=found.applied(spec.code, spec.header_fields),
                line_fields=found.applied(lines, spec.line_fields),
            )
        found.made[f"document:{spec.code}"] = made
    return made
