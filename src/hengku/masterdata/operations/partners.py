"""Partners 往来单位: make, change, remove; one or thousands."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import transaction

from hengku.identity.operations.audit import record_changes
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.masterdata.models import Partner
from hengku.masterdata.operations import records
from hengku.masterdata.operations.bulk import insert_many
from hengku.masterdata.operations.item_search import describe_partner
from hengku.masterdata.operations.numbering import take_codes
from hengku.masterdata.rules.partner_checks import check_partner

ENTITY = "partners"


@transaction.atomic
def create_partner(*, act: Act, values: Mapping[str, object]) -> Partner:
    """Make one partner. Refuses with every finding."""
    columns = records.columns(Partner, values)
    refusals = check_partners(drafts={0: columns}, fresh=True).get(0)
    if refusals:
        raise Refused(refusals)
    return Partner.objects.get(pk=create_partners(act=act, drafts=[columns])[0])


@transaction.atomic
def update_partner(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> Partner:
    """Change one partner; columns not named stay."""
    records.locked(model=Partner, record_id=record_id, rev=rev)
    columns = records.columns(Partner, values)
    refusals = check_partners(drafts={record_id: columns}, fresh=False).get(record_id)
    if refusals:
        raise Refused(refusals)
    update_partners(act=act, drafts={record_id: columns})
    return Partner.objects.get(pk=record_id)


@transaction.atomic
def delete_partner(*, act: Act, record_id: int) -> None:
    """Delete a partner nobody uses. Refuses in_use."""
    records.remove(act=act, entity=ENTITY, record=records.locked(model=Partner, record_id=record_id))


@transaction.atomic
def create_partners(*, act: Act, drafts: Sequence[Mapping[str, object]]) -> list[int]:
    """Make many checked partners (columns by attribute); empty codes come from the number rule. Ids in the drafts' order."""
    own = {str(draft["code"]) for draft in drafts if draft.get("code")}
    missing = sum(1 for draft in drafts if not draft.get("code"))
    codes = iter(
        take_codes(
            target=ENTITY,
            count=missing,
            on=act.at.date(),
            taken=lambda codes: own | set(Partner.objects.filter(code__in=codes).values_list("code", flat=True)),
        )
        if missing
        else ()
    )
    partners = []
    for draft in drafts:
        partner = Partner(**{**draft, "code": draft.get("code") or next(codes)})
        records.stamp_new(act=act, record=partner)
        for name, value in describe_partner(partner).items():
            setattr(partner, name, value)
        partners.append(partner)
    insert_many(rows=partners)
    changes = [(partner.pk, None, records.snapshot(partner)) for partner in partners]
    record_changes(act=act, entity=ENTITY, action="create", changes=changes)
    return [partner.pk for partner in partners]


@transaction.atomic
def update_partners(*, act: Act, drafts: Mapping[int, Mapping[str, object]]) -> set[int]:
    """Change many checked partners; gives the ids that really changed."""
    changed: set[int] = set()
    for partner in Partner.objects.select_for_update().filter(pk__in=drafts).order_by("pk"):
        fresh = {name: value for name, value in drafts[partner.pk].items() if getattr(partner, name) != value}
        if not fresh:
            continue
        search = describe_partner(_as_it_will_be(partner, fresh))
        records.change(act=act, entity=ENTITY, record=partner, values={**fresh, **search})
        changed.add(partner.pk)
    return changed


def _as_it_will_be(partner: Partner, values: Mapping[str, object]) -> Partner:
    """The partner as it will be, not saved."""
    stored = {field.attname: getattr(partner, field.attname) for field in Partner._meta.concrete_fields}
    return Partner(**{**stored, **values})


@transaction.atomic
def delete_partners(*, act: Act, partner_ids: Sequence[int]) -> dict[int, str]:
    """Delete the partners nobody uses; gives the others with the names of their users."""
    used = records.users_of(entity=ENTITY, model=Partner, record_ids=list(partner_ids))
    free = Partner.objects.filter(pk__in=partner_ids).exclude(pk__in=used)
    changes = [(partner.pk, records.snapshot(partner), None) for partner in free]
    record_changes(act=act, entity=ENTITY, action="delete", changes=changes)
    free.delete()
    return used


def check_partners(*, drafts: Mapping[int, Mapping[str, object]], fresh: bool) -> dict[int, list[Refusal]]:
    """Everything wrong with these drafts, by key. fresh: keys are positions of new partners, else partner ids."""
    stored = {} if fresh else {partner.pk: partner for partner in Partner.objects.filter(pk__in=drafts)}
    codes = {key: str(draft["code"]) for key, draft in drafts.items() if draft.get("code")}
    owners = {
        code: (pk, name)
        for pk, code, name in Partner.objects.filter(code__in=codes.values()).values_list("pk", "code", "name")
    }
    repeated = Counter(codes.values())
    blocking = [key for key, partner in stored.items() if drafts[key].get("blocked") and not partner.blocked]
    stoppers = records.stoppers(entity=ENTITY, record_ids=blocking)
    found: dict[int, list[Refusal]] = {}
    for key, draft in drafts.items():
        partner = stored.get(key)
        known = records.snapshot(partner) if partner else {}
        refusals = check_partner({**known, **draft})
        owner = owners.get(codes.get(key, ""))
        if (owner and (partner is None or owner[0] != key)) or repeated.get(codes.get(key, ""), 0) > 1:
            params = {"value": codes[key], "name": owner[1] if owner else codes[key]}
            refusals.append(Refusal("code_taken", params, ("code",)))
        if partner is not None and key in stoppers:
            params = {"name": partner.name, "users": stoppers[key]}
            refusals.append(Refusal("in_use_cannot_stop", params, ("blocked",)))
        if refusals:
            found[key] = refusals
    return found
