"""What going beyond a limit of the book means for the person at hand: 提示, 特批, 拒绝."""

from hengku.kernel.errors import Severity
from hengku.masterdata.types import SalesControl


def severity_of(control: SalesControl, *, may_release: bool) -> Severity:
    """ "warn" may be confirmed, "block" not; special approval warns those who may give it and blocks everybody else."""
    if control is SalesControl.WARN:
        return "warn"
    return "warn" if control is SalesControl.APPROVAL and may_release else "block"
