"""Whether a node has decided: 会签, 或签, 依次, 比例 over the tasks of one round."""

from collections.abc import Sequence
from enum import StrEnum

from hengku.workflow.types import AGREED, Approve, Task, TaskState


class Verdict(StrEnum):
    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"


def verdict(node: Approve, tasks: Sequence[Task]) -> Verdict:
    """What the tasks of the node's present round come to. One veto ends 会签 and 依次; the first who acts decides 或签; a quorum is
    decided as soon as nothing can change it."""
    votes = [vote(task, tasks) for task in tasks if task.is_vote and task.state != TaskState.INVALIDATED]
    yes, no = votes.count(Verdict.PASSED), votes.count(Verdict.FAILED)
    if not votes:
        return Verdict.OPEN
    if node.mode == "any":
        return Verdict.FAILED if no else Verdict.PASSED if yes else Verdict.OPEN
    if node.mode == "quorum":
        wanted = needed(node, len(votes))
        return Verdict.PASSED if yes >= wanted else Verdict.FAILED if no > len(votes) - wanted else Verdict.OPEN
    return Verdict.FAILED if no else Verdict.PASSED if yes == len(votes) else Verdict.OPEN


def needed(node: Approve, asked: int) -> int:
    """How many of `asked` must agree; never more than there are, never nobody."""
    if "count" in node.quorum:
        wanted = int(node.quorum["count"])
    else:
        wanted = -(-asked * int(node.quorum.get("percent", 100)) // 100)
    return max(1, min(asked, wanted))


def vote(task: Task, tasks: Sequence[Task]) -> Verdict:
    """One task with those it added before and after itself: all of them must agree."""
    added = [one for one in tasks if one.parent == task.number and not one.is_vote]
    standing = [one for one in added if one.state != TaskState.INVALIDATED]
    below = [vote(one, tasks) for one in standing]
    if task.state == TaskState.REJECTED or Verdict.FAILED in below:
        return Verdict.FAILED
    return Verdict.PASSED if task.state in AGREED and Verdict.OPEN not in below else Verdict.OPEN
