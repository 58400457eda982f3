"""Refusals that are worth remembering: somebody tried what nobody may do to the books, or to what rules them."""

_noted: set[str] = {"permission_denied"}
_watched: set[str] = set()


def offer_noted(*codes: str) -> None:
    """Let refusals with these codes be kept in the audit, with who tried."""
    _noted.update(codes)


def offer_watched(*resources: str) -> None:
    """Let every refused change of these be kept: what rules the account set is changed seldom."""
    _watched.update(resources)


def is_noted(code: str, resource: str) -> bool:
    """Whether a refusal of this code about this resource is kept."""
    return code in _noted or resource in _watched
