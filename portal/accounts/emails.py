"""E-mail of the accounts app: tells users that their two-factor authentication was reset, expected or not."""

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core import emails, site_identity


def send_two_factor_reset_email(user: User) -> None:
    """Sends the e-mail after the commit, if the account has an e-mail address."""
    if not user.email:
        return
    name = site_identity.current_identity().name
    text = "\n".join(
        [
            _("Người quản trị vừa gỡ xác thực hai lớp của tài khoản %s.") % user.get_username(),
            "",
            _("Từ nay đăng nhập chỉ cần mật khẩu, cho đến khi bạn bật lại. Mọi phiên đăng nhập đang mở đã kết thúc."),
            _("Nếu bạn không yêu cầu việc này, hãy báo ngay cho người quản trị và đổi mật khẩu."),
            "",
            _("Thư này do %s tự động gửi, xin không trả lời thư.") % name,
        ]
    )
    message = EmailMessage(f"[{name}] {_('Xác thực hai lớp đã được gỡ')}", text, to=[user.email])
    emails.send_on_commit(message, about=f"The letter to user {user.pk}")
