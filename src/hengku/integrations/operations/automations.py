"""Automations made, changed, switched and removed by people; who acts through them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hengku.identity.models import User
from hengku.identity.operations.audit import record_change
from hengku.identity.operations.epoch import renew
from hengku.identity.queries.account_set import schema
from hengku.identity.rules.secrets import hash_secret, new_secret, same_hash, write_token
from hengku.identity.types import Act
from hengku.integrations.models import Automation
from hengku.integrations.operations.automation_checks import checked
from hengku.integrations.operations.automation_events import called
from hengku.integrations.rules.automation import read_trigger
from hengku.kernel.errors import refuse
from hengku.masterdata.operations import records

ENTITY = "automations"
_KEPT = ("name", "trigger", "condition", "actions", "runner_id", "active", "hourly_limit")
_MOST_AN_HOUR = 100_000


@transaction.atomic
def create_automation(*, act: Act, values: Mapping[str, object]) -> Automation:
    """Make an automation; it acts with the rights of its runner (oneself when nobody is named). Refuses what does not fit, each at its
    place, automation_runner: somebody else's rights may only be lent by who may do everything."""
    fresh = {name: value for name, value in records.columns(Automation, values).items() if name in _KEPT}
    automation = Automation(**{"runner_id": act.actor_id, **{k: v for k, v in fresh.items() if v is not None}})
    if automation.runner_id is None:
        raise refuse("required", loc=("runner",))
    _check(act, automation, runner_named=True)
    records.ensure_unique(model=Automation, value=automation.name, field="name")
    if automation.active:
        automation.since = act.at
    made = records.insert(act=act, entity=ENTITY, record=automation)
    renew()
    return made


@transaction.atomic
def update_automation(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> Automation:
    """Change an automation, or switch it; runs that wait follow what it says when they run. Refuses as create_automation does."""
    automation = records.locked(model=Automation, record_id=record_id, rev=rev)
    changes = {name: value for name, value in records.columns(Automation, values).items() if name in _KEPT}
    if changes.get("runner_id", automation.runner_id) is None:
        changes["runner_id"] = automation.runner_id
    before = Automation.objects.get(pk=record_id)
    for name, value in changes.items():
        setattr(automation, name, value)
    told = {name: getattr(automation, name) for name in changes}
    does_else = any(
        name not in {"name", "active", "hourly_limit"} and told[name] != getattr(before, name) for name in told
    )
    _check(act, automation, runner_named=does_else or (automation.active and not before.active))
    if automation.name != before.name:
        records.ensure_unique(model=Automation, value=automation.name, field="name", besides=record_id)
    if automation.active and not before.active:
        told |= {"since": act.at, "rung_at": None}
    records.change(act=act, entity=ENTITY, record=before, values=told)
    renew()
    return before


@transaction.atomic
def delete_automation(*, act: Act, record_id: int) -> None:
    """Remove an automation with its log."""
    automation = records.locked(model=Automation, record_id=record_id)
    record_change(
        act=act, entity=ENTITY, entity_id=record_id, action="delete", before=records.snapshot(automation), after=None
    )
    automation.delete()
    renew()


def _check(act: Act, automation: Automation, *, runner_named: bool) -> None:
    if not automation.name.strip():
        raise refuse("required", loc=("name",))
    checked(trigger=automation.trigger, condition=automation.condition, actions=automation.actions)
    if not 1 <= automation.hourly_limit <= _MOST_AN_HOUR:
        raise refuse("automation_limit", loc=("hourly_limit",), most=str(_MOST_AN_HOUR))
    if not User.objects.filter(pk=automation.runner_id).exists():
        raise refuse("invalid_choice", loc=("runner",))
    if runner_named and automation.runner_id != act.actor_id and not act.viewer.all_powerful:
        raise refuse("automation_runner", loc=("runner",))


@transaction.atomic
def new_key(*, act: Act, automation_id: int) -> str:
    """A new key for outside systems to call with; the one before is void, and this one is shown once. Raises Refused not_found (404),
    automation_not_called."""
    automation = records.locked(model=Automation, record_id=automation_id)
    if read_trigger(automation.trigger).kind != "webhook":
        raise refuse("automation_not_called")
    secret = new_secret()
    Automation.objects.filter(pk=automation_id).update(secret_hash=hash_secret(secret))
    record_change(act=act, entity=ENTITY, entity_id=automation_id, action="new_key", before=None, after={})
    return write_token(account_set=schema(), token_id=automation_id, secret=secret)


@transaction.atomic
def call(*, act: Act, automation_id: int, secret: str, key: str, body: Mapping[str, Any]) -> None:
    """An outside system calls; the same `key` again does nothing again. Raises Refused not_found (404) when automation or secret is
    wrong, or it is switched off."""
    found = Automation.objects.filter(pk=automation_id, active=True).exclude(secret_hash="").first()
    if found is None or not same_hash(found.secret_hash, hash_secret(secret)):
        raise refuse("not_found", status=404)
    if read_trigger(found.trigger).kind != "webhook":
        raise refuse("not_found", status=404)
    called(automation_id=automation_id, key=key, body=body, at=act.at)
