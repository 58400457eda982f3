"""Passkeys: what is asked of a browser, and whether what it brings back fits. The cryptography is the library's."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages are: keys belong to the host, and work from this origin alone."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key a device has made, base64url."""

    key_id: str
    public_key: str
    sign_count: int


def ask_for_new(
    *, site: Site, account_set: str, user_id: int, username: str, name: str, known: Sequence[str]
) -> tuple[dict[str, Any], str]:
    """What a browser is asked to make a key with, and the challenge to keep. known: ids of keys that need not be made again."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name="衡库 HengKu",
        user_id=f"{account_set}:{user_id}".encode(),
        user_name=username,
        user_display_name=name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_described(known),
    )
    return json.loads(options_to_json(options)), bytes_to_base64url(options.challenge)


def read_new(*, site: Site, challenge: str, credential: Mapping[str, Any]) -> NewKey | None:
    """The key the browser brought; None when it does not answer our question from our page."""
    try:
        found = verify_registration_response(
            credential=dict(credential),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):  # whatever a browser may send instead of a credential
        return None
    return NewKey(
        bytes_to_base64url(found.credential_id), bytes_to_base64url(found.credential_public_key), found.sign_count
    )


def ask_to_sign(*, site: Site, known: Sequence[str]) -> tuple[dict[str, Any], str]:
    """What a browser is asked to sign in with, and the challenge to keep. known: only these keys; none = any key of this host."""
    options = generate_authentication_options(
        rp_id=site.host,
        allow_credentials=_described(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return json.loads(options_to_json(options)), bytes_to_base64url(options.challenge)


def signed_by(
    *, site: Site, challenge: str, credential: Mapping[str, Any], public_key: str, sign_count: int
) -> int | None:
    """The key's new counter when it signed our question on our page with the person checked by the device; else None. A counter
    that went back is a copied key."""
    try:
        found = verify_authentication_response(
            credential=dict(credential),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    return found.new_sign_count


def _described(key_ids: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in key_ids]
