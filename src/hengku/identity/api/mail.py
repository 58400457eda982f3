"""Settings of the mail server."""

from django.http import HttpRequest
from ninja import Router, Status

from hengku.identity.api.edge import act_of, keeps_own_transactions, viewer_of
from hengku.identity.operations import mail
from hengku.identity.queries.restrict import require
from hengku.identity.schemas import MailSettings, MailTest
from hengku.kernel.texts import Text

router = Router()
_SUBJECT = Text("衡库测试邮件", "Test mail from HengKu")
_BODY = Text("邮件服务器设置正确。", "Your mail server is set up correctly.")


@router.get("/mail-settings", response=MailSettings)
def read_settings(request: HttpRequest) -> MailSettings:
    """The mail server, without its password."""
    require(viewer_of(request), "system", "view")
    return MailSettings(**mail.mail_settings())


@router.put("/mail-settings", response=MailSettings)
def write_settings(request: HttpRequest, payload: MailSettings) -> MailSettings:
    """Set the mail server; an empty password keeps the stored one."""
    require(viewer_of(request), "system", "update")
    mail.save_mail_settings(act=act_of(request), values=payload.dict())
    return MailSettings(**mail.mail_settings())


@router.post("/mail-settings/test", response={204: None})
@keeps_own_transactions
def try_settings(request: HttpRequest, payload: MailTest) -> Status[None]:
    """Send a test mail. 422 mail_failed says what the server answered."""
    require(viewer_of(request), "system", "update")
    mail.send_mail(to=payload.to, subject=str(_SUBJECT), body=str(_BODY))
    return Status(204, None)
