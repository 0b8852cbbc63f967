"""Forms for signing in, for two-factor authentication and for setting a user's password."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AdminPasswordChangeForm, AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.accounts import two_factor_login
from portal.accounts.models import User
from portal.accounts.two_factor import CodeResult
from portal.audit import services as audit_services


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock rồi thử lại."),
        "inactive": _("Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock rồi thử lại."),
        "different_user": _("Đây không phải là tài khoản đang làm dở việc này. Hãy đăng nhập bằng đúng tài khoản đó."),
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
    # The user whose session expired; only that user may continue the work.
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if self.cleaned_data.get("person") not in (None, user.pk):
            # The password was right: Django sends no signal for this attempt, so it is logged here.
            audit_services.record(
                action=audit_services.SIGN_IN_FAILED,
                by=None,
                name=user.get_username(),
                detail={"note": _now("khác người làm dở")},
            )
            raise ValidationError(self.error_messages["different_user"], code="different_user")


class CodeForm(forms.Form):
    """One code: from the phone or a recovery code."""

    MESSAGES = {
        CodeResult.INVALID: _("Mã không đúng, đã dùng rồi hoặc đã hết hạn. Hãy gõ mã đang hiện trên điện thoại."),
        CodeResult.THROTTLED: _("Vừa có mã sai nên phải đợi một lát. Hãy đợi mã kế tiếp rồi gõ lại."),
    }
    code = forms.CharField(
        label=_("Mã xác thực"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def reject_code(self, result: CodeResult) -> None:
        """Adds an error; the code has to be typed again."""
        self.add_error("code", self.MESSAGES[result])
        self.data = {name: value for name, value in self.data.items() if name != "code"}


class TwoFactorForm(CodeForm):
    """Changes to one's own two-factor authentication, confirmed by password and code."""

    NEW_CODES, CHANGE_DEVICE, DISABLE = "ma-moi", "chuyen", "tat"
    ACTION_LABELS = {
        NEW_CODES: _("Tạo mã dự phòng mới; các mã cũ hết dùng được"),
        CHANGE_DEVICE: _("Chuyển sang điện thoại khác"),
        DISABLE: _("Tắt xác thực hai lớp"),
    }
    action = forms.ChoiceField(label=_("Việc cần làm"), widget=forms.RadioSelect)
    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    field_order = ["action", "password", "code"]

    def __init__(self, *args: Any, request: HttpRequest, person: User, may_disable: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.person = request, person
        choices = [item for item in self.ACTION_LABELS.items() if may_disable or item[0] != self.DISABLE]
        self.fields["action"].choices = choices  # type: ignore[attr-defined]  # a field of choices

    def clean(self) -> dict[str, Any]:
        """Checks the password first: a code is used up only if the rest is valid."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if not self._is_password_right(cleaned["password"]):
            self.add_error("password", _("Mật khẩu không đúng."))
        elif (
            result := two_factor_login.check_sign_in_code(self.request, self.person, cleaned["code"])
        ) is not CodeResult.VALID:
            self.reject_code(result)
        return cleaned

    def _is_password_right(self, password: str) -> bool:
        """Authenticates by the backends, so that guessing here is throttled and logged like signing in."""
        found = authenticate(self.request, username=self.person.get_username(), password=password)
        return found is not None and found.pk == self.person.pk


class SetPasswordForm(AdminPasswordChangeForm):
    """An administrator sets a user's password. Django's warning is hard-coded in English, so it is repeated here."""

    @property
    def usable_password_help_text(self) -> str:  # type: ignore[override]  # in the language of the request
        return format_html(
            '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
            _("Tài khoản có đăng nhập bằng mật khẩu được hay không."),
            _("Chọn Không thì mật khẩu đang có bị bỏ."),
        )
