"""Standard state machines of documents (domain specification 2.1): SM-A order, SM-B stock document, SM-D task."""

from dataclasses import replace

from hengku.documents.types import DocumentState, TransitionSpec
from hengku.kernel.texts import Text

DRAFT, SUBMITTED, APPROVED = DocumentState.DRAFT, DocumentState.SUBMITTED, DocumentState.APPROVED
POSTED, REVERSED, VOID = DocumentState.POSTED, DocumentState.REVERSED, DocumentState.VOID

SUBMIT = TransitionSpec("submit", Text("提交", "Submit"), (DRAFT,), SUBMITTED)
REJECT = TransitionSpec("reject", Text("驳回", "Reject"), (SUBMITTED,), DRAFT, danger=True, needs_reason=True)
APPROVE = TransitionSpec("approve", Text("审核", "Approve"), (DRAFT, SUBMITTED), APPROVED, primary=True)
UNAPPROVE = TransitionSpec("unapprove", Text("反审核", "Withdraw approval"), (APPROVED,), DRAFT, danger=True)
POST = TransitionSpec("post", Text("过账", "Post"), (DRAFT, SUBMITTED, APPROVED), POSTED, primary=True)
REVERSE = TransitionSpec("reverse", Text("冲销", "Reverse"), (POSTED,), REVERSED, danger=True, needs_reason=True)
STOP = TransitionSpec("stop", Text("手工关闭", "Close manually"), (APPROVED,), APPROVED, danger=True, needs_reason=True)
REOPEN = TransitionSpec("reopen", Text("重新打开", "Reopen"), (APPROVED,), APPROVED, needs_reason=True)
VOID_IT = TransitionSpec("void", Text("作废", "Void"), (DRAFT, SUBMITTED), VOID, danger=True)

ORDER_TRANSITIONS = (SUBMIT, APPROVE, REJECT, UNAPPROVE, STOP, REOPEN, VOID_IT)
"""SM-A: approved is the commitment; execution is derived from what was carried out."""

STOCK_TRANSITIONS = (
    SUBMIT,
    replace(APPROVE, sources=(SUBMITTED,), primary=False),
    REJECT,
    UNAPPROVE,
    POST,
    REVERSE,
    VOID_IT,
)
"""SM-B with 审核即过账: a draft may be posted at once; a posted document only leaves by its reversal."""

NOTICE_TRANSITIONS = (
    replace(APPROVE, label=Text("下达", "Release")),
    STOP,
    REOPEN,
    replace(VOID_IT, label=Text("取消", "Cancel"), sources=(DRAFT, SUBMITTED, APPROVED)),
)
"""SM-D of an instruction that others carry out (发货通知, 收料通知): approved = released; closed when carried out or stopped."""

TASK_TRANSITIONS = (
    replace(APPROVE, label=Text("下达", "Release")),
    replace(POST, label=Text("完成", "Complete"), sources=(APPROVED,)),
    replace(VOID_IT, label=Text("取消", "Cancel"), sources=(DRAFT, SUBMITTED, APPROVED)),
)
"""SM-D: approved = released, posted = confirmed, void = cancelled."""
