"""Making, changing and removing dashboards."""

from collections.abc import Mapping

from django.db import transaction

from hengku.identity.queries.restrict import denied
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.masterdata.operations import records
from hengku.studio.models import Dashboard
from hengku.studio.rules.widgets import widget_problems

ENTITY = "dashboards"


@transaction.atomic
def create_dashboard(*, act: Act, values: Mapping[str, object]) -> Dashboard:
    """Keep a new dashboard; its maker owns it. Refuses required, widgets_malformed, widgets_too_many, widget_…"""
    fresh = records.columns(Dashboard, values)
    _check(fresh)
    return records.insert(act=act, entity=ENTITY, record=Dashboard(**fresh))


@transaction.atomic
def update_dashboard(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> Dashboard:
    """Change one's own dashboard. Refuses permission_denied (403) for another's."""
    dashboard = _own(act, record_id, rev)
    changes = records.columns(Dashboard, values)
    _check({"name": dashboard.name, **changes})
    records.change(act=act, entity=ENTITY, record=dashboard, values=changes)
    return dashboard


@transaction.atomic
def delete_dashboard(*, act: Act, record_id: int) -> None:
    """Remove one's own dashboard. Refuses permission_denied (403) for another's."""
    records.remove(act=act, entity=ENTITY, record=_own(act, record_id, None))


def _own(act: Act, record_id: int, rev: int | None) -> Dashboard:
    dashboard = records.locked(model=Dashboard, record_id=record_id, rev=rev)
    if dashboard.created_by_id != act.actor_id and not act.viewer.all_powerful:
        raise denied(ENTITY, "update")
    return dashboard


def _check(values: Mapping[str, object]) -> None:
    wrong = [] if str(values.get("name") or "").strip() else [Refusal("required", {}, ("name",))]
    if "widgets" in values:
        wrong.extend(widget_problems(values["widgets"]))
    if wrong:
        raise Refused(wrong)
