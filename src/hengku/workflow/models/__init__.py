"""Tables of the workflow room."""

from hengku.workflow.models.definitions import Calendar, Delegation, Responsibility, Version, Workflow
from hengku.workflow.models.runs import Copied, Event, Instance, Task, Timer, Token

__all__ = [
    "Calendar",
    "Copied",
    "Delegation",
    "Event",
    "Instance",
    "Responsibility",
    "Task",
    "Timer",
    "Token",
    "Version",
    "Workflow",
]
