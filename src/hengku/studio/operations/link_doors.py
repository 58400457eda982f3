"""What happens when somebody stands behind a public link: let in or not, a form filled in, a question answered, a file kept.

Counting (brake) commits by itself before anything is looked at; the rest is one transaction. The secret and a password are checked
here and nowhere else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.hashers import check_password
from django.db import transaction

from hengku.documents.operations.entry import create_from_entries
from hengku.documents.queries.brief import brief
from hengku.documents.queries.incoming import Entry
from hengku.identity.operations.audit import record_change
from hengku.identity.operations.sign_in import brake
from hengku.identity.queries import epoch
from hengku.identity.rules.secrets import TokenParts, hash_secret, read_token, same_hash
from hengku.identity.types import Act
from hengku.kernel.errors import Refused, refuse
from hengku.metadata.models import KeptFile
from hengku.metadata.operations.files import keep_file
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.types import FieldType
from hengku.studio.models import PublicLink, PublicLinkKey, PublicLinkUse
from hengku.studio.operations.links import ENTITY
from hengku.studio.queries.link_doors import answer_json, door_json, form_of, runner_of
from hengku.studio.rules.links import FILL, QUERY, SUBMIT, closed_values, fields_of_form, shut
from hengku.studio.texts import VIA

LOOKS_PER_ADDRESS = 200
"""Requests of one address within a window, whatever link they name: too few to guess a secret."""
PASSWORDS_PER_ADDRESS = 10
PASSWORDS_PER_LINK = 100
FILES_PER_ADDRESS = 60
LARGEST_FILE = 10 * 1024 * 1024
"""Bytes; people of the house may keep larger ones."""


@dataclass(frozen=True, slots=True)
class Knock:
    """What a page brings: the key of the link and, where a password is asked for, the pass it was given for it."""

    key: str
    passed: str = ""


def open_door(*, act: Act, knock: Knock) -> dict[str, Any]:
    """What the page shows. Raises Refused link_wait (429), link_unknown (404), link_closed, link_expired, link_full,
    link_password_needed (403)."""
    key = _counted(act, knock)
    link = _let_in(act, key, knock)
    return door_json(link=link, viewer=runner_of(link))


def give_pass(*, act: Act, knock: Knock, password: str) -> str:
    """The pass for a right password; it holds until the password changes. Raises Refused link_password_wrong (403), as open_door."""
    key = _counted(act, knock)
    for name, allowed in (
        (f"{key.token_id}:{act.address}", PASSWORDS_PER_ADDRESS),
        (str(key.token_id), PASSWORDS_PER_LINK),
    ):
        _brake(act, f"link-password:{name}", allowed)
    held = _held(key)
    if not held.password or not check_password(password, held.password):
        raise refuse("link_password_wrong", status=403)
    return _pass(key, held)


def fill_in(
    *, act: Act, knock: Knock, header: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], once: str
) -> dict[str, Any]:
    """Make the document of a fill link: {number, state}. The same `once` again tells of the document it made. Raises Refused
    link_field_closed, what documents refuse, and as open_door."""
    key = _counted(act, knock, use=True)
    with transaction.atomic():
        link = _let_in(act, key, knock, lock=True, once=once)
        form = form_of(link.target) if link.kind == FILL else None
        if form is None:
            raise refuse("link_closed", status=403)
        again = PublicLinkUse.objects.filter(link=link, once=once).first() if once else None
        if again is not None and again.document_id is not None:
            return _made(again.document_id)
        wrong = closed_values(header, rows, link.field_names)
        if wrong:
            raise Refused(wrong)
        viewer = runner_of(link)
        inner = replace(act, viewer=viewer, via=f"{VIA} {link.name}")
        today = act.at.astimezone(book_zone()).date().isoformat()
        entry = Entry(link.target, {"business_date": today, **header}, list(rows))
        verb = SUBMIT if link.on_fill == SUBMIT else None
        [made] = create_from_entries(act=inner, entries=[entry], transition=verb)
        PublicLinkUse.objects.create(link=link, at=act.at, address=act.address, document_id=made, once=once or None)
        record_change(
            act=inner, entity=ENTITY, entity_id=link.pk, action="fill", before=None, after={"document": str(made)}
        )
    return _made(made)


def ask(*, act: Act, knock: Knock, values: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a query link. Raises Refused required, link_field_closed, and as open_door."""
    key = _counted(act, knock, use=True)
    with transaction.atomic():
        link = _let_in(act, key, knock)
        if link.kind != QUERY:
            raise refuse("link_closed", status=403)
        viewer = runner_of(link)
        found = answer_json(link=link, viewer=viewer, values=values, at=act.at)
        PublicLinkUse.objects.create(link=link, at=act.at, address=act.address, shown=len(found["rows"]))
        asked = {name: str(value)[:100] for name, value in values.items()}
        after = {"asked": asked, "shown": str(len(found["rows"]))}
        record_change(
            act=replace(act, viewer=viewer), entity=ENTITY, entity_id=link.pk, action="ask", before=None, after=after
        )
    return found


