"""The forms of signing in and of setting somebody's password."""

from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, AuthenticationForm
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.accounts import audit


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock rồi thử lại."),
        "inactive": _("Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock rồi thử lại."),
        "somebody_else": _("Đây không phải là tài khoản đang làm dở việc này. Hãy đăng nhập bằng đúng tài khoản đó."),
    }
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    # Who was at work when the session ended; only that person may go on with it.
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        super().confirm_login_allowed(user)
        if self.cleaned_data.get("person") not in (None, user.pk):
            # The password was right: a try that Django counts as none must not stay unseen.
            audit.record(
                act=audit.SIGN_IN_FAILED, by=None, name=user.get_username(), detail={"note": _now("khác người làm dở")}
            )
            raise ValidationError(self.error_messages["somebody_else"], code="somebody_else")


class NewPasswordForm(AdminPasswordChangeForm):
    """An administrator sets another's password. The framework's warning is English in its code, so it is said here."""

    @property
    def usable_password_help_text(self) -> str:
        return format_html(
            '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
            _("Tài khoản có đăng nhập bằng mật khẩu được hay không."),
            _("Chọn Không thì mật khẩu đang có bị bỏ."),
        )
