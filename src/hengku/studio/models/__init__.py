from hengku.studio.models.dashboards import Dashboard

__all__ = ["Dashboard"]