def keep(*, act: Act, knock: Knock, name: str, read: Callable[[], bytes], size: int) -> KeptFile:
    """Keep a photo, file or signature a form will name. Raises Refused file_too_large, link_closed where the link opens no such field,
    what keep_file refuses, and as open_door."""
    key = _counted(act, knock)
    _brake(act, f"link-file:{key.token_id}:{act.address}", FILES_PER_ADDRESS)
    link = _let_in(act, key, knock)
    form = form_of(link.target) if link.kind == FILL else None
    fields = fields_of_form(form) if form is not None else {}
    if not any(name in fields and fields[name].type is FieldType.FILES for name in link.field_names):
        raise refuse("link_closed", status=403)
    if size > LARGEST_FILE:
        raise refuse("file_too_large", loc=("file",), name=name[:100], limit=str(LARGEST_FILE // 1024 // 1024))
    return keep_file(act=replace(act, viewer=runner_of(link)), name=name, read=read, size=size)


def _counted(act: Act, knock: Knock, *, use: bool = False) -> TokenParts:
    """The parts of the key, the look counted. use: it is to be filled in or asked, which the link's own limits count too."""
    _brake(act, f"link-look:{act.address}", LOOKS_PER_ADDRESS)
    key = read_token(knock.key)
    if key is None:
        raise refuse("link_unknown", status=404)
    if use:
        link = _held(key).link
        _brake(act, f"link-use:{link.pk}:{act.address}", link.per_address)
        _brake(act, f"link-use:{link.pk}", link.per_link)
    return key


def _brake(act: Act, key: str, allowed: int) -> None:
    with transaction.atomic():
        wait = brake(key=key, allowed=allowed, at=act.at)
    if wait:
        raise refuse("link_wait", status=429, minutes=str(wait))


def _held(key: TokenParts) -> PublicLinkKey:
    held = PublicLinkKey.objects.select_related("link").filter(link_id=key.token_id).first()
    if held is None or not same_hash(held.secret_hash, hash_secret(key.secret)):
        raise refuse("link_unknown", status=404)
    return held


def _let_in(act: Act, key: TokenParts, knock: Knock, *, lock: bool = False, once: str = "") -> PublicLink:
    """The link, when it is open and the pass is right. lock: nobody else counts submissions meanwhile."""
    held = _held(key)
    epoch.refresh()  # nobody signed in, so nobody has noted which own forms and fields there are
    link = PublicLink.objects.select_for_update().get(pk=held.link_id) if lock else held.link
    fills = PublicLinkUse.objects.filter(link=link, document_id__isnull=False)
    filled = 0 if link.most is None else (fills.exclude(once=once) if once else fills).count()
    why = shut(link, filled=filled, at=act.at)
    if why:
        raise refuse(why, status=403)
    if held.password and not same_hash(_pass(key, held), knock.passed):
        raise refuse("link_password_needed", status=403)
    return link


def _pass(key: TokenParts, held: PublicLinkKey) -> str:
    """What shows that the password was given: nobody makes it without the link's secret and the password as it is kept."""
    return hash_secret(f"{key.secret}:{held.password}")


def _made(document_id: int) -> dict[str, Any]:
    [told] = brief([document_id])
    return {"number": told["number"], "state": told["state"]}
